package dev.errand.excel;

import dev.errand.excel.sheet.SheetExtent;
import dev.errand.excel.sheet.SheetFrame;
import dev.errand.excel.sheet.SheetLinks;

/** A sheet whose rows are written, as far as the parts around it need to know it. */
record WrittenSheet(SheetFrame frame, SheetLinks links, int lastRow, boolean hasFormulas) {

    SheetExtent named(String name) {
        return new SheetExtent(name, frame.filterRange(lastRow), frame.hasNotes(), hasFormulas);
    }
}

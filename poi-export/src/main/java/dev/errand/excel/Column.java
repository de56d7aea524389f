package dev.errand.excel;

import dev.errand.excel.sheet.SheetColumn;
import java.util.ArrayList;
import java.util.List;

/** One column of a sheet, with the looks that its cells get; of several that fit, the first one. */
record Column<T>(String heading, CellValue<? super T> value, ColumnStyle style, List<ConditionalLook<T>> looks) {

    Column(String heading, CellValue<? super T> value, ColumnStyle style) {
        this(heading, value, style, List.of());
    }

    /** What of it does not depend on rows. */
    SheetColumn form() {
        return style.under(heading);
    }

    Column<T> in(Translation language) {
        return new Column<>(language.text(heading), value, style.in(language), looks);
    }

    Column<T> with(ConditionalLook<T> look) {
        List<ConditionalLook<T>> more = new ArrayList<>(looks);
        more.add(look);
        return new Column<>(heading, value, style, List.copyOf(more));
    }
}

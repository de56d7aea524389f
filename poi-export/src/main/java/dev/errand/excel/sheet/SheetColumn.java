package dev.errand.excel.sheet;

import java.util.OptionalInt;

/**
 * One column of a sheet, as far as its rows do not matter.
 *
 * @param heading what stands above it
 * @param pattern its number format; empty to choose by the value
 * @param placement where its texts stand
 * @param width how many characters it shows; empty to fit its values
 * @param hidden whether it is not shown
 * @param note what is said about its heading; empty for nothing
 */
public record SheetColumn(
        String heading, String pattern, Placement placement, OptionalInt width, boolean hidden, String note) {

    SheetColumn placed(Placement changed) {
        return new SheetColumn(heading, pattern, changed, width, hidden, note);
    }

    /**
     * Where its heading stands: as its texts, and never to be changed where the sheet is protected.
     *
     * @return the placement
     */
    public Placement headingPlacement() {
        return new Placement(placement.horizontal(), placement.wrapped(), false, false);
    }
}

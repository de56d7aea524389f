package dev.errand.excel.sheet;

/**
 * A sheet that is written, how far it reaches, and what it needs.
 *
 * @param name what stands on its tab, as Excel allows it
 * @param filterRange what its filter covers, as {@code A1:J100}
 * @param notes whether it has notes
 * @param computed whether its formulas are to be computed when the workbook is opened
 */
public record SheetExtent(String name, String filterRange, boolean notes, boolean computed) {

    /** What its filter covers, as other sheets would name it. */
    String absoluteRange() {
        return "'" + name.replace("'", "''") + "'!" + CellReference.absolute(filterRange);
    }
}

package dev.errand.excel.sheet;

/**
 * A sheet that is written, and how far it reaches.
 *
 * @param name what stands on its tab, as Excel allows it
 * @param columns how many columns it has
 * @param rows how many rows it has, with the headings
 */
public record SheetExtent(String name, int columns, int rows) {

    /** All its cells, as other sheets would name them. */
    String absoluteRange() {
        return "'" + name.replace("'", "''") + "'!" + CellReference.absoluteRange(columns, rows);
    }
}

package dev.errand.excel.batch;

import java.time.ZoneId;
import java.util.List;

/** What is the same for all rows of a sheet, as far as their cells go. Immutable, and safe to share between threads. */
public sealed interface RowForm permits SheetForm, DesignedForm {

    /**
     * How many columns there are.
     *
     * @return one or more
     */
    int columns();

    /**
     * The number formats.
     *
     * @return for each column; empty to choose by the value
     */
    List<String> patterns();

    /**
     * By whose clock moments are shown.
     *
     * @return the zone
     */
    ZoneId zone();

    /**
     * Whether cells are written without their references.
     *
     * @return true for a smaller file, that fewer programs read
     */
    boolean compact();

    /**
     * How many styles the workbook has.
     *
     * @return more than the highest number of a style
     */
    int styleCount();

    /**
     * The styles of a column.
     *
     * @param column which, from 0 on
     * @return for each look of it, at least for one
     */
    ColumnStyles[] stylesOf(int column);

    /**
     * The style of a number of cells in the row of totals.
     *
     * @param column which, from 0 on
     * @return its number
     */
    int countStyle(int column);
}

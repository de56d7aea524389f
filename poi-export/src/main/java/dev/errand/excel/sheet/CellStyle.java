package dev.errand.excel.sheet;

import org.jspecify.annotations.Nullable;

/**
 * How a cell with thin borders looks.
 *
 * @param pattern its number format, as {@code #,##0.00}
 * @param placement where its text stands
 * @param paint its colours and letters
 */
public record CellStyle(String pattern, Placement placement, Paint paint) {

    private static final String GENERAL = "General";
    private static final String COUNT = "#,##0";

    /** By hand, as {@link #equals}: what the JVM makes for a record takes its time in the first export of a process. */
    @Override
    public int hashCode() {
        return 31 * (31 * pattern.hashCode() + placement.hashCode()) + paint.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CellStyle style
                && pattern.equals(style.pattern)
                && placement.equals(style.placement)
                && paint.equals(style.paint);
    }

    /**
     * The style of a heading.
     *
     * @param placement where its text stands
     * @return bold and white on blue
     */
    public static CellStyle heading(Placement placement) {
        return new CellStyle(GENERAL, placement, Paint.HEADING);
    }

    /**
     * The style of a heading over several columns.
     *
     * @return as other headings, in the middle
     */
    public static CellStyle jointHeading() {
        return heading(new Placement(Placement.Horizontal.CENTER, false, false, false));
    }

    /**
     * The style of a number of cells in a row of totals.
     *
     * @param placement where it stands
     * @return as other totals, with a format of its own
     */
    public static CellStyle count(Placement placement) {
        return new CellStyle(COUNT, placement, Paint.TOTAL);
    }
}

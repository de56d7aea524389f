package dev.errand.excel.batch;

import java.util.OptionalDouble;

/**
 * A formula.
 *
 * @param expression what to compute, with <code>{row}</code> for the number of its row
 * @param result what comes out of it, if it is known
 * @param kind what comes out of it, by which it is shown where the column has no format
 */
public record KeptFormula(String expression, OptionalDouble result, Kind kind) {

    private static final String ROW = "{row}";

    /** What comes out of a formula. */
    public enum Kind {
        /** A number as those of its column. */
        NUMBER,
        /** A number of cells, whatever the format of the column. */
        COUNT,
        /** A day. */
        DATE,
        /** A day and a time of it. */
        DATE_TIME,
        /** A time of any day. */
        TIME,
        /** How long something takes. */
        DURATION
    }

    /** The expression in a row. */
    String in(int row) {
        return expression.replace(ROW, Integer.toString(row));
    }
}

package dev.errand.excel.batch;

import dev.errand.excel.sheet.StyleTable;
import java.util.List;

/** The styles of one column, by what its values are: all the same if the column has a format of its own. */
record ColumnStyles(int general, int date, int wholeDateTime, int fineDateTime, int wholeTime, int fineTime) {

    static final String GENERAL = "General";
    static final String DATE = "yyyy-mm-dd";

    private static final String DATE_TIME = "yyyy-mm-dd hh:mm:ss";
    private static final String TIME = "hh:mm:ss";

    /** Without it, programs round the fraction to a whole second when they show it. */
    private static final String FRACTION = ".000";

    private static final String FINE_DATE_TIME = DATE_TIME + FRACTION;
    private static final String FINE_TIME = TIME + FRACTION;

    /** The formats that values bring with them. */
    static final List<String> AUTOMATIC = List.of(GENERAL, DATE, DATE_TIME, FINE_DATE_TIME, TIME, FINE_TIME);

    static ColumnStyles of(String pattern, StyleTable table) {
        return new ColumnStyles(
                table.cell(patternOr(pattern, GENERAL)),
                table.cell(patternOr(pattern, DATE)),
                table.cell(patternOr(pattern, DATE_TIME)),
                table.cell(patternOr(pattern, FINE_DATE_TIME)),
                table.cell(patternOr(pattern, TIME)),
                table.cell(patternOr(pattern, FINE_TIME)));
    }

    /** Which pattern to use for a value that has one of its own. */
    static String patternOr(String ofTheColumn, String ofTheValue) {
        return ofTheColumn.isEmpty() ? ofTheValue : ofTheColumn;
    }

    static String dateTimePattern(boolean fraction) {
        return fraction ? FINE_DATE_TIME : DATE_TIME;
    }

    static String timePattern(boolean fraction) {
        return fraction ? FINE_TIME : TIME;
    }

    int dateTime(boolean fraction) {
        return fraction ? fineDateTime : wholeDateTime;
    }

    int time(boolean fraction) {
        return fraction ? fineTime : wholeTime;
    }
}

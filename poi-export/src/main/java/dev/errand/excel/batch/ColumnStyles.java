package dev.errand.excel.batch;

import dev.errand.excel.sheet.CellStyle;
import dev.errand.excel.sheet.Paint;
import dev.errand.excel.sheet.SheetColumn;
import dev.errand.excel.sheet.StyleTable;
import java.util.List;

/**
 * The styles of one column in one look, by what its values are: all the same if the column has a format of its own,
 * except for hyperlinks.
 */
record ColumnStyles(
        int general,
        int date,
        int wholeDateTime,
        int fineDateTime,
        int wholeTime,
        int fineTime,
        int wholeDuration,
        int fineDuration,
        int link) {

    static final String GENERAL = "General";
    static final String DATE = "yyyy-mm-dd";

    private static final String DATE_TIME = "yyyy-mm-dd hh:mm:ss";
    private static final String TIME = "hh:mm:ss";
    private static final String DURATION = "[h]:mm:ss";

    /** Without it, programs round the fraction to a whole second when they show it. */
    private static final String FRACTION = ".000";

    private static final String FINE_DATE_TIME = DATE_TIME + FRACTION;
    private static final String FINE_TIME = TIME + FRACTION;
    private static final String FINE_DURATION = DURATION + FRACTION;

    /** The formats that values bring with them. */
    private static final List<String> AUTOMATIC =
            List.of(GENERAL, DATE, DATE_TIME, FINE_DATE_TIME, TIME, FINE_TIME, DURATION, FINE_DURATION);

    /** Adds all styles that a column may need in this look. */
    static void addNeeded(SheetColumn column, Paint paint, List<CellStyle> styles) {
        List<String> patterns = column.pattern().isEmpty() ? AUTOMATIC : List.of(column.pattern());
        for (String pattern : patterns) {
            styles.add(new CellStyle(pattern, column.placement(), paint));
        }
        if (paint.equals(Paint.TOTAL)) {
            styles.add(CellStyle.count(column.placement()));
        }
        styles.add(link(column, paint));
    }

    static ColumnStyles of(SheetColumn column, Paint paint, StyleTable table) {
        int[] numbers = new int[AUTOMATIC.size()];
        for (int i = 0; i < numbers.length; i++) {
            String pattern = patternOr(column.pattern(), AUTOMATIC.get(i));
            numbers[i] = table.number(new CellStyle(pattern, column.placement(), paint));
        }
        return new ColumnStyles(
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                numbers[5],
                numbers[6],
                numbers[7],
                table.number(link(column, paint)));
    }

    private static CellStyle link(SheetColumn column, Paint paint) {
        return new CellStyle(GENERAL, column.placement(), Paint.LINK.under(paint));
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

    static String durationPattern(boolean fraction) {
        return fraction ? FINE_DURATION : DURATION;
    }

    int dateTime(boolean fraction) {
        return fraction ? fineDateTime : wholeDateTime;
    }

    int time(boolean fraction) {
        return fraction ? fineTime : wholeTime;
    }

    int duration(boolean fraction) {
        return fraction ? fineDuration : wholeDuration;
    }
}

package dev.errand.excel.csv;

import dev.errand.InvalidInputException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * How a CSV file is written.
 *
 * @param separator what stands between two fields
 * @param byteOrderMark whether the file begins with one
 * @param formulaGuard whether texts that a program could take for a formula get an apostrophe
 * @param zone by whose clock moments are shown
 * @param dates how dates are shown
 * @param moments how dates with a time are shown
 */
public record CsvForm(
        char separator,
        boolean byteOrderMark,
        boolean formulaGuard,
        ZoneId zone,
        DateTimeFormatter dates,
        DateTimeFormatter moments) {

    private static final String NOT_SEPARATORS = "\"'\r\n.+-=@";

    /**
     * Checks the separator.
     *
     * @throws InvalidInputException if it is a letter, a digit, half of a surrogate pair, a quote, a line end, or a sign
     *     that may stand in a number or begin a formula
     */
    public CsvForm {
        if (Character.isLetterOrDigit(separator)
                || Character.isSurrogate(separator)
                || NOT_SEPARATORS.indexOf(separator) >= 0) {
            throw new InvalidInputException(
                    "separator",
                    String.valueOf(separator),
                    "be none of letters, digits, quotes, line ends and . + - = @");
        }
    }

    /**
     * Commas, no byte order mark, guarded, dates by ISO 8601.
     *
     * @param zone by whose clock moments are shown
     * @return that form
     */
    public static CsvForm inZone(ZoneId zone) {
        return new CsvForm(
                ',', false, true, zone, DateTimeFormatter.ISO_LOCAL_DATE, DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }

    /**
     * With another separator.
     *
     * @param changed the other one
     * @return a changed copy
     */
    public CsvForm withSeparator(char changed) {
        return new CsvForm(changed, byteOrderMark, formulaGuard, zone, dates, moments);
    }

    /**
     * With or without a byte order mark.
     *
     * @param changed whether there is one
     * @return a changed copy
     */
    public CsvForm withByteOrderMark(boolean changed) {
        return new CsvForm(separator, changed, formulaGuard, zone, dates, moments);
    }

    /**
     * With or without the guard against formulas.
     *
     * @param changed whether it is on
     * @return a changed copy
     */
    public CsvForm withFormulaGuard(boolean changed) {
        return new CsvForm(separator, byteOrderMark, changed, zone, dates, moments);
    }

    /**
     * With other dates.
     *
     * @param changed how they are shown
     * @return a changed copy
     */
    public CsvForm withDates(DateTimeFormatter changed) {
        return new CsvForm(separator, byteOrderMark, formulaGuard, zone, changed, moments);
    }

    /**
     * With other dates with a time.
     *
     * @param changed how they are shown
     * @return a changed copy
     */
    public CsvForm withMoments(DateTimeFormatter changed) {
        return new CsvForm(separator, byteOrderMark, formulaGuard, zone, dates, changed);
    }
}

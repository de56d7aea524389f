package dev.errand.excel;

import dev.errand.InvalidInputException;
import dev.errand.excel.batch.TotalKind;
import java.util.Optional;

/**
 * What stands below a column, in the last row of a sheet: a formula with its result, or a text.
 *
 * <p>The formulas are those of Excel's own totals rows ({@code SUBTOTAL}), so with a filter they are about the rows that
 * are shown. The results are computed while rows are written. Numbers, dates and durations count, not what stands in a
 * cell as text; where there are none, there is no average, lowest or highest.
 *
 * <p>Immutable, and safe to share between threads.
 */
public final class Total {

    private static final int LONGEST_TEXT = 255;

    private final Optional<TotalKind> kind;
    private final String text;

    private Total(Optional<TotalKind> kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    private static Total of(TotalKind kind) {
        return new Total(Optional.of(kind), "");
    }

    /**
     * The sum of the column.
     *
     * @return that total
     */
    public static Total sum() {
        return of(TotalKind.SUM);
    }

    /**
     * The mean of the column.
     *
     * @return that total
     */
    public static Total average() {
        return of(TotalKind.AVERAGE);
    }

    /**
     * How many cells of the column are not empty, whatever they hold.
     *
     * @return that total
     */
    public static Total count() {
        return of(TotalKind.COUNT);
    }

    /**
     * The lowest number, or the earliest date, of the column.
     *
     * @return that total
     */
    public static Total lowest() {
        return of(TotalKind.LOWEST);
    }

    /**
     * The highest number, or the latest date, of the column.
     *
     * @return that total
     */
    public static Total highest() {
        return of(TotalKind.HIGHEST);
    }

    /**
     * Only a text, such as {@code Total}.
     *
     * @param text up to 255 characters
     * @return that total
     * @throws InvalidInputException if it is longer
     */
    public static Total text(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new InvalidInputException("text of a total", text, "have at most " + LONGEST_TEXT + " characters");
        }
        return new Total(Optional.empty(), text);
    }

    Total in(Translation language) {
        return kind.isPresent() ? this : text(language.text(text));
    }

    /** What is computed; empty for a text. */
    Optional<TotalKind> kind() {
        return kind;
    }

    String description() {
        return kind + " " + text;
    }

    String text() {
        return text;
    }
}

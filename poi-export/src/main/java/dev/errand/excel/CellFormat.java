package dev.errand.excel;

import dev.errand.InvalidInputException;
import java.util.Currency;
import java.util.Locale;

/**
 * How a column shows its values.
 *
 * <p>A format changes how a number or a date looks, not what it is: the cell still holds the number. Only
 * {@link #text()} turns every value into text.
 *
 * @param pattern an Excel number format, such as {@code #,##0.00}; empty to choose by the value
 * @param asText whether every value is written as text
 */
public record CellFormat(String pattern, boolean asText) {

    private static final int LONGEST_PATTERN = 255;
    private static final int MOST_DECIMALS = 15;

    /**
     * Checks the pattern.
     *
     * @throws InvalidInputException if it is longer than Excel's 255 characters, or cannot be a number format
     */
    public CellFormat {
        if (pattern.length() > LONGEST_PATTERN) {
            throw new InvalidInputException("cell format", pattern, "have at most 255 characters");
        }
        String fault = NumberPatterns.fault(pattern);
        if (!fault.isEmpty()) {
            throw new InvalidInputException("cell format", pattern, fault);
        }
    }

    /**
     * By the value: dates as dates, numbers as they are.
     *
     * @return the format of a column that names none
     */
    public static CellFormat automatic() {
        return new CellFormat("", false);
    }

    /**
     * Every value as text, also numbers: for account numbers and postcodes.
     *
     * @return that format
     */
    public static CellFormat text() {
        return new CellFormat("@", true);
    }

    /**
     * Numbers with separators of thousands.
     *
     * @param decimals how many decimals, 0 to 15
     * @return that format
     * @throws InvalidInputException if it is out of range
     */
    public static CellFormat number(int decimals) {
        if (decimals < 0 || decimals > MOST_DECIMALS) {
            throw new InvalidInputException("decimals", decimals, "be 0 to " + MOST_DECIMALS);
        }
        return new CellFormat(decimals == 0 ? "#,##0" : "#,##0." + "0".repeat(decimals), false);
    }

    /**
     * Amounts of money, with the decimals of the currency and its code behind.
     *
     * @param currency an ISO 4217 code, such as {@code EUR}
     * @return that format
     * @throws InvalidInputException if there is no such currency
     */
    public static CellFormat money(String currency) {
        try {
            Currency known = Currency.getInstance(currency.toUpperCase(Locale.ROOT));
            int decimals = Math.max(0, known.getDefaultFractionDigits());
            return new CellFormat(number(decimals).pattern + " [$" + known.getCurrencyCode() + "]", false);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("currency", currency, "be an ISO 4217 code such as EUR", e);
        }
    }

    /**
     * Dates, as {@code 2026-11-22}.
     *
     * @return that format
     */
    public static CellFormat date() {
        return new CellFormat("yyyy-mm-dd", false);
    }

    /**
     * Dates with the time of day, as {@code 2026-11-22 18:07:33}. A fraction of a second stays in the cell, and is
     * rounded by the program that shows it; without a format, milliseconds are shown where there are some.
     *
     * @return that format
     */
    public static CellFormat dateTime() {
        return new CellFormat("yyyy-mm-dd hh:mm:ss", false);
    }

    /**
     * Booleans, as Excel's own {@code TRUE} and {@code FALSE} in the reader's language.
     *
     * @return that format
     */
    public static CellFormat bool() {
        return new CellFormat("General", false);
    }

    /**
     * A format of Excel's own making.
     *
     * @param pattern up to 255 characters, such as {@code 0.0%}
     * @return that format
     * @throws InvalidInputException if it is longer, or cannot be a number format
     */
    public static CellFormat of(String pattern) {
        return new CellFormat(pattern, false);
    }
}

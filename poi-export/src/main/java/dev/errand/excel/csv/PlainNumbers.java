package dev.errand.excel.csv;

import java.math.BigDecimal;

/** Numbers as people write them: all digits, and no exponent, unless that would make a book of them. */
public final class PlainNumbers {

    private static final int MOST_DIGITS = 20;
    private static final int MOST_ZEROS = 1_000;

    private PlainNumbers() {}

    /**
     * The digits of an exact number.
     *
     * @param number of the JDK's own class
     * @return with an exponent only beyond a thousand zeros
     */
    public static String of(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MOST_ZEROS ? number.toPlainString() : number.toString();
    }

    /**
     * The shortest digits that lead back to a floating-point number.
     *
     * @param number a {@code double}, or a {@code float} as one
     * @param shortest what its {@code toString()} says
     * @return with an exponent only beyond twenty digits; NaN and the infinities by their names
     */
    public static String of(double number, String shortest) {
        if (!Double.isFinite(number)) {
            return shortest;
        }
        BigDecimal decimal = new BigDecimal(shortest).stripTrailingZeros();
        boolean isShort = decimal.precision() - decimal.scale() <= MOST_DIGITS && decimal.scale() <= MOST_DIGITS;
        return isShort ? decimal.toPlainString() : shortest;
    }
}

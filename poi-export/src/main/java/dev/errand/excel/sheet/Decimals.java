package dev.errand.excel.sheet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * Floating-point numbers as the shortest decimals that are read back as the same number.
 *
 * <p>Most doubles of an export are decimals of a few places, such as 12.34. Such a one is multiplied to a whole number;
 * if that, divided again, gives exactly the double (a division of two exact numbers is rounded correctly, as the reader
 * of the decimal does it), its digits are those of the whole number, and no search for the shortest ones is needed. How
 * many places a column has is remembered. All other numbers are written by {@link Double#toString(double)}.
 */
final class Decimals {

    /** The longest text of a double, as {@code -1.2345678901234567E-308}, with what may be touched behind it. */
    static final int ROOM = 40;

    private static final int MOST_PLACES = 9;
    private static final long MOST_SCALED = 999_999_999_999_999L;
    private static final int PATIENCE = 8;
    private static final int NONE_FITS = -1;
    private static final double[] POWERS = new double[MOST_PLACES + 1];

    static {
        for (int i = 0; i <= MOST_PLACES; i++) {
            POWERS[i] = Digits.powerOfTen(i);
        }
    }

    private final int[] places;
    private final int[] misses;

    Decimals(int columns) {
        places = new int[columns];
        misses = new int[columns];
    }

    /** Forgets how many places the columns have, so that what is written does not depend on what was before. */
    void forget() {
        Arrays.fill(places, 0);
        Arrays.fill(misses, 0);
    }

    /** Writes a finite number, and tells the position behind it. */
    int put(byte[] bytes, int at, double number, int column) {
        int scale = places[column];
        long scaled = scaled(number, scale);
        if (scaled / POWERS[scale] == number && scaled != 0) {
            return putScaled(bytes, at, scaled, scale);
        }
        return putOfOtherScale(bytes, at, number, column);
    }

    private int putOfOtherScale(byte[] bytes, int at, double number, int column) {
        int scale = misses[column] < PATIENCE ? scaleOf(number, places[column]) : NONE_FITS;
        if (scale == NONE_FITS) {
            misses[column]++;
            return putAny(bytes, at, number);
        }
        places[column] = Math.max(scale, places[column]);
        return putScaled(bytes, at, scaled(number, scale), scale);
    }

    /** How many places a number has; looks first for more than those tried before, then for fewer. */
    private static int scaleOf(double number, int tried) {
        if (Double.doubleToRawLongBits(number) == 0) {
            return 0;
        }
        for (int i = 1; i <= MOST_PLACES; i++) {
            int scale = (tried + i) % POWERS.length;
            long scaled = scaled(number, scale);
            if (scaled != 0 && scaled / POWERS[scale] == number) {
                return scale;
            }
        }
        return NONE_FITS;
    }

    /** Zero if it has more digits than are surely exact. */
    private static long scaled(double number, int scale) {
        double product = number * POWERS[scale];
        long scaled = (long) (product + (product < 0 ? -0.5 : 0.5));
        return scaled <= MOST_SCALED && scaled >= -MOST_SCALED ? scaled : 0;
    }

    /** Writes a whole number divided by a power of ten, of 0 to 15 places. */
    static int putScaled(byte[] bytes, int start, long scaled, int scale) {
        int at = start;
        long rest = scaled;
        if (rest < 0) {
            bytes[at++] = '-';
            rest = -rest;
        }
        long power = Digits.powerOfTen(scale);
        long whole = rest / power;
        return Digits.putFraction(bytes, Digits.putLong(bytes, at, whole), rest - whole * power, scale);
    }

    private static int putAny(byte[] bytes, int at, double number) {
        String text = Double.toString(number);
        byte[] shown = (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text).getBytes(ISO_8859_1);
        System.arraycopy(shown, 0, bytes, at, shown.length);
        return at + shown.length;
    }
}

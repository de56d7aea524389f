package dev.errand.excel.sheet;

/**
 * Whole numbers in decimal digits, eight of them at once.
 *
 * <p>A number below 100,000,000 is split into halves, quarters and digits by multiplications within one word of 64 bits
 * ("SIMD within a register"), so that its digits lie in its bytes, the first one lowest. All methods write into an array
 * that has {@link #ROOM} bytes left, and tell the position behind the last digit.
 */
final class Digits {

    /** How many bytes a number takes at most, with what is touched behind it. */
    static final int ROOM = 32;

    private static final int EIGHT = 8;
    private static final long EIGHT_DIGITS = 100_000_000L;
    private static final long SIXTEEN_DIGITS = EIGHT_DIGITS * EIGHT_DIGITS;
    private static final long ZEROS = 0x3030_3030_3030_3030L;
    private static final int LONGEST = 19;
    private static final long[] POWERS = new long[LONGEST];

    static {
        long power = 1;
        for (int i = 0; i < LONGEST; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    private Digits() {}

    /** Ten to the power of 0 to 18. */
    static long powerOfTen(int exponent) {
        return POWERS[exponent];
    }

    static int putLong(byte[] bytes, int start, long number) {
        if (number >= 0) {
            return putPositive(bytes, start, number);
        }
        bytes[start] = '-';
        if (number == Long.MIN_VALUE) { // has no positive counterpart
            int at = putPositive(bytes, start + 1, -(number / 10));
            bytes[at] = (byte) ('0' - number % 10);
            return at + 1;
        }
        return putPositive(bytes, start + 1, -number);
    }

    private static int putPositive(byte[] bytes, int at, long number) {
        if (number < EIGHT_DIGITS) {
            return putUpToEight(bytes, at, (int) number);
        }
        if (number < SIXTEEN_DIGITS) {
            long high = number / EIGHT_DIGITS;
            return putEight(bytes, putUpToEight(bytes, at, (int) high), (int) (number - high * EIGHT_DIGITS));
        }
        long high = number / SIXTEEN_DIGITS;
        long low = number - high * SIXTEEN_DIGITS;
        int middle = (int) (low / EIGHT_DIGITS);
        int afterMiddle = putEight(bytes, putUpToEight(bytes, at, (int) high), middle);
        return putEight(bytes, afterMiddle, (int) (low - middle * EIGHT_DIGITS));
    }

    /** A number of 0 to 99,999,999, without zeros before it. */
    static int putUpToEight(byte[] bytes, int at, int number) {
        long digits = digitsOf(number);
        int zeros = Math.min(EIGHT - 1, Long.numberOfTrailingZeros(digits) >>> 3);
        Piece.WORD.set(bytes, at, (digits | ZEROS) >>> (zeros << 3));
        return at + EIGHT - zeros;
    }

    /** A number of 0 to 99,999,999, with as many zeros before it as make eight digits. */
    private static int putEight(byte[] bytes, int at, int number) {
        Piece.WORD.set(bytes, at, digitsOf(number) | ZEROS);
        return at + EIGHT;
    }

    /** The decimal point, and behind it a fraction of so many digits; no zeros at its end, and nothing if it is zero. */
    static int putFraction(byte[] bytes, int at, long fraction, int digits) {
        if (fraction == 0) {
            return at;
        }
        bytes[at] = '.';
        if (digits <= EIGHT) {
            return putWithoutZerosBehind(bytes, at + 1, (int) fraction, digits);
        }
        int behind = digits - EIGHT;
        int high = (int) (fraction / POWERS[behind]);
        int low = (int) (fraction - high * POWERS[behind]);
        return low == 0
                ? putWithoutZerosBehind(bytes, at + 1, high, EIGHT)
                : putWithoutZerosBehind(bytes, putEight(bytes, at + 1, high), low, behind);
    }

    private static int putWithoutZerosBehind(byte[] bytes, int at, int number, int digits) {
        long shown = digitsOf(number) >>> ((EIGHT - digits) << 3);
        Piece.WORD.set(bytes, at, shown | ZEROS);
        return at + EIGHT - (Long.numberOfLeadingZeros(shown) >>> 3);
    }

    /** The digits of a number of 0 to 99,999,999, one a byte, the first one lowest, each as a number of 0 to 9. */
    private static long digitsOf(int number) {
        int high = number / 10_000;
        long halves = high | ((long) (number - high * 10_000) << 32);
        long hundreds = ((halves * 10_486L) >>> 20) & 0x0000_007F_0000_007FL; // n * 10486 >> 20 is n / 100 below 10,000
        long quarters = hundreds | ((halves - 100 * hundreds) << 16);
        long tens = ((quarters * 103L) >>> 10) & 0x000F_000F_000F_000FL; // n * 103 >> 10 is n / 10 below 100
        return tens | ((quarters - 10 * tens) << 8);
    }
}

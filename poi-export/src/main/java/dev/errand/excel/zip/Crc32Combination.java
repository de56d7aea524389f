package dev.errand.excel.zip;

/**
 * The CRC-32 of two byte sequences put together, out of the CRC-32 of each, in time that grows with the logarithm of the
 * length.
 *
 * <p>A CRC is the remainder of a polynomial over GF(2), and to put {@code n} bytes behind a sequence multiplies its
 * polynomial by {@code x^(8 n)}. So the first checksum is multiplied by that power modulo the CRC's polynomial, and the
 * second one added: as crc32_combine() of zlib 1.2.12 and later does (crc32.c: multmodp, x2nmodp). The highest power
 * stands in the lowest bit.
 */
public final class Crc32Combination {

    private static final int POLYNOMIAL = 0xedb88320;
    private static final int ONE = 1 << 31;
    private static final int X = 1 << 30;
    private static final int BITS_OF_A_BYTE = 3;

    /** x^(2^n); the 32nd would be the first again, since x^(2^32) = x modulo the polynomial. */
    private static final int[] POWERS = new int[Integer.SIZE];

    static {
        POWERS[0] = X;
        for (int n = 1; n < POWERS.length; n++) {
            POWERS[n] = product(POWERS[n - 1], POWERS[n - 1]);
        }
    }

    private Crc32Combination() {}

    /**
     * The checksum of both, one behind the other.
     *
     * @param first the checksum of the first sequence
     * @param second the checksum of the second sequence
     * @param secondLength how many bytes the second one has, zero or more
     * @return the checksum of the two together
     */
    public static int combine(int first, int second, long secondLength) {
        int power = ONE;
        int n = BITS_OF_A_BYTE;
        for (long rest = secondLength; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                power = product(POWERS[n % POWERS.length], power);
            }
            n++;
        }
        return product(power, first) ^ second;
    }

    private static int product(int a, int b) {
        int product = 0;
        int factor = b;
        for (int rest = a; rest != 0; rest <<= 1) {
            product ^= factor & (rest >> 31);
            factor = (factor >>> 1) ^ (POLYNOMIAL & -(factor & 1));
        }
        return product;
    }
}

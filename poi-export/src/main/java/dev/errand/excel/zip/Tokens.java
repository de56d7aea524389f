package dev.errand.excel.zip;

import java.util.Arrays;

/**
 * The matches found in a batch, in ascending order: what lies between two of them are literals.
 *
 * <p>A token is a long: position in the upper half, then length and distance, 16 bits each. The last one has length 0,
 * and the position of the end.
 */
final class Tokens {

    private static final int AT_FIRST = 1 << 12;

    private long[] tokens = new long[AT_FIRST];
    private int count;

    static int position(long token) {
        return (int) (token >>> 32);
    }

    static int length(long token) {
        return (int) token >>> 16;
    }

    static int distance(long token) {
        return (int) token & 0xffff;
    }

    void clear() {
        count = 0;
    }

    void add(int position, int length, int distance) {
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, count * 2);
        }
        tokens[count++] = ((long) position << 32) | ((long) length << 16) | distance;
    }

    void end(int position) {
        add(position, 0, 0);
    }

    /** The tokens themselves, of which the first {@link #count} count. */
    long[] array() {
        return tokens;
    }

    /** How many there are, with the last one. */
    int count() {
        return count;
    }
}

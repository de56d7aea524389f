package dev.errand.excel.zip;

/**
 * The symbols for the distances of matches, RFC 1951 section 3.2.5: computed, since there are two for each power of two.
 *
 * <p>With {@code x} = distance - 1, the symbol holds the place of the highest bit of x and the bit below it; all lower
 * bits follow as they are.
 */
final class DistanceSymbols {

    static final int FARTHEST = 32_768;
    static final int SYMBOLS = 30;

    private DistanceSymbols() {}

    /** How many bits follow the symbol, for a distance from 1 to 32,768. */
    static int extraBits(int distance) {
        return 30 - Integer.numberOfLeadingZeros((distance - 1) | 2);
    }

    /** The symbol of a distance that has so many extra bits. */
    static int symbol(int distance, int extraBits) {
        return 2 * extraBits + ((distance - 1) >>> extraBits);
    }

    /** What these bits are. */
    static int extra(int distance, int extraBits) {
        return (distance - 1) & ((1 << extraBits) - 1);
    }
}

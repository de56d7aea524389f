package dev.errand.excel.zip;

/** The symbols for the lengths of matches, RFC 1951 section 3.2.5: a symbol, and extra bits for the rest. */
final class LengthSymbols {

    static final int SHORTEST = 3;
    static final int LONGEST = 258;
    static final int FIRST_SYMBOL = 257;
    static final int SYMBOLS = 29;

    private static final int LAST = SYMBOLS - 1;
    private static final int WITHOUT_EXTRA = 8;
    private static final int[] BASE = new int[SYMBOLS];
    private static final byte[] INDEX = new byte[LONGEST + 1];

    static {
        int base = SHORTEST;
        for (int index = 0; index < LAST; index++) {
            BASE[index] = base;
            int next = Math.min(LONGEST, base + (1 << extraBits(index)));
            for (int length = base; length < next; length++) {
                INDEX[length] = (byte) index;
            }
            base = next;
        }
        BASE[LAST] = LONGEST;
        INDEX[LONGEST] = LAST;
    }

    private LengthSymbols() {}

    /** The symbol less 257, for a length from 3 to 258. */
    static int index(int length) {
        return INDEX[length];
    }

    /** How many bits follow the symbol: none for the first eight and for 258, then four symbols for each number. */
    static int extraBits(int index) {
        return index < WITHOUT_EXTRA || index == LAST ? 0 : index / 4 - 1;
    }

    /** The least length that has the symbol. */
    static int base(int index) {
        return BASE[index];
    }
}

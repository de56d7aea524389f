package dev.errand.excel.zip;

import java.util.Arrays;

/**
 * How often each symbol occurs in a batch: by a sample of 64 tokens out of every 512 where there are many, which tells
 * enough of rows that are all alike. No symbol is taken to be absent, so that each has a code, whatever the sample
 * missed.
 */
final class SymbolCounts {

    static final int END_OF_BLOCK = 256;
    static final int LITERALS_AND_LENGTHS = LengthSymbols.FIRST_SYMBOL + LengthSymbols.SYMBOLS;

    private static final int STRIDE = 512;
    private static final int SAMPLE = 64;

    /** Fewer tokens than these are all counted. */
    private static final int MANY = 4096;

    /** Of a longer run of literals, about so many are counted. */
    private static final int LONG_RUN = 4096;

    private final int[] literalsAndLengths = new int[LITERALS_AND_LENGTHS];
    private final int[] distances = new int[DistanceSymbols.SYMBOLS];

    int[] literalsAndLengths() {
        return literalsAndLengths;
    }

    int[] distances() {
        return distances;
    }

    void count(byte[] bytes, Tokens tokens) {
        Arrays.fill(literalsAndLengths, 1);
        Arrays.fill(distances, 1);
        int stride = tokens.count() < MANY ? SAMPLE : STRIDE;
        for (int first = 0; first < tokens.count(); first += stride) {
            sample(bytes, tokens.array(), first, Math.min(tokens.count(), first + SAMPLE));
        }
    }

    private void sample(byte[] bytes, long[] tokens, int first, int behind) {
        int literal = first == 0 ? 0 : Tokens.position(tokens[first - 1]) + Tokens.length(tokens[first - 1]);
        for (int i = first; i < behind; i++) {
            long token = tokens[i];
            int position = Tokens.position(token);
            int step = 1 + (position - literal) / LONG_RUN;
            for (; literal < position; literal += step) {
                literalsAndLengths[bytes[literal] & 0xff]++;
            }
            int length = Tokens.length(token);
            if (length > 0) {
                countMatch(length, Tokens.distance(token));
            }
            literal = position + length;
        }
    }

    private void countMatch(int length, int distance) {
        literalsAndLengths[LengthSymbols.FIRST_SYMBOL + LengthSymbols.index(length)]++;
        distances[DistanceSymbols.symbol(distance, DistanceSymbols.extraBits(distance))]++;
    }
}

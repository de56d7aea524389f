package dev.errand.excel.zip;

import java.util.Arrays;

/**
 * Looks for repeats in long texts, as zlib's middle levels do: every position is remembered, also those within a match, as
 * far back as a match may reach, and a match is put off by a byte if a longer one begins there. Takes a third longer than the
 * search in short texts, for a file that is smaller by a sixth.
 */
final class LongTextSearch {

    /** Where so many bytes come on a mark, texts are most of it. */
    private static final int BYTES_OF_MARK = 64;

    private static final int SHORTEST = 4;
    private static final int GOOD = 24;
    private static final int HASH_BITS = 15;
    private static final int HASH_FACTOR = 0x9E3779B1;
    private static final int NOT_SEEN = -DistanceSymbols.FARTHEST - 1;

    /** Made when the first long texts come. */
    private int[] lastSeen = {};

    private byte[] bytes = {};
    private int end;
    private int matched;

    /** Whether a batch has long texts, or no marks. */
    static boolean suits(PieceBuffer pieces) {
        return pieces.length() / BYTES_OF_MARK >= pieces.markCount();
    }

    void begin(byte[] batch, int length) {
        if (lastSeen.length == 0) {
            lastSeen = new int[1 << HASH_BITS];
        }
        Arrays.fill(lastSeen, NOT_SEEN);
        bytes = batch;
        end = length;
        matched = 0;
    }

    void end() {
        bytes = new byte[0];
    }

    /** Up to where the matches reach. */
    int matched() {
        return matched;
    }

    /** Searches a range, and tells up to where its positions are remembered. */
    int search(int from, int behind, Tokens tokens) {
        int last = behind - SHORTEST;
        int at = from;
        long found = 0;
        boolean looked = false;
        while (at <= last) {
            if (!looked) {
                found = match(at);
            }
            looked = false;
            int length = (int) (found >>> 32);
            if (length == 0) {
                at++;
                continue;
            }
            if (length < GOOD && at < last) {
                long next = match(at + 1);
                if ((int) (next >>> 32) > length) {
                    found = next;
                    looked = true;
                    at++;
                    continue;
                }
                remember(at + 2, at + length);
            } else {
                remember(at + 1, at + length);
            }
            tokens.add(at, length, (int) found);
            at += length;
            matched = at;
        }
        return at;
    }

    private void remember(int from, int behind) {
        int stop = Math.min(behind, end - SHORTEST + 1);
        for (int i = from; i < stop; i++) {
            lastSeen[slot(LittleEndian.intAt(bytes, i))] = i;
        }
    }

    private static int slot(int word) {
        return (word * HASH_FACTOR) >>> (Integer.SIZE - HASH_BITS);
    }

    /** The match at a position, which is remembered: its length above its distance; 0 for none. */
    private long match(int at) {
        int word = LittleEndian.intAt(bytes, at);
        int slot = slot(word);
        int earlier = lastSeen[slot];
        lastSeen[slot] = at;
        int distance = at - earlier;
        if (distance > DistanceSymbols.FARTHEST || LittleEndian.intAt(bytes, earlier) != word) {
            return 0;
        }
        int length = LittleEndian.equalBytes(bytes, at, earlier, Math.min(LengthSymbols.LONGEST, end - at));
        return MatchSearch.isWorthIt(length, distance) ? ((long) length << 32) | distance : 0;
    }
}

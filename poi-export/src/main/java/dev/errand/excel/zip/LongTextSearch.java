package dev.errand.excel.zip;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Arrays;

/**
 * Looks for repeats in long texts, as zlib's middle levels do: every position is remembered, also those within a match, as
 * far back as a match may reach, the last two of a word are compared, and a match is put off by a byte if a longer one begins
 * there. As small as zlib's level 4, in four fifths of its time.
 */
final class LongTextSearch {

    /** Where so many bytes come on a mark, texts are most of it. */
    private static final int BYTES_OF_MARK = 64;

    private static final int SHORTEST = 4;
    private static final int GOOD = 24;
    private static final int HASH_BITS = 15;

    /** How many earlier positions are looked at: of four, files are smaller by another fortieth, and take a sixth longer. */
    private static final int CANDIDATES = 2;

    private static final int WINDOW = DistanceSymbols.FARTHEST - 1;
    private static final int HASH_FACTOR = 0x9E3779B1;
    private static final int NOT_SEEN = -DistanceSymbols.FARTHEST - 1;

    /** Made when the first long texts come. */
    private int[] lastSeen = {};

    /** For each position of the window, the one before it whose word has the same slot. */
    private int[] seenBefore = {};

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
            seenBefore = new int[WINDOW + 1];
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
            seen(i, LittleEndian.intAt(bytes, i));
        }
    }

    /** Remembers a position, and tells the last one whose word has the same slot. */
    @CanIgnoreReturnValue
    private int seen(int at, int word) {
        int slot = (word * HASH_FACTOR) >>> (Integer.SIZE - HASH_BITS);
        int earlier = lastSeen[slot];
        lastSeen[slot] = at;
        seenBefore[at & WINDOW] = earlier;
        return earlier;
    }

    /** The longest match of some at a position, which is remembered: its length above its distance; 0 for none. */
    private long match(int at) {
        int word = LittleEndian.intAt(bytes, at);
        int most = Math.min(LengthSymbols.LONGEST, end - at);
        int candidate = seen(at, word);
        int longest = SHORTEST - 1;
        int distance = 0;
        for (int i = 0; i < CANDIDATES && at - candidate <= DistanceSymbols.FARTHEST; i++) {
            // The last three bytes of the longest, and the one that would make it longer
            int beyond = longest - SHORTEST + 1;
            if (LittleEndian.intAt(bytes, candidate + beyond) == LittleEndian.intAt(bytes, at + beyond)) {
                int length = LittleEndian.equalBytes(bytes, at, candidate, most);
                if (length > longest && MatchSearch.isWorthIt(length, at - candidate)) {
                    longest = length;
                    distance = at - candidate;
                }
            }
            candidate = seenBefore[candidate & WINDOW];
        }
        return distance == 0 ? 0 : ((long) longest << 32) | distance;
    }
}

package dev.errand.excel.zip;

import java.util.Arrays;

/**
 * Finds the matches of a batch of rows, mostly without looking for them.
 *
 * <p>At each mark begins a fixed piece which most probably also stands in the row before, at the same mark: so there is
 * one candidate, and it is compared eight bytes at a time. It reaches into the value as far as the two values are equal.
 * Only what is left between such matches and is a text (or anything, if so wished, or where a fixed piece was not found
 * in the row before) is looked up in a hash table of its four-byte words, which knows the last position of each. The
 * word itself stands there, too, so that bytes which may be in no fast cache any more are read only where they match.
 *
 * <p>Marks are hints: a position that makes no sense gives no match. Nothing survives from one batch to the next.
 */
final class MatchSearch {

    /** A shorter match costs as many bits as its literals. */
    private static final int SHORTEST = 4;

    /** A gap of less bytes is not worth a look. */
    private static final int SHORTEST_GAP = 7;

    private static final int HASH_BITS = 12;
    private static final int HASH_FACTOR = 0x9E3779B1;
    private static final long NOT_SEEN = -DistanceSymbols.FARTHEST - 1;
    private static final int NEAR_FOR_FOUR = 1 << 10;
    private static final int NEAR_FOR_FIVE = 1 << 13;

    private final boolean nowhere;
    private final boolean everywhere;
    private final long[] lastSeen = new long[1 << HASH_BITS]; // the word, and its position below it
    private final LongTextSearch longTexts = new LongTextSearch();
    private boolean thorough;

    private byte[] bytes = {};
    private int end;
    private int matched; // up to where the tokens reach
    private int searched; // up to where words are in the table

    MatchSearch(RepeatSearch search) {
        nowhere = search == RepeatSearch.NOWHERE;
        everywhere = search == RepeatSearch.EVERYWHERE;
    }

    void search(PieceBuffer pieces, Tokens tokens) {
        bytes = pieces.array();
        end = pieces.length();
        matched = 0;
        searched = 0;
        tokens.clear();
        thorough = !nowhere && LongTextSearch.suits(pieces);
        if (thorough) {
            longTexts.begin(bytes, end);
        } else if (!nowhere) {
            Arrays.fill(lastSeen, NOT_SEEN);
        }
        rows(pieces, tokens);
        tokens.end(end);
        bytes = new byte[0];
        longTexts.end();
    }

    private void rows(PieceBuffer pieces, Tokens tokens) {
        boolean[] textAfter = pieces.layout().textAfter();
        int[] marks = pieces.marks();
        int count = pieces.markCount();
        int column = 0;
        boolean search = !nowhere;
        for (int i = 0; i < count; i++) {
            int mark = marks[i];
            if (search) {
                gap(mark, tokens);
            }
            boolean found = mark < matched;
            if (!found && i >= textAfter.length) {
                found = piece(mark, marks[i - textAfter.length], tokens);
            }
            search = !nowhere && (everywhere || !found || textAfter[column]);
            column = column + 1 == textAfter.length ? 0 : column + 1;
        }
        if (search) {
            gap(end, tokens);
        }
    }

    /** The piece at a mark, as it stands at the same mark of the row before. */
    private boolean piece(int mark, int earlier, Tokens tokens) {
        int distance = mark - earlier;
        if (distance <= 0 || distance > DistanceSymbols.FARTHEST || earlier < 0 || mark > end) {
            return false;
        }
        int at = mark;
        int length = LittleEndian.equalBytes(bytes, at, earlier, Math.min(LengthSymbols.LONGEST, end - at));
        if (length < SHORTEST) {
            return false;
        }
        tokens.add(at, length, distance);
        at += length;
        while (length == LengthSymbols.LONGEST) {
            length = LittleEndian.equalBytes(bytes, at, at - distance, Math.min(LengthSymbols.LONGEST, end - at));
            if (length >= SHORTEST) {
                tokens.add(at, length, distance);
                at += length;
            }
        }
        matched = at;
        return true;
    }

    /** Looks up each word between the last match and a mark; a match may go on beyond the mark. */
    private void gap(int mark, Tokens tokens) {
        int behind = Math.min(mark, end);
        int at = Math.max(matched, searched);
        if (behind < at + SHORTEST_GAP) {
            return;
        }
        if (thorough) {
            searched = longTexts.search(at, behind, tokens);
            matched = Math.max(matched, longTexts.matched());
            return;
        }
        int last = behind - SHORTEST;
        byte[] bytes = this.bytes;
        long[] lastSeen = this.lastSeen;
        while (at <= last) {
            int word = LittleEndian.intAt(bytes, at);
            int slot = (word * HASH_FACTOR) >>> (Integer.SIZE - HASH_BITS);
            long seen = lastSeen[slot];
            lastSeen[slot] = ((long) word << 32) | at;
            int candidate = (int) seen;
            int distance = at - candidate;
            if ((int) (seen >>> 32) == word && distance <= DistanceSymbols.FARTHEST) {
                int length = matchLength(at, candidate);
                if (isWorthIt(length, distance)) {
                    tokens.add(at, length, distance);
                    at += length;
                    matched = at;
                    continue;
                }
            }
            at++;
        }
        searched = at;
    }

    private int matchLength(int at, int earlier) {
        int most = Math.min(LengthSymbols.LONGEST, end - at) - SHORTEST;
        return SHORTEST + LittleEndian.equalBytes(bytes, at + SHORTEST, earlier + SHORTEST, most);
    }

    /** Far distances have more bits: a match of four or five bytes pays only when near. */
    static boolean isWorthIt(int length, int distance) {
        return length > 5 || distance < (length == 5 ? NEAR_FOR_FIVE : NEAR_FOR_FOUR);
    }
}

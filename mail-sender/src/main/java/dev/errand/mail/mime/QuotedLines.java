package dev.errand.mail.mime;

import java.util.Arrays;

/**
 * {@link QuotedPrintable} that remembers the text before: in a campaign, most lines are the same for everybody. One that stood
 * at the same place is copied as it was encoded, since how a line is encoded does not depend on those around it. For one thread.
 */
final class QuotedLines {

    private static final int FIRST_LINES = 64;
    private static final int MOST_KEPT = 1 << 16;

    private String before = "";
    private byte[] encoded = {};

    /** Whole lines of the text before: where each begins, and, behind the last, where the rest does. */
    private int lines;

    private int[] starts = new int[FIRST_LINES];
    private int[] encodedStarts = new int[FIRST_LINES];

    /** Writes a text from the start of a line on. Its last line stays open, unless it is empty. */
    void write(String text, Bytes out) {
        boolean written = false;
        try {
            if (text.length() > MOST_KEPT) {
                QuotedPrintable.write(text, 0, text.length(), out);
            } else {
                writeLines(text, out);
                written = true;
            }
        } finally {
            if (!written) {
                lines = 0; // of none that could be copied from
                before = "";
            }
        }
    }

    private void writeLines(String text, Bytes out) {
        int known = lines;
        int begin = out.size();
        int at = 0;
        lines = 0;
        for (int end = text.indexOf('\n') + 1; end > 0; end = text.indexOf('\n', at) + 1) {
            boolean same = lines < known && isSame(text, at, end);
            int encodedStart = out.size() - begin;
            if (same) {
                out.lines(encoded, encodedStarts[lines], encodedStarts[lines + 1]);
            } else {
                QuotedPrintable.write(text, at, end, out);
            }
            note(at, encodedStart);
            lines++;
            at = end;
        }
        note(at, out.size() - begin);
        QuotedPrintable.write(text, at, text.length(), out);
        keep(text, begin, out);
    }

    /** A line has no other end of a line than its own, so it is a whole one if it is the same. */
    private boolean isSame(String text, int from, int to) {
        return text.regionMatches(from, before, starts[lines], to - from);
    }

    /** The line before was the last to ask for what is overwritten. */
    private void note(int start, int encodedStart) {
        if (lines == starts.length) {
            starts = Arrays.copyOf(starts, lines * 2);
            encodedStarts = Arrays.copyOf(encodedStarts, lines * 2);
        }
        starts[lines] = start;
        encodedStarts[lines] = encodedStart;
    }

    private void keep(String text, int begin, Bytes out) {
        int length = encodedStarts[lines];
        before = text;
        encoded = encoded.length < length ? new byte[length + length / 4] : encoded;
        out.copy(begin, length, encoded);
    }
}

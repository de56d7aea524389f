package dev.errand.excel.zip;

import dev.errand.InvalidInputException;
import java.util.Arrays;

/**
 * A growing buffer for the bytes of some rows and the {@linkplain RowLayout marks} in them.
 *
 * <p>Made for an encoder that keeps everything in local variables: it takes the two arrays and the two positions, writes
 * a row straight into them, and says once where the row ends. As room is always made with {@value #SLACK} bytes to
 * spare, words of eight bytes may be stored of which only the first ones are meant.
 *
 * <pre>
 * byte[] bytes = buffer.room(buffer.length(), longestRow);
 * int[] marks = buffer.marks();
 * int at = buffer.length();
 * int mark = buffer.markCount();
 * ... bytes[at++] = ..., marks[mark++] = at, ...
 * buffer.endRow(at);
 * </pre>
 *
 * <p>Each row sets all its marks, in ascending order. A cell that is absent sets its marks to where the next piece
 * begins; a row of another form sets all of them to its beginning. Wrong marks cost compression, and nothing else. For
 * one thread at a time.
 */
public final class PieceBuffer {

    /** How many bytes there always are behind the room that was asked for. */
    public static final int SLACK = 8;

    private static final int MOST_BYTES = 1 << 30;
    private static final int MARKS_AT_FIRST = 1024;

    private final RowLayout layout;
    private byte[] bytes;
    private int length;
    private int[] marks;
    private int markCount;

    /**
     * An empty buffer.
     *
     * @param layout how the rows are marked
     * @param capacity how many bytes it takes before it grows, zero or more
     */
    public PieceBuffer(RowLayout layout, int capacity) {
        if (capacity < 0 || capacity > MOST_BYTES) {
            throw new InvalidInputException("capacity", capacity, "be from 0 to " + MOST_BYTES);
        }
        this.layout = layout;
        this.bytes = new byte[capacity + SLACK];
        this.marks = new int[Math.max(layout.marks(), MARKS_AT_FIRST)];
    }

    /**
     * Makes room, growing the array if need be; what stands before the position is kept.
     *
     * @param position up to where the array is filled
     * @param more how many bytes are to be written from there on, at most; {@link #SLACK} more may be touched
     * @return the array to write to, which replaces any array taken before
     * @throws InvalidInputException if the buffer would pass 1 GiB
     */
    public byte[] room(int position, int more) {
        long needed = (long) position + more + SLACK;
        if (needed > bytes.length) {
            grow(position, needed);
        }
        return bytes;
    }

    private void grow(int position, long needed) {
        if (needed > MOST_BYTES) {
            throw new InvalidInputException("bytes of one batch", needed, "be at most " + MOST_BYTES);
        }
        byte[] larger = new byte[(int) Math.min(MOST_BYTES, Math.max(needed, bytes.length * 3L / 2))];
        System.arraycopy(bytes, 0, larger, 0, position);
        bytes = larger;
    }

    /**
     * Where to put the marks of the next row, from {@link #markCount} on; there is room for one row.
     *
     * @return the array to write to, which replaces any array taken before the last row
     */
    public int[] marks() {
        if (markCount + layout.marks() > marks.length) {
            marks = Arrays.copyOf(marks, Math.max(marks.length * 2, markCount + layout.marks()));
        }
        return marks;
    }

    /**
     * Takes note that a row was written, and all its marks.
     *
     * @param end the position behind its last byte
     */
    public void endRow(int end) {
        endUnmarked(end);
        markCount += layout.marks();
    }

    /**
     * Takes note of bytes that have no marks, such as those before the first row.
     *
     * @param end the position behind the last of them
     */
    public void endUnmarked(int end) {
        if (end < length || end > bytes.length - SLACK) {
            throw new InvalidInputException("end", end, "be from " + length + " to " + (bytes.length - SLACK));
        }
        length = end;
    }

    /**
     * Appends bytes that have no marks.
     *
     * @param more the bytes
     */
    public void append(byte[] more) {
        System.arraycopy(more, 0, room(length, more.length), length, more.length);
        endUnmarked(length + more.length);
    }

    /** Forgets the marks of all rows, and keeps their bytes. */
    public void unmark() {
        markCount = 0;
    }

    /** Empties the buffer, and keeps its arrays. */
    public void clear() {
        length = 0;
        markCount = 0;
    }

    /**
     * The array with the bytes, of which the first {@link #length} count.
     *
     * @return the array itself
     */
    public byte[] array() {
        return bytes;
    }

    /**
     * How many bytes were written.
     *
     * @return zero or more
     */
    public int length() {
        return length;
    }

    /**
     * How many marks were set: a whole number of rows.
     *
     * @return zero or more
     */
    public int markCount() {
        return markCount;
    }

    /**
     * How the rows are marked.
     *
     * @return as given
     */
    public RowLayout layout() {
        return layout;
    }
}

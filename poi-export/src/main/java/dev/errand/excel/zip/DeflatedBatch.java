package dev.errand.excel.zip;

import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * What came out of a {@link BatchDeflater}: compressed bytes, and the checksum and length of what they stand for.
 *
 * <p>Made once and filled again and again, so that its array is allocated once. For one thread at a time.
 */
public final class DeflatedBatch {

    private static final int AT_FIRST = 4096;

    private final CRC32 checksum = new CRC32();
    private byte[] bytes = new byte[AT_FIRST];
    private int length;
    private int crc;
    private long rawLength;

    /** An empty batch, to be filled. */
    public DeflatedBatch() {}

    /**
     * The array with the compressed bytes, of which the first {@link #length} count.
     *
     * @return the array itself
     */
    public byte[] array() {
        return bytes;
    }

    /**
     * How many compressed bytes there are.
     *
     * @return zero or more
     */
    public int length() {
        return length;
    }

    /**
     * The CRC-32 of the bytes before they were compressed.
     *
     * @return all 32 bits of it
     */
    public int crc() {
        return crc;
    }

    /**
     * How many bytes they were before they were compressed.
     *
     * @return zero or more
     */
    public long rawLength() {
        return rawLength;
    }

    /** An array of at least this length; what was in it is kept. */
    byte[] room(int capacity) {
        if (capacity > bytes.length) {
            bytes = Arrays.copyOf(bytes, capacity);
        }
        return bytes;
    }

    /** Takes note that so many bytes of the array stand for what the buffer holds. */
    void filled(int length, PieceBuffer raw) {
        checksum.reset();
        checksum.update(raw.array(), 0, raw.length());
        this.length = length;
        this.crc = (int) checksum.getValue();
        this.rawLength = raw.length();
    }
}

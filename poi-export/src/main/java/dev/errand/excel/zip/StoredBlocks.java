package dev.errand.excel.zip;

/** Bytes as they are, in blocks of DEFLATE that are stored (RFC 1951 section 3.2.4) and not final. */
final class StoredBlocks {

    /** An empty final block with fixed codes, which ends a stream at a byte boundary. */
    private static final byte[] FINAL_BLOCK = {3, 0};

    private static final int LONGEST = 0xffff;
    private static final int HEADER = 5;

    private StoredBlocks() {}

    /** What ends a stream. */
    static byte[] finalBlock() {
        return FINAL_BLOCK.clone();
    }

    /** How many bytes become of so many. */
    static long size(long length) {
        return length + HEADER * ((length + LONGEST - 1) / LONGEST);
    }

    /** Writes the first bytes of an array in as few blocks as possible, and returns how many they are then. */
    static int write(byte[] bytes, int length, byte[] output) {
        int at = 0;
        for (int from = 0; from < length; from += LONGEST) {
            int part = Math.min(LONGEST, length - from);
            output[at] = 0;
            LittleEndian.putInt(output, at + 1, part | (~part << Short.SIZE));
            System.arraycopy(bytes, from, output, at + HEADER, part);
            at += HEADER + part;
        }
        return at;
    }

    static byte[] of(byte[] bytes) {
        byte[] blocks = new byte[Math.toIntExact(size(bytes.length))];
        int written = write(bytes, bytes.length, blocks);
        assert written == blocks.length;
        return blocks;
    }
}

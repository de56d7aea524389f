package dev.errand.excel.zip;

/** The CRC-32 of two byte sequences put together, out of the CRC-32 of each. */
public final class Crc32Combination {

    private Crc32Combination() {}

    /**
     * The checksum of both, one behind the other.
     *
     * @param first the checksum of the first sequence
     * @param second the checksum of the second sequence
     * @param secondLength how many bytes the second one has, zero or more
     * @return the checksum of the two together
     */
    public static int combine(int first, int second, long secondLength) {
        throw new UnsupportedOperationException("interface only");
    }
}

package dev.errand.artifact;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;

/**
 * A part of a file: so many bytes, from one of them on.
 *
 * <p>Immutable, and safe to share between threads.
 *
 * @param from the first byte, counted from zero
 * @param length how many bytes, zero or more
 */
public record ByteRange(long from, long length) {

    /**
     * Checks that neither is negative. Whether a file has so many bytes, only {@link #requireWithin} can tell.
     *
     * @throws InvalidInputException if one of them is
     */
    public ByteRange {
        requireNotNegative("first byte", from);
        requireNotNegative("number of bytes", length);
    }

    /**
     * The whole of a file.
     *
     * @param artifact its description
     * @return as many bytes as it has, from the first
     */
    public static ByteRange all(Artifact artifact) {
        return new ByteRange(0, artifact.size());
    }

    /**
     * Refuses what a file does not have. Every store calls this before it reads.
     *
     * @param artifact the description of the file
     * @throws InvalidInputException if the range does not end with the file or before
     */
    public void requireWithin(Artifact artifact) {
        if (from > artifact.size() || length > artifact.size() - from) {
            throw new InvalidInputException(
                    "byte range", this, "lie within the file, which has " + artifact.size() + " bytes");
        }
    }

    private static void requireNotNegative(String field, long value) {
        if (value < 0) {
            throw new InvalidInputException(field, value, "be zero or more");
        }
    }
}

package dev.errand.jdbc.artifact;

import java.time.Duration;

/**
 * How files are cut, and for how long a writer is waited for that is not heard of.
 *
 * @param chunkBytes the size of a chunk
 * @param patience after how long without a sign of life what was written is taken for the remains of a process that died
 * @param signOfLife how often a writer says that it lives
 */
public record ChunkTerms(int chunkBytes, Duration patience, Duration signOfLife) {

    public static final ChunkTerms DEFAULT = new ChunkTerms(256 * 1024, Duration.ofHours(1), Duration.ofMinutes(1));

    private static final int BYTES_BESIDES = 65_536;

    /** How many bytes are sent at once: those of a chunk, each of which a driver may write as two, and a little more. */
    public long longestStatement() {
        return 2L * chunkBytes + BYTES_BESIDES;
    }
}

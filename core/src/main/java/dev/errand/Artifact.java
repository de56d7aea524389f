package dev.errand;

import java.io.OutputStream;
import java.time.Instant;
import java.util.UUID;

/**
 * A file that a task produced. It exists as a whole or not at all.
 *
 * <p>This is a description; the content is read from the engine's artifact store.
 *
 * @param id where the store finds it; random, so that it cannot be guessed
 * @param fileName the name to offer for the download
 * @param mediaType such as {@code text/csv}
 * @param size in bytes
 * @param sha256 the SHA-256 of the content, as 64 lower-case hexadecimal digits
 * @param expiresAt when the store may delete it
 */
public record Artifact(UUID id, String fileName, String mediaType, long size, String sha256, Instant expiresAt) {

    /**
     * The same file, kept until another time.
     *
     * @param instant when the store may delete it
     * @return a changed copy
     */
    public Artifact expiringAt(Instant instant) {
        return new Artifact(id, fileName, mediaType, size, sha256, instant);
    }

    /** Writes the content of an artifact. */
    @FunctionalInterface
    public interface Body {

        /**
         * Writes everything. It need not flush or close the stream.
         *
         * @param out where to write; buffered, for one thread
         * @throws Exception to give up: the artifact then does not appear
         */
        void writeTo(OutputStream out) throws Exception;
    }
}

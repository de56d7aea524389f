package dev.errand.excel.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * How far a file counts, and what is needed to go on from there. On the disk a checksum stands before it, so that half a
 * state, or a damaged one, is none.
 */
final class SavedState {

    private static final long MAGIC = 0x4572_7261_6e64_0001L; // "Errand", and a version
    private static final int BYTES_OF_HASH = 32;
    private static final int HEAD = Long.BYTES + BYTES_OF_HASH;

    private final long length;
    private final byte[] content;

    SavedState(long length, byte[] content) {
        this.length = length;
        this.content = content;
    }

    long length() {
        return length;
    }

    byte[] content() {
        return content;
    }

    byte[] bytes() {
        byte[] body = ByteBuffer.allocate(Long.BYTES + content.length)
                .putLong(length)
                .put(content)
                .array();
        return ByteBuffer.allocate(HEAD + body.length)
                .putLong(MAGIC)
                .put(Checksums.sha256(body))
                .put(body)
                .array();
    }

    /** The state in a file; empty if there is none that is whole. */
    static Optional<SavedState> read(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        if (bytes.length < HEAD + Long.BYTES || ByteBuffer.wrap(bytes).getLong() != MAGIC) {
            return Optional.empty();
        }
        byte[] hash = Arrays.copyOfRange(bytes, Long.BYTES, HEAD);
        byte[] body = Arrays.copyOfRange(bytes, HEAD, bytes.length);
        return MessageDigest.isEqual(hash, Checksums.sha256(body))
                ? Optional.of(new SavedState(
                        ByteBuffer.wrap(body).getLong(), Arrays.copyOfRange(body, Long.BYTES, body.length)))
                : Optional.empty();
    }
}

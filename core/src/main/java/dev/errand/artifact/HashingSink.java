package dev.errand.artifact;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a file, hashes what it writes, and remembers if the file could not take it: whoever writes may wrap the
 * exception, or lose it.
 */
final class HashingSink extends OutputStream {

    private final WritableByteChannel file;
    private final MessageDigest digest;
    private long bytes;
    private @Nullable IOException failure;

    HashingSink(WritableByteChannel file) {
        this.file = file;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(data, offset, length);
        try {
            while (rest.hasRemaining()) {
                file.write(rest);
            }
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
        digest.update(data, offset, length);
        bytes += length;
    }

    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    HashedSize result() {
        return new HashedSize(bytes, HexFormat.of().formatHex(digest.digest()));
    }
}

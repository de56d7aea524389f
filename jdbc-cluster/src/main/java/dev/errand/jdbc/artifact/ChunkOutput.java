package dev.errand.jdbc.artifact;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Artifact;
import dev.errand.artifact.ArtifactException;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a file chunk by chunk, as each is full. One that fits into a single chunk is a single transaction.
 *
 * <p>Holds one chunk in memory. Remembers if something could not be written: whoever writes may wrap the exception, or lose
 * it. For one thread.
 */
public final class ChunkOutput extends OutputStream {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkOutput.class);
    private static final int FIRST_BUFFER_BYTES = 16 * 1024;

    private final ArtifactTable files;
    private final ArtifactTable.Draft file;
    private final Duration retention;
    private final MessageDigest digest = sha256();
    private byte[] buffer;
    private int filled;
    private int chunks;
    private long written;
    private boolean closed;
    private SignsOfLife.@Nullable Sign begun;
    private @Nullable ArtifactException failure;

    /** Writes nothing yet. */
    public ChunkOutput(ArtifactTable files, String fileName, String mediaType, Duration retention) {
        this.files = files;
        this.file = new ArtifactTable.Draft(UUID.randomUUID(), fileName, mediaType);
        this.retention = retention;
        this.buffer = new byte[Math.min(FIRST_BUFFER_BYTES, files.chunkBytes())];
    }

    @Override
    public void write(int b) throws IOException {
        makeRoom();
        buffer[filled++] = (byte) b;
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, data.length);
        int taken = 0;
        while (taken < length) {
            makeRoom();
            int fits = Math.min(length - taken, buffer.length - filled);
            System.arraycopy(data, offset + taken, buffer, filled, fits);
            filled += fits;
            taken += fits;
        }
    }

    /** A full chunk is written when more comes: a file of exactly one chunk is still written as a whole. */
    private void makeRoom() throws IOException {
        if (closed) {
            throw new IOException("the file " + file.fileName() + " has ended");
        }
        if (filled < buffer.length) {
            return;
        }
        if (buffer.length < files.chunkBytes()) {
            buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, files.chunkBytes()));
            return;
        }
        try {
            writing(this::writeChunk);
        } catch (ArtifactException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private boolean writeChunk() {
        byte[] chunk = nextChunk();
        if (begun == null) {
            begun = files.begin(file, chunk);
        } else {
            files.append(file.id(), chunks, chunk);
        }
        chunks++;
        return true;
    }

    /** What is in the buffer now. */
    private byte[] nextChunk() {
        byte[] chunk = filled == buffer.length ? buffer : Arrays.copyOf(buffer, filled);
        digest.update(chunk);
        written += chunk.length;
        filled = 0;
        return chunk;
    }

    @CanIgnoreReturnValue
    private <T> T writing(Supplier<T> step) {
        requireWritten();
        try {
            return ArtifactTable.ask("cannot write", file.id(), step);
        } catch (ArtifactException e) {
            failure = e;
            throw e;
        }
    }

    /** Throws if something could not be written. */
    public void requireWritten() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Writes the rest, with which the file appears; unless something before it could not be written. */
    public Artifact complete() {
        closed = true;
        try {
            return writing(this::writeLast);
        } catch (ArtifactException e) {
            abandon();
            throw e;
        } finally {
            giveNoMoreSigns();
        }
    }

    private Artifact writeLast() {
        byte[] chunk = nextChunk();
        String sha256 = HexFormat.of().formatHex(digest.digest());
        ArtifactTable.Sum sum = new ArtifactTable.Sum(written, sha256, retention);
        Instant expiry = begun == null ? files.add(file, chunk, sum) : files.complete(file.id(), chunks, chunk, sum);
        return new Artifact(file.id(), file.fileName(), file.mediaType(), written, sha256, expiry);
    }

    /** Deletes what was written. If that is not possible now, a sweep does it later. */
    public void abandon() {
        closed = true;
        giveNoMoreSigns();
        if (begun == null) {
            return;
        }
        try {
            files.abandon(file.id());
        } catch (RuntimeException sweptLater) {
            LOG.debug("What is left of a file cannot be deleted now", sweptLater);
        }
    }

    private void giveNoMoreSigns() {
        if (begun != null) {
            begun.close();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package dev.errand.s3;

import dev.errand.Artifact;
import dev.errand.artifact.ArtifactException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * Sends a file whose size nobody knows: one that fits into a part with a single request at its end, any other part by
 * part as it is written. It does not appear before it is complete.
 *
 * <p>Holds one part in memory. Remembers if something could not be sent: whoever writes may wrap the exception, or lose
 * it. For one thread.
 */
final class ObjectUpload extends OutputStream {

    static final int PART_BYTES = 8 * 1024 * 1024;

    private static final int FIRST_BUFFER_BYTES = 32 * 1024;

    private final Bucket bucket;
    private final Supplier<ObjectKey> naming;
    private final String mediaType;
    private final MessageDigest digest = sha256();
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private int filled;
    private long sent;
    private @Nullable PartUpload parts;
    private @Nullable ArtifactException failure;

    /**
     * Sends nothing yet.
     *
     * @param bucket where to
     * @param naming names the object, once, when the first byte is sent
     * @param mediaType what it is
     */
    ObjectUpload(Bucket bucket, Supplier<ObjectKey> naming, String mediaType) {
        this.bucket = bucket;
        this.naming = naming;
        this.mediaType = mediaType;
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

    /** What could not be sent, if anything. */
    Optional<ArtifactException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Sends the rest, with which the file appears; unless something before it could not be sent. */
    Artifact complete() {
        if (failure != null) {
            throw failure;
        }
        ObjectKey key = parts == null ? sendWhole() : sendLast(parts);
        return new Artifact(
                key.id(), key.fileName(), mediaType, sent, HexFormat.of().formatHex(digest.digest()), key.expiresAt());
    }

    /** Deletes what was sent, unless it is complete. */
    void abandon() {
        if (parts != null) {
            parts.abandon();
        }
    }

    /** A full part is sent when more comes: a file of exactly one part is still sent as a whole. */
    private void makeRoom() throws IOException {
        if (filled < buffer.length) {
            return;
        }
        if (buffer.length < PART_BYTES) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            return;
        }
        try {
            sendPart();
        } catch (ArtifactException e) {
            failure = e;
            throw new IOException(e.getMessage(), e);
        }
    }

    private void sendPart() {
        if (failure != null) {
            throw failure;
        }
        if (parts == null) {
            parts = PartUpload.begin(bucket, naming.get(), mediaType);
        }
        parts.send(content());
        filled = 0;
    }

    private ObjectKey sendLast(PartUpload begun) {
        if (filled > 0) {
            sendPart();
        }
        begun.complete();
        return begun.key();
    }

    private ObjectKey sendWhole() {
        ObjectKey key = naming.get();
        RequestBody content = content();
        var unused = bucket.ask(
                "cannot write",
                key,
                client -> client.putObject(
                        object -> object.bucket(bucket.name())
                                .key(key.toString())
                                .contentType(mediaType)
                                .contentDisposition(key.contentDisposition()),
                        content));
        return key;
    }

    /** What is in the buffer now, to be sent before anything else is put there. The SDK may read it several times. */
    private RequestBody content() {
        byte[] bytes = buffer;
        int length = filled;
        digest.update(bytes, 0, length);
        sent += length;
        return RequestBody.fromContentProvider(
                ContentStreamProvider.fromInputStreamSupplier(() -> new ByteArrayInputStream(bytes, 0, length)),
                length,
                mediaType);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

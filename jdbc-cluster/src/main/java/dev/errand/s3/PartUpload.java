package dev.errand.s3;

import dev.errand.artifact.ArtifactException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** An upload in parts, which is no object before it is complete. For one thread. */
final class PartUpload {

    private static final Logger LOG = LoggerFactory.getLogger(PartUpload.class);
    private static final String TROUBLE = "cannot write";
    private static final int MOST_PARTS = 10_000;

    private final Bucket bucket;
    private final ObjectKey key;
    private final String uploadId;
    private final List<CompletedPart> parts = new ArrayList<>();
    private boolean complete;

    private PartUpload(Bucket bucket, ObjectKey key, String uploadId) {
        this.bucket = bucket;
        this.key = key;
        this.uploadId = uploadId;
    }

    static PartUpload begin(Bucket bucket, ObjectKey key, String mediaType) {
        return bucket.ask(TROUBLE, key, client -> {
            String uploadId = client.createMultipartUpload(upload -> upload.bucket(bucket.name())
                            .key(key.toString())
                            .contentType(mediaType)
                            .contentDisposition(key.contentDisposition()))
                    .uploadId();
            return new PartUpload(bucket, key, uploadId);
        });
    }

    ObjectKey key() {
        return key;
    }

    void send(RequestBody content) {
        int number = nextNumber();
        UploadPartResponse sent = bucket.ask(
                TROUBLE,
                key,
                client -> client.uploadPart(
                        part -> part.bucket(bucket.name())
                                .key(key.toString())
                                .uploadId(uploadId)
                                .partNumber(number),
                        content));
        parts.add(received(number, sent));
    }

    private int nextNumber() {
        int number = parts.size() + 1;
        if (number > MOST_PARTS) {
            throw new ArtifactException(
                    "too large, with more than " + MOST_PARTS + " parts:", bucket.location(key), null);
        }
        return number;
    }

    /** Lets the server send itself a part of another object. */
    void copy(ObjectKey from, long firstByte, long lastByte) {
        int number = nextNumber();
        CopyPartResult sent = bucket.ask(
                        "cannot keep",
                        from,
                        client -> client.uploadPartCopy(part -> part.sourceBucket(bucket.name())
                                .sourceKey(from.toString())
                                .copySourceRange("bytes=" + firstByte + "-" + lastByte)
                                .destinationBucket(bucket.name())
                                .destinationKey(key.toString())
                                .uploadId(uploadId)
                                .partNumber(number)))
                .copyPartResult();
        parts.add(CompletedPart.builder()
                .partNumber(number)
                .eTag(sent.eTag())
                .checksumCRC32(sent.checksumCRC32())
                .checksumCRC32C(sent.checksumCRC32C())
                .checksumCRC64NVME(sent.checksumCRC64NVME())
                .checksumSHA1(sent.checksumSHA1())
                .checksumSHA256(sent.checksumSHA256())
                .build());
    }

    /** With whichever checksum the client was told to use: the server asks for those of all parts at the end. */
    private static CompletedPart received(int number, UploadPartResponse sent) {
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(sent.eTag())
                .checksumCRC32(sent.checksumCRC32())
                .checksumCRC32C(sent.checksumCRC32C())
                .checksumCRC64NVME(sent.checksumCRC64NVME())
                .checksumSHA1(sent.checksumSHA1())
                .checksumSHA256(sent.checksumSHA256())
                .build();
    }

    void complete() {
        var unused = bucket.ask(
                TROUBLE,
                key,
                client -> client.completeMultipartUpload(upload -> upload.bucket(bucket.name())
                        .key(key.toString())
                        .uploadId(uploadId)
                        .multipartUpload(all -> all.parts(parts))));
        complete = true;
    }

    /**
     * Deletes the parts, unless they are complete. The thread of a task that was cancelled is interrupted, and the SDK
     * would then refuse to ask for anything.
     */
    void abandon() {
        if (complete) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            var unused = bucket.ask(
                    "cannot abandon",
                    key,
                    client -> client.abortMultipartUpload(upload ->
                            upload.bucket(bucket.name()).key(key.toString()).uploadId(uploadId)));
        } catch (ArtifactException sweptLater) {
            LOG.debug("What was sent of a file cannot be deleted now: {}", sweptLater.toString());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package dev.errand.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Deletes what has expired, and the parts of uploads to which nothing was sent for a day.
 *
 * <p>Others may do the same at the same time. What cannot be deleted now is left to the next sweep. For one thread, and
 * one sweep.
 */
final class BucketSweep {

    private static final Logger LOG = LoggerFactory.getLogger(BucketSweep.class);
    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private final Bucket bucket;
    private final String prefix;
    private final Instant now;
    private @Nullable SdkException obstacle;

    BucketSweep(Bucket bucket, String prefix, Instant now) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.now = now;
    }

    /** How many files it has deleted, complete or not. */
    int run() {
        int deleted = bucket.ask("cannot sweep", prefix, client -> deleteExpired(client) + abandonIdle(client));
        if (obstacle != null) {
            LOG.warn("Something in {} cannot be deleted now: {}", bucket.location(prefix), obstacle.toString());
        }
        return deleted;
    }

    private int deleteExpired(S3Client client) {
        String unexpired = ObjectKey.firstUnexpired(prefix, now);
        int deleted = 0;
        for (S3Object object : client.listObjectsV2Paginator(
                        all -> all.bucket(bucket.name()).prefix(prefix))
                .contents()) {
            if (object.key().compareTo(unexpired) >= 0) {
                return deleted; // they come in the order of their keys
            }
            if (ObjectKey.expiryOf(prefix, object.key()).isPresent()) {
                deleted += countIf(() -> delete(client, object));
            }
        }
        return deleted;
    }

    private boolean delete(S3Client client, S3Object object) {
        var unused = client.deleteObject(one -> one.bucket(bucket.name()).key(object.key()));
        return true;
    }

    private int abandonIdle(S3Client client) {
        Instant limit = now.minus(ABANDONED_AFTER);
        int abandoned = 0;
        for (MultipartUpload upload : client.listMultipartUploadsPaginator(
                        all -> all.bucket(bucket.name()).prefix(prefix))
                .uploads()) {
            boolean ours = ObjectKey.expiryOf(prefix, upload.key()).isPresent();
            if (ours && !upload.initiated().isAfter(limit)) {
                abandoned += countIf(() -> abandonIfIdle(client, upload, limit));
            }
        }
        return abandoned;
    }

    private boolean abandonIfIdle(S3Client client, MultipartUpload upload, Instant limit) {
        boolean idle = client
                .listPartsPaginator(
                        all -> all.bucket(bucket.name()).key(upload.key()).uploadId(upload.uploadId()))
                .parts()
                .stream()
                .noneMatch(part -> part.lastModified().isAfter(limit));
        if (idle) {
            var unused = client.abortMultipartUpload(
                    one -> one.bucket(bucket.name()).key(upload.key()).uploadId(upload.uploadId()));
        }
        return idle;
    }

    private int countIf(BooleanSupplier deletion) {
        try {
            return deletion.getAsBoolean() ? 1 : 0;
        } catch (NoSuchUploadException gone) {
            return 0;
        } catch (SdkException e) {
            obstacle = e;
            return 0;
        }
    }
}

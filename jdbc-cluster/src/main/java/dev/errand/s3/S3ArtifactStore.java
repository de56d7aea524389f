package dev.errand.s3;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.artifact.ArtifactException;
import dev.errand.artifact.ArtifactStore;
import dev.errand.artifact.ByteRange;
import dev.errand.artifact.FileNames;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedGetObjectRequest;

/**
 * Keeps files in a bucket of Amazon S3, or of another object store that speaks its language. Many stores on many machines
 * may share it.
 *
 * <p>A file is sent while it is written, in parts of 8 MiB; one that is smaller is sent as a whole when it ends. It may
 * have 78 GiB (10,000 parts), and at most one part of it is in memory. It appears when it is complete.
 *
 * <p>Its key is {@code <prefix><time of expiry>/<id>/<file name>}. So a sweep sees from the keys what has expired, also
 * after a restart and for files that another store keeps for another time, and one request finds them among any number of
 * others, and of other things in the bucket whose keys sort after a time. The time comes from the clock of the machine
 * that writes, is compared with that of the machine that sweeps, and counts from when the first bytes are sent: files
 * should be kept for much longer than clocks are apart, and than an upload takes. A sweep also deletes the parts of
 * uploads that were begun a day ago or more, if no part came for a day: what a process that died has left.
 *
 * <p>A file that is kept for longer is copied by the server to the key of its later expiry; the one that it had stays until it
 * expires itself.
 *
 * <p>Beyond reading, writing and deleting objects, this needs the permissions to list the bucket, its uploads and their
 * parts, and to abort an upload. The directory buckets of Amazon list their objects in no order, and do not fit.
 */
public final class S3ArtifactStore implements ArtifactStore {

    private static final Duration SHORTEST_LINK = Duration.ofSeconds(1);
    private static final Duration LONGEST_LINK = Duration.ofDays(7);

    private final Bucket bucket;
    private final StoreOptions options;

    private S3ArtifactStore(Bucket bucket, StoreOptions options) {
        this.bucket = bucket;
        this.options = options;
    }

    /**
     * A store that keeps files for seven days. Asks for nothing yet.
     *
     * @param client how to reach the bucket; it is used by many threads at once, and is not closed by the store
     * @param bucket its name
     * @return the store
     * @throws InvalidInputException if the name is blank
     */
    public static S3ArtifactStore in(S3Client client, String bucket) {
        return new S3ArtifactStore(new Bucket(client, bucket), StoreOptions.defaults());
    }

    /**
     * Below a folder of the bucket, so that other things may be in the others.
     *
     * @param folders what all keys begin with, such as {@code errand/}; empty by default
     * @return a store on the same bucket
     * @throws InvalidInputException if it does not end with a slash, or has characters that not every server takes
     */
    public S3ArtifactStore prefix(String folders) {
        return new S3ArtifactStore(bucket, options.withPrefix(folders));
    }

    /**
     * With another time to keep files.
     *
     * @param duration from when the first bytes of a file are sent, counted in seconds; more than zero, and at most
     *     36,500 days
     * @return a store on the same bucket
     * @throws InvalidInputException if it is out of range
     */
    public S3ArtifactStore keeping(Duration duration) {
        return new S3ArtifactStore(bucket, options.withRetention(duration));
    }

    /**
     * With links for direct downloads.
     *
     * @param presigner signs them; it must be set up for the same server as the client, and is not closed by the store
     * @return a store on the same bucket
     */
    public S3ArtifactStore signedBy(S3Presigner presigner) {
        return new S3ArtifactStore(bucket, options.withPresigner(presigner));
    }

    /**
     * With another clock, for tests.
     *
     * @param source tells when a file begins to be kept
     * @return a store on the same bucket
     */
    public S3ArtifactStore clock(InstantSource source) {
        return new S3ArtifactStore(bucket, options.withClock(source));
    }

    /** With copies that are made in parts if they are larger, for tests. */
    S3ArtifactStore copyingAtOnce(long bytes) {
        return new S3ArtifactStore(bucket, options.withLargestCopy(bytes));
    }

    @Override
    public Artifact write(String fileName, String mediaType, Artifact.Body body) throws Exception {
        FileNames.require(fileName);
        FileNames.requireMediaType(mediaType);
        ObjectUpload upload = new ObjectUpload(bucket, () -> newKey(fileName), mediaType);
        try {
            writeTo(upload, body);
            return upload.complete();
        } finally {
            upload.abandon();
        }
    }

    private static void writeTo(ObjectUpload upload, Artifact.Body body) throws Exception {
        try {
            body.writeTo(upload);
        } catch (Exception e) {
            throw upload.failure().isPresent() ? upload.failure().get() : e;
        }
    }

    private ObjectKey newKey(String fileName) {
        return new ObjectKey(options.prefix(), expiryFromNow(), UUID.randomUUID(), fileName);
    }

    @Override
    public InputStream open(Artifact artifact, ByteRange range) {
        ObjectKey key = keyOf(artifact);
        range.requireWithin(artifact);
        if (range.length() == 0) {
            return openNothing(key);
        }
        long last = range.from() + range.length() - 1;
        ResponseInputStream<GetObjectResponse> response = bucket.ask(
                "cannot read",
                key,
                client -> client.getObject(part ->
                        part.bucket(bucket.name()).key(key.toString()).range("bytes=" + range.from() + "-" + last)));
        if (response.response().contentLength() != range.length()) {
            response.abort();
            throw ArtifactException.gone("not the file that was described:", bucket.location(key), null);
        }
        return new ObjectStream(response, range.length());
    }

    /** There is no request for no bytes; but the object must be there. */
    private InputStream openNothing(ObjectKey key) {
        requireThere("cannot read", key);
        return InputStream.nullInputStream();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Since the time of expiry is a part of its key, the server copies the file to another one. The former one stays until it
     * expires, so it takes its room twice until then.
     */
    @Override
    public Artifact renew(Artifact artifact) {
        ObjectKey key = keyOf(artifact);
        Instant expiry = expiryFromNow();
        if (!expiry.isAfter(artifact.expiresAt())) {
            requireThere("cannot keep", key);
            return artifact;
        }
        ObjectKey later = new ObjectKey(options.prefix(), expiry, artifact.id(), artifact.fileName());
        new ObjectCopy(bucket, key, later).run(artifact, options.largestCopy());
        return artifact.expiringAt(expiry);
    }

    private Instant expiryFromNow() {
        return options.clock().instant().plus(options.retention()).truncatedTo(ChronoUnit.SECONDS);
    }

    private void requireThere(String trouble, ObjectKey key) {
        var unused = bucket.ask(
                trouble,
                key,
                client -> client.headObject(one -> one.bucket(bucket.name()).key(key.toString())));
    }

    @Override
    public void delete(Artifact artifact) {
        ObjectKey key = keyOf(artifact);
        var unused = bucket.ask(
                "cannot delete",
                key,
                client -> client.deleteObject(one -> one.bucket(bucket.name()).key(key.toString())));
    }

    @Override
    public int sweep(Instant now) {
        return new BucketSweep(bucket, options.prefix(), now).run();
    }

    /**
     * A link by which anybody who has it downloads a file from the bucket itself, under its name and as what it is. Asks
     * for nothing: whether the file is still there, only the download shows.
     *
     * @param artifact its description
     * @param validity for how long the link works, counted in seconds: one second to seven days; shorter if the
     *     credentials of the presigner end before
     * @return the link
     * @throws InvalidInputException if it is out of range, or there is no presigner
     */
    public URI signedUrl(Artifact artifact, Duration validity) {
        ObjectKey key = keyOf(artifact);
        if (validity.compareTo(SHORTEST_LINK) < 0 || validity.compareTo(LONGEST_LINK) > 0) {
            throw new InvalidInputException("validity of a link", validity, "be from one second to seven days");
        }
        S3Presigner presigner = options.presigner()
                .orElseThrow(() -> new InvalidInputException("presigner", null, "be given with signedBy"));
        PresignedGetObjectRequest signed = presigner.presignGetObject(link -> link.signatureDuration(validity)
                .getObjectRequest(object -> object.bucket(bucket.name())
                        .key(key.toString())
                        .responseContentDisposition(key.contentDisposition())
                        .responseContentType(artifact.mediaType())));
        return URI.create(signed.url().toExternalForm());
    }

    private ObjectKey keyOf(Artifact artifact) {
        return ObjectKey.of(options.prefix(), artifact);
    }

    /** Holds nothing open: the client and the presigner are closed by whoever made them. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return "artifacts in " + bucket.location(options.prefix());
    }
}

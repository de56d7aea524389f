package dev.errand.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.artifact.ArtifactException;
import dev.errand.artifact.ArtifactStore;
import dev.errand.artifact.ByteRange;
import dev.errand.testkit.ArtifactStoreContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

class S3ArtifactStoreTest extends ArtifactStoreContract {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final int PART = ObjectUpload.PART_BYTES;

    private static final S3Server SERVER = S3Server.start();

    private final String bucket = SERVER.bucket();
    private final Requests requests = Requests.asTheyAre();
    private final S3Client client = SERVER.client(requests);
    private final S3ArtifactStore store = S3ArtifactStore.in(client, bucket).prefix("errand/");

    @AfterAll
    static void stopsTheServer() {
        SERVER.close();
    }

    @AfterEach
    void closesTheClient() {
        store.close();
        client.close();
    }

    @Override
    protected ArtifactStore store() {
        return store;
    }

    @Override
    protected Artifact writtenAnHourAgo(String fileName, byte[] content) throws Exception {
        return store.clock(InstantSource.offset(InstantSource.system(), Duration.ofHours(-1)))
                .write(fileName, "text/csv", out -> out.write(content));
    }

    @Test
    void copiesALargeFileInPartsThatIsKeptForLonger() throws Exception {
        byte[] content = content(12 * MEBIBYTE + 5);
        Artifact file = writtenAnHourAgo("škody 1.csv", content);

        Artifact renewed = store.copyingAtOnce(5 * MEBIBYTE).renew(file);

        assertThat(requests.names())
                .endsWith(
                        "CreateMultipartUpload",
                        "UploadPartCopy",
                        "UploadPartCopy",
                        "UploadPartCopy",
                        "CompleteMultipartUpload");
        assertThat(read(renewed, ByteRange.all(renewed))).isEqualTo(content);
        store.delete(file);
        assertThat(read(renewed, ByteRange.all(renewed))).isEqualTo(content);
        assertThat(uploads()).isEmpty();
    }

    @Test
    void keepsTheTypeAndTheNameOfAFileThatIsCopied() throws Exception {
        Artifact file = writtenAnHourAgo("a.csv", content(10));

        String key = ObjectKey.of("errand/", store.renew(file)).toString();

        HeadObjectResponse head = client.headObject(one -> one.bucket(bucket).key(key));
        assertThat(head.contentType()).isEqualTo("text/csv");
        assertThat(head.contentDisposition()).contains("a.csv");
    }

    @Test
    void leavesAFileThatIsToBeKeptForLongerAsItIs() throws Exception {
        Artifact file = store.keeping(Duration.ofDays(8)).write("a.csv", "text/csv", out -> out.write(1));

        assertThat(store.renew(file)).isEqualTo(file);
        store.delete(file);
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> store.renew(file))
                .matches(ArtifactException::isGone, "is known to be gone");
    }

    @Test
    void sendsALargeFileInPartsAndShowsItWhenItIsComplete() throws Exception {
        byte[] content = content(20 * MEBIBYTE);

        Artifact artifact = store.write("large.bin", "application/octet-stream", out -> {
            out.write(content, 0, 17 * MEBIBYTE);
            assertThat(partsOf(onlyUpload())).extracting(Part::size).containsExactly((long) PART, (long) PART);
            assertThat(files()).isEmpty();
            out.write(content, 17 * MEBIBYTE, 3 * MEBIBYTE);
        });

        assertThat(artifact.size()).isEqualTo(content.length);
        assertThat(artifact.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        assertThat(read(artifact, ByteRange.all(artifact))).isEqualTo(content);
        assertThat(read(artifact, new ByteRange(PART - 10, 20)))
                .isEqualTo(Arrays.copyOfRange(content, PART - 10, PART + 10));
        assertThat(uploads()).isEmpty();
        assertThat(files())
                .singleElement()
                .satisfies(key -> assertThat(key).matches("errand/\\d{8}T\\d{6}Z/" + artifact.id() + "/large[.]bin"));
    }

    @Test
    void sendsWhatFitsIntoAPartAtOnce() throws Exception {
        store.write("empty.csv", "text/csv", out -> {});
        Artifact artifact = store.write("a.bin", "application/octet-stream", out -> {
            for (int i = 0; i < PART; i++) {
                out.write(i);
            }
        });

        assertThat(artifact.size()).isEqualTo(PART);
        assertThat(read(artifact, new ByteRange(255, 2))).containsExactly(255, 0);
        assertThat(requests.names()).startsWith("PutObject", "PutObject").doesNotContain("UploadPart");
    }

    /** The server of the tests knows no checksums, so here it is said to send one. */
    @Test
    void givesBackTheChecksumsOfParts() throws Exception {
        List<CompleteMultipartUploadRequest> completions = new ArrayList<>();
        Requests checked = new Requests(
                request -> {
                    if (request instanceof CompleteMultipartUploadRequest completion) {
                        completions.add(completion);
                    }
                    return request;
                },
                response -> response instanceof UploadPartResponse part
                        ? part.toBuilder()
                                .checksumCRC32("CRC of " + part.eTag())
                                .build()
                        : response);

        try (S3Client client = SERVER.client(checked)) {
            S3ArtifactStore.in(client, bucket)
                    .write("a.bin", "application/octet-stream", out -> out.write(content(PART + 1)));
        }

        assertThat(completions)
                .singleElement()
                .satisfies(completion -> assertThat(completion.multipartUpload().parts())
                        .hasSize(2)
                        .allSatisfy(part -> assertThat(part.checksumCRC32()).isEqualTo("CRC of " + part.eTag())));
    }

    @Test
    void takesABodyThatClosesTheStream() throws Exception {
        Artifact artifact = store.write("a.bin", "application/octet-stream", out -> {
            try (OutputStream closed = out) {
                closed.write(content(PART + 1));
            }
        });

        assertThat(read(artifact, ByteRange.all(artifact))).isEqualTo(content(PART + 1));
    }

    @Test
    void leavesNoPartOfABodyThatThrows() {
        IOException broken = new IOException("the database went away");

        assertThatThrownBy(() -> store.write("a.bin", "application/octet-stream", out -> {
                    out.write(new byte[PART + 1]);
                    assertThat(uploads()).hasSize(1);
                    throw broken;
                }))
                .isSameAs(broken);

        assertThat(uploads()).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void leavesNoPartOfATaskThatIsInterrupted() {
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> store.write("a.bin", "application/octet-stream", out -> {
                    out.write(new byte[PART + 1]);
                    Thread.currentThread().interrupt();
                    throw new InterruptedException("cancelled");
                }));

        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(uploads()).isEmpty();
    }

    static List<Predicate<SdkRequest>> whatFails() {
        return List.of(
                request -> request instanceof CreateMultipartUploadRequest,
                request -> request instanceof UploadPartRequest part && part.partNumber() == 2,
                request -> request instanceof CompleteMultipartUploadRequest);
    }

    @ParameterizedTest
    @MethodSource("whatFails")
    void saysWhatCouldNotBeSentThoughTheBodyLosesIt(Predicate<SdkRequest> fails) {
        UnaryOperator<SdkRequest> failing = request -> {
            if (fails.test(request)) {
                throw SdkClientException.create("the network is down");
            }
            return request;
        };
        try (S3Client broken = SERVER.client(new Requests(failing, UnaryOperator.identity()))) {
            assertThatExceptionOfType(ArtifactException.class)
                    .isThrownBy(() -> S3ArtifactStore.in(broken, bucket)
                            .prefix("errand/")
                            .write("a.bin", "application/octet-stream", out -> writeWhateverHappens(out)))
                    .withMessageStartingWith("cannot write s3://" + bucket + "/errand/")
                    .withMessageContaining("the network is down")
                    .satisfies(e -> assertThat(e.location()).endsWith("/a.bin"));
        }
        assertThat(uploads()).isEmpty();
        assertThat(files()).isEmpty();
    }

    private static void writeWhateverHappens(OutputStream out) {
        for (int i = 0; i < 4; i++) {
            try {
                out.write(new byte[PART]);
            } catch (IOException lost) {
                assertThat(lost).hasMessageContaining("the network is down");
            }
        }
    }

    @Test
    void namesTheBucketAndTheKeyThatIsMissing() throws Exception {
        Artifact artifact = store.write("škody 1.csv", "text/csv", out -> out.write(1));
        store.delete(artifact);

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> store.open(artifact))
                .withMessageStartingWith("cannot read s3://" + bucket + "/errand/")
                .withMessageContaining("/škody 1.csv: ");
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() ->
                        S3ArtifactStore.in(client, "no-such-bucket").write("a.csv", "text/csv", out -> out.write(1)))
                .withMessageStartingWith("cannot write s3://no-such-bucket/")
                .withMessageContaining("NoSuchBucket");
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> S3ArtifactStore.in(client, "no-such-bucket").sweep(Instant.now()))
                .withMessageStartingWith("cannot sweep s3://no-such-bucket/");
    }

    @Test
    void doesNotReadAnotherFileThanTheOneDescribed() throws Exception {
        Artifact artifact = store.write("a.csv", "text/csv", out -> out.write(new byte[10]));
        client.putObject(object -> object.bucket(bucket).key(files().getFirst()), RequestBody.fromBytes(new byte[4]));

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> store.open(artifact))
                .withMessageStartingWith("not the file that was described: s3://");
    }

    @Test
    void doesNotReadOnWhenADownloadIsGivenUp() throws Exception {
        Artifact artifact = store.write("a.bin", "application/octet-stream", out -> out.write(content(PART)));

        for (int i = 0; i < 20; i++) {
            try (InputStream in = store.open(artifact)) {
                assertThat(in.read()).isEqualTo(Byte.toUnsignedInt(content(PART)[0]));
            }
        }
    }

    @Test
    void sweepsWhatHasExpiredAndNothingElse() throws Exception {
        Instant noon = Instant.parse("2026-11-22T12:00:00Z");
        S3ArtifactStore early = store.clock(InstantSource.fixed(noon)).keeping(Duration.ofHours(1));
        Artifact first = early.write("a.csv", "text/csv", out -> out.write(1));
        Artifact last = early.keeping(Duration.ofHours(3)).write("a.csv", "text/csv", out -> out.write(1));
        Artifact elsewhere = early.prefix("other/").write("a.csv", "text/csv", out -> out.write(1));
        for (String foreign : List.of("errand/0.txt", "errand/20000101T000000Z/a.txt", "errand/notes/b.txt")) {
            client.putObject(object -> object.bucket(bucket).key(foreign), RequestBody.fromBytes(new byte[1]));
        }
        S3ArtifactStore restarted = S3ArtifactStore.in(client, bucket).prefix("errand/");

        assertThat(restarted.sweep(noon.plus(Duration.ofMinutes(59)))).isZero();
        assertThat(restarted.sweep(noon.plus(Duration.ofHours(2)))).isEqualTo(1);

        assertThatExceptionOfType(ArtifactException.class).isThrownBy(() -> store.open(first));
        assertThat(read(last, ByteRange.all(last))).containsExactly(1);
        assertThat(files()).hasSize(4);
        assertThat(restarted.sweep(noon.plus(Duration.ofHours(3)))).isEqualTo(1);
        assertThat(files())
                .containsExactlyInAnyOrder("errand/0.txt", "errand/20000101T000000Z/a.txt", "errand/notes/b.txt");
        assertThat(early.prefix("other/").sweep(elsewhere.expiresAt())).isEqualTo(1);
    }

    @Test
    void sweepsUploadsThatNobodyGoesOnWith() {
        Instant now = Instant.now();
        begin("errand/20990101T000000Z/00000000-0000-4000-8000-000000000000/a.bin");
        begin("errand/of-somebody-else.bin");

        assertThat(store.sweep(now.plus(Duration.ofHours(23)))).isZero();
        assertThat(uploads()).hasSize(2);
        assertThat(store.sweep(now.plus(Duration.ofHours(25)))).isEqualTo(1);
        assertThat(onlyUpload().key()).isEqualTo("errand/of-somebody-else.bin");
    }

    /** The server does not tell when an upload was begun, so here another clock says that it was two days ago. */
    @Test
    void leavesAnUploadAloneThatWasBegunLongAgoAndStillGoesOn() {
        Instant now = Instant.now();
        MultipartUpload upload = begin("errand/20990101T000000Z/00000000-0000-4000-8000-000000000000/a.bin");
        client.uploadPart(
                part -> part.bucket(bucket)
                        .key(upload.key())
                        .uploadId(upload.uploadId())
                        .partNumber(1),
                RequestBody.fromBytes(new byte[5 * MEBIBYTE]));
        Requests backdated = new Requests(UnaryOperator.identity(), UploadsBegun.at(now.minus(Duration.ofDays(2))));
        try (S3Client old = SERVER.client(backdated)) {
            S3ArtifactStore sweeping = S3ArtifactStore.in(old, bucket).prefix("errand/");

            assertThat(sweeping.sweep(now)).isZero();
            assertThat(backdated.names()).contains("ListParts").doesNotContain("AbortMultipartUpload");
            assertThat(sweeping.sweep(now.plus(Duration.ofHours(25)))).isEqualTo(1);
        }
        assertThat(uploads()).isEmpty();
    }

    @Test
    void findsWhatHasExpiredWithOneRequestHoweverManyFilesThereAre() throws Exception {
        Artifact old = store.keeping(Duration.ofMinutes(1)).write("a.csv", "text/csv", out -> out.write(1));
        for (int i = 0; i < 30; i++) {
            store.write("a.csv", "text/csv", out -> out.write(1));
        }
        Requests counted = inSmallPages();

        try (S3Client paging = SERVER.client(counted)) {
            assertThat(S3ArtifactStore.in(paging, bucket).prefix("errand/").sweep(old.expiresAt()))
                    .isEqualTo(1);
        }

        assertThat(counted.names()).containsExactly("ListObjectsV2", "DeleteObject", "ListMultipartUploads");
        assertThat(files()).hasSize(30);
    }

    @Test
    void findsWhatHasExpiredWithOneRequestHoweverMuchElseIsInTheBucket() throws Exception {
        Artifact old = S3ArtifactStore.in(client, bucket).write("a.csv", "text/csv", out -> out.write(1));
        for (int i = 0; i < 30; i++) {
            String foreign = "photos/" + i + ".jpg";
            client.putObject(object -> object.bucket(bucket).key(foreign), RequestBody.fromBytes(new byte[1]));
        }
        Requests counted = inSmallPages();

        try (S3Client paging = SERVER.client(counted)) {
            assertThat(S3ArtifactStore.in(paging, bucket).sweep(old.expiresAt().plusMillis(1)))
                    .isEqualTo(1);
        }

        assertThat(counted.names()).containsExactly("ListObjectsV2", "DeleteObject", "ListMultipartUploads");
    }

    private static Requests inSmallPages() {
        UnaryOperator<SdkRequest> smallPages = request -> request instanceof ListObjectsV2Request all
                ? all.toBuilder().maxKeys(10).build()
                : request;
        return new Requests(smallPages, UnaryOperator.identity());
    }

    @ParameterizedTest
    @ValueSource(strings = {"errand", "/errand/", "a//b/", "../", "a/./b/", "a b/", "š/", "a*/"})
    void refusesPrefixesThatNotEveryServerTakes(String prefix) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> store.prefix(prefix))
                .satisfies(e -> assertThat(e.field()).isEqualTo("prefix"));
    }

    @Test
    void refusesTimesAndBucketsThatAreNone() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> store.keeping(Duration.ZERO));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> store.keeping(Duration.ofDays(40_000)));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> S3ArtifactStore.in(client, " "));
    }

    private MultipartUpload begin(String key) {
        client.createMultipartUpload(upload -> upload.bucket(bucket).key(key));
        return uploads().stream()
                .filter(upload -> upload.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private MultipartUpload onlyUpload() {
        assertThat(uploads()).hasSize(1);
        return uploads().getFirst();
    }

    private List<MultipartUpload> uploads() {
        return client.listMultipartUploads(all -> all.bucket(bucket)).uploads();
    }

    private List<Part> partsOf(MultipartUpload upload) {
        return client.listParts(all -> all.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()))
                .parts();
    }

    private List<String> files() {
        return client.listObjectsV2(all -> all.bucket(bucket).prefix("errand/")).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private byte[] read(Artifact artifact, ByteRange range) throws IOException {
        try (InputStream in = store.open(artifact, range)) {
            return in.readAllBytes();
        }
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }
}

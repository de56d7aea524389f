package dev.errand.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.artifact.ArtifactException;
import dev.errand.artifact.ArtifactStore;
import dev.errand.artifact.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every store keeps to: files as they were written, whole or in part, names told apart, expiry, names and media
 * types refused.
 *
 * <p>Extend it to test a store of your own, and close that after each test:
 *
 * {@snippet :
 * class TemporaryArtifactStoreTest extends ArtifactStoreContract {
 *
 *     private final ArtifactStore store = ArtifactStore.temporary();
 *
 *     @Override
 *     protected ArtifactStore store() {
 *         return store;
 *     }
 *
 *     @AfterEach
 *     void closesTheStore() {
 *         store.close();
 *     }
 * }
 * }
 */
@Timeout(20)
@SuppressWarnings("CheckReturnValue") // a test may do something only for what it does
public abstract class ArtifactStoreContract {

    /** For subclasses. */
    protected ArtifactStoreContract() {}

    /**
     * The store of one test. Called many times, also by several threads at once.
     *
     * @return the same store every time, which is empty at first
     */
    protected abstract ArtifactStore store();

    /**
     * Writes a file that its store keeps since an hour ago, so that a renewal shows. A store whose files cannot be made older
     * writes it now.
     *
     * @param fileName as for {@link ArtifactStore#write}
     * @param content what is in it
     * @return its description
     * @throws Exception if it cannot be written
     */
    protected Artifact writtenAnHourAgo(String fileName, byte[] content) throws Exception {
        return store().write(fileName, "text/csv", out -> out.write(content));
    }

    @Test
    void keepsAFileAsItWasWritten() throws Exception {
        byte[] content = "číslo;částka\n1;2,50\n".repeat(10_000).getBytes(UTF_8);

        Artifact artifact = store().write("škody 1.csv", "text/csv", out -> out.write(content));

        assertThat(artifact.fileName()).isEqualTo("škody 1.csv");
        assertThat(artifact.mediaType()).isEqualTo("text/csv");
        assertThat(artifact.size()).isEqualTo(content.length);
        assertThat(artifact.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        assertThat(contentOf(artifact)).isEqualTo(content);
    }

    @Test
    void keepsAnEmptyFile() throws Exception {
        Artifact artifact = store().write("empty.csv", "text/csv", out -> {});

        assertThat(artifact.size()).isZero();
        assertThat(contentOf(artifact)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "99999, 1", "40000, 20000", "1, 99999", "0, 100000", "70000, 0", "100000, 0"})
    void readsAPartOfAFile(long from, long length) throws Exception {
        byte[] content = content(100_000);
        Artifact artifact = store().write("a.bin", "application/octet-stream", out -> out.write(content));

        byte[] part = contentOf(artifact, new ByteRange(from, length));

        assertThat(part).isEqualTo(Arrays.copyOfRange(content, (int) from, (int) (from + length)));
    }

    @Test
    void readsNothingOfAnEmptyFile() throws Exception {
        Artifact artifact = store().write("empty.csv", "text/csv", out -> {});

        assertThat(contentOf(artifact, ByteRange.all(artifact))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10, 1", "0, 11", "11, 0", "3, 8", "1, 9223372036854775807"})
    void refusesAPartBeyondTheEnd(long from, long length) throws Exception {
        Artifact artifact = store().write("a.bin", "application/octet-stream", out -> out.write(content(10)));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> store().open(artifact, new ByteRange(from, length)))
                .satisfies(e -> assertThat(e.field()).isEqualTo("byte range"))
                .withMessageContaining("which has 10 bytes");
    }

    @Test
    void readsManyPartsAtOnce() throws Exception {
        byte[] content = content(100_000);
        Artifact artifact = store().write("a.bin", "application/octet-stream", out -> out.write(content));
        List<Future<byte[]>> readers = new ArrayList<>();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                ByteRange range = new ByteRange(i * 2_000L, 2_000);
                readers.add(threads.submit(() -> contentOf(artifact, range)));
            }
        }

        for (int i = 0; i < 50; i++) {
            assertThat(readers.get(i).get()).isEqualTo(Arrays.copyOfRange(content, i * 2_000, (i + 1) * 2_000));
        }
    }

    @Test
    void passesOnWhatABodyThrows() {
        IOException broken = new IOException("the database went away");

        assertThatThrownBy(() -> store().write("a.csv", "text/csv", out -> {
                    out.write(1);
                    throw broken;
                }))
                .isSameAs(broken);
    }

    @Test
    void tellsFilesOfOneNameApart() throws Exception {
        Artifact first = store().write("a.csv", "text/csv", out -> out.write('1'));
        Artifact second = store().write("a.csv", "text/csv", out -> out.write('2'));

        assertThat(contentOf(first)).containsExactly('1');
        assertThat(contentOf(second)).containsExactly('2');
    }

    @Test
    void takesManyFilesAtOnce() throws Exception {
        List<Future<Artifact>> writers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                byte[] content = ("file " + i).getBytes(UTF_8);
                writers.add(threads.submit(() -> store().write("a.csv", "text/csv", out -> out.write(content))));
            }
        }

        HashSet<String> contents = new HashSet<>();
        for (Future<Artifact> writer : writers) {
            contents.add(new String(contentOf(writer.get()), UTF_8));
        }
        assertThat(contents).hasSize(50);
    }

    @Test
    void deletesAFileOnce() throws Exception {
        Artifact artifact = store().write("a.csv", "text/csv", out -> out.write(1));
        Artifact other = store().write("a.csv", "text/csv", out -> out.write(2));

        store().delete(artifact);
        store().delete(artifact);

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> store().open(artifact))
                .matches(ArtifactException::isGone, "is known to be gone");
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> store().open(artifact, new ByteRange(1, 0)))
                .matches(ArtifactException::isGone, "is known to be gone");
        assertThat(contentOf(other)).containsExactly(2);
    }

    @Test
    void sweepsAFileWhenItExpires() throws Exception {
        Artifact artifact = store().write("a.csv", "text/csv", out -> out.write(1));

        assertThat(store().sweep(artifact.expiresAt().minusSeconds(1))).isZero();
        assertThat(contentOf(artifact)).containsExactly(1);
        assertThat(store().sweep(artifact.expiresAt())).isEqualTo(1);
        assertThatExceptionOfType(ArtifactException.class).isThrownBy(() -> store().open(artifact));
    }

    @Test
    void keepsARenewedFileForAsLongAsANewOne() throws Exception {
        byte[] content = content(100_000);
        Artifact file = writtenAnHourAgo("škody 1 (nové).csv", content);

        Artifact renewed = store().renew(file);
        Artifact fresh = store().write("b.csv", "text/csv", out -> out.write(1));

        assertThat(renewed).isEqualTo(file.expiringAt(renewed.expiresAt()));
        assertThat(renewed.expiresAt())
                .isAfterOrEqualTo(file.expiresAt())
                .isBetween(fresh.expiresAt().minusSeconds(15), fresh.expiresAt());
        store().sweep(renewed.expiresAt().minusSeconds(1));
        assertThat(contentOf(renewed)).isEqualTo(content);
        store().sweep(renewed.expiresAt());
        assertGone(renewed);
    }

    @Test
    void letsARenewedFileBeReadByItsFormerDescriptionUntilThatExpires() throws Exception {
        Artifact file = writtenAnHourAgo("a.csv", content(1_000));

        store().renew(file);
        store().sweep(file.expiresAt().minusSeconds(1));

        assertThat(contentOf(file)).isEqualTo(content(1_000));
    }

    @Test
    void renewsAFileAgainAndAgain() throws Exception {
        Artifact file = writtenAnHourAgo("a.csv", content(1_000));

        Artifact renewed = store().renew(store().renew(store().renew(file)));

        assertThat(renewed.id()).isEqualTo(file.id());
        assertThat(contentOf(renewed)).isEqualTo(content(1_000));
    }

    @Test
    void leavesALongerExpiryAsItIs() throws Exception {
        Artifact file = store().renew(store().write("a.csv", "text/csv", out -> out.write(1)));
        Artifact again = store().renew(file);

        assertThat(again.expiresAt()).isAfterOrEqualTo(file.expiresAt());
    }

    @Test
    void renewsNothingThatIsGone() throws Exception {
        Artifact deleted = store().write("a.csv", "text/csv", out -> out.write(1));
        store().delete(deleted);
        assertNotRenewed(deleted);

        Artifact swept = writtenAnHourAgo("a.csv", content(10));
        store().sweep(swept.expiresAt());
        assertNotRenewed(swept);
    }

    private void assertNotRenewed(Artifact file) {
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> store().renew(file))
                .matches(ArtifactException::isGone, "is known to be gone");
        assertGone(file);
    }

    private void assertGone(Artifact file) {
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> store().open(file))
                .matches(ArtifactException::isGone, "is known to be gone");
    }

    @Test
    void isGoneOrThereIfItIsRenewedAndSweptAtTheSameTime() throws Exception {
        for (int i = 0; i < 20; i++) {
            Artifact file = writtenAnHourAgo("a.csv", content(10));
            Future<Optional<Artifact>> renewal;
            Future<Integer> sweep;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                CyclicBarrier start = new CyclicBarrier(2);
                sweep = threads.submit(() -> {
                    start.await();
                    return store().sweep(file.expiresAt());
                });
                renewal = threads.submit(() -> {
                    start.await();
                    return renewedOrGone(file);
                });
            }

            assertThat(sweep.get()).isNotNegative();
            Optional<Artifact> renewed = renewal.get();
            if (renewed.isPresent() && renewed.get().expiresAt().isAfter(file.expiresAt())) {
                assertThat(contentOf(renewed.get())).isEqualTo(content(10));
                store().delete(renewed.get());
            }
        }
    }

    private Optional<Artifact> renewedOrGone(Artifact file) {
        try {
            return Optional.of(store().renew(file));
        } catch (ArtifactException e) {
            assertThat(e).matches(ArtifactException::isGone, "is known to be gone");
            return Optional.empty();
        }
    }

    @Test
    void isSweptByManyAtOnce() throws Exception {
        List<Artifact> files = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            files.add(store().write("a.csv", "text/csv", out -> out.write(1)));
        }
        List<Future<Integer>> sweepers = new ArrayList<>();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5; i++) {
                sweepers.add(threads.submit(() -> store().sweep(files.getLast().expiresAt())));
            }
        }

        for (Future<Integer> sweeper : sweepers) {
            assertThat(sweeper.get()).isBetween(0, 10);
        }
        for (Artifact file : files) {
            assertThatExceptionOfType(ArtifactException.class).isThrownBy(() -> store().open(file));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "..",
                ".hidden",
                "../a",
                "a/b",
                "a\\b",
                "C:a",
                "a\u0000b",
                "a\r\nb",
                "a\"b",
                "a.",
                "a ",
                "what?",
                "*",
                "<a>",
                "a|b",
                "half a pair \ud83d",
                "a\u202egnp.exe",
                "\u2067a.csv",
                "CON",
                "nul.txt",
                "Com1.tar.gz",
                "lpt\u00b3 .csv"
            })
    void refusesNamesThatLeadElsewhereOrBreakADownload(String name) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> store().write(name, "text/csv", out -> out.write(1)))
                .satisfies(e -> assertThat(e.field()).isEqualTo("file name"));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(
                        () -> store().open(new Artifact(UUID.randomUUID(), name, "text/csv", 1, "", Instant.EPOCH)));
    }

    @Test
    void refusesNamesThatAreTooLongForAFileSystem() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> store().write("漢".repeat(67), "text/csv", out -> out.write(1)))
                .withMessageContaining("at most 200 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "csv", "text/", "text/csv\r\nX: y", "a b/c"})
    void refusesWhatIsNoMediaType(String mediaType) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> store().write("a.csv", mediaType, out -> out.write(1)))
                .satisfies(e -> assertThat(e.field()).isEqualTo("media type"));
    }

    private byte[] contentOf(Artifact artifact) throws IOException {
        try (InputStream in = store().open(artifact)) {
            return in.readAllBytes();
        }
    }

    private byte[] contentOf(Artifact artifact, ByteRange range) throws IOException {
        try (InputStream in = store().open(artifact, range)) {
            return in.readAllBytes();
        }
    }

    /** The same every time, and no part of it like another. */
    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }
}

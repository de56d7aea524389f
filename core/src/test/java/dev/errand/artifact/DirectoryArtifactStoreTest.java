package dev.errand.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.testkit.ArtifactStoreContract;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryArtifactStoreTest extends ArtifactStoreContract {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path directory;

    private DirectoryArtifactStore store;

    @BeforeEach
    void opensAStore() {
        store = DirectoryArtifactStore.in(directory)
                .keeping(Duration.ofHours(1))
                .clock(InstantSource.fixed(NOON));
    }

    @Override
    protected ArtifactStore store() {
        return store;
    }

    @Override
    protected Artifact writtenAnHourAgo(String fileName, byte[] content) throws Exception {
        Artifact file = store.write(fileName, "text/csv", out -> out.write(content));
        Path path = store.pathOf(file);
        Instant written = Files.getLastModifiedTime(path).toInstant();
        Files.setLastModifiedTime(path, FileTime.from(written.minus(Duration.ofHours(1))));
        return file.expiringAt(file.expiresAt().minus(Duration.ofHours(1)));
    }

    @Test
    void keepsAFileForLongerThatWasToBeKeptForLonger() throws Exception {
        Artifact file = store.keeping(Duration.ofHours(3)).write("a.csv", "text/csv", out -> out.write(1));

        assertThat(store.renew(file)).isEqualTo(file);

        store.sweep(NOON.plus(Duration.ofMinutes(179)));
        assertThat(store.pathOf(file)).exists();
        assertThat(store.sweep(NOON.plus(Duration.ofMinutes(181)))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT1H", "PT1H, PT0S", "PT-1H, PT1H", "PT1H, PT-1H"})
    void keepsRenewedFilesForTheirTimeThoughTheClocksAreApart(Duration writerIsAhead, Duration sweeperIsAhead)
            throws Exception {
        DirectoryArtifactStore writer = on(writerIsAhead);
        DirectoryArtifactStore sweeper = on(sweeperIsAhead);
        Artifact artifact = writer.write("a.csv", "text/csv", out -> out.write(1));
        Files.setLastModifiedTime(
                writer.pathOf(artifact), FileTime.from(Instant.now().minus(Duration.ofMinutes(9))));

        writer.renew(artifact.expiringAt(artifact.expiresAt().minus(Duration.ofMinutes(9))));

        Instant now = Instant.now().plus(sweeperIsAhead);
        assertThat(sweeper.sweep(now.plus(Duration.ofMinutes(9)))).isZero();
        assertThat(writer.pathOf(artifact)).exists();
        assertThat(sweeper.sweep(now.plus(Duration.ofMinutes(11)))).isEqualTo(1);
    }

    @Test
    void keepsAFileUnderItsName() throws Exception {
        Artifact artifact = store.write("škody 1.csv", "text/csv", out -> out.write('1'));

        assertThat(store.pathOf(artifact)).hasFileName("škody 1.csv").hasContent("1");
        assertThat(artifact.expiresAt()).isEqualTo(NOON.plus(Duration.ofHours(1)));
    }

    @Test
    void showsNothingBeforeTheFileIsComplete() throws Exception {
        Artifact artifact = store.write("a.csv", "text/csv", out -> {
            out.write(new byte[1_000_000]);
            out.flush();
            assertThat(filesBelow(directory))
                    .singleElement()
                    .satisfies(file -> assertThat(file).hasParent(directory).hasExtension("part"));
        });

        assertThat(filesBelow(directory)).containsExactly(store.pathOf(artifact));
    }

    @Test
    void leavesNothingOfABodyThatThrows() {
        IOException broken = new IOException("the database went away");

        assertThatThrownBy(() -> store.write("a.csv", "text/csv", out -> {
                    out.write(1);
                    throw broken;
                }))
                .isSameAs(broken);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesADirectoryThatCannotBeWritten() throws IOException {
        Path file = Files.createFile(directory.resolve("a-file"));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> DirectoryArtifactStore.in(file.resolve("below")))
                .satisfies(e -> assertThat(e.field()).isEqualTo("artifact directory"))
                .withMessageContaining(file.toString());
    }

    @Test
    void namesThePathWhenItsDirectoryHasBecomeSomethingElse() throws IOException {
        Files.delete(directory);
        Files.createFile(directory);

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> store.write("a.csv", "text/csv", out -> out.write(1)))
                .withMessageContaining(directory.toString());
    }

    @Test
    void namesThePathWhenItCannotWrite() throws IOException {
        Files.delete(directory);

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> store.write("a.csv", "text/csv", out -> out.write(1)))
                .satisfies(e -> assertThat(e.location()).startsWith(directory.toString()))
                .withMessageContaining("cannot write")
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void sweepsWhatHasExpired() throws Exception {
        Artifact artifact = store.write("a.csv", "text/csv", out -> out.write(1));

        assertThat(store.sweep(NOON.plus(Duration.ofMinutes(59)))).isZero();
        assertThat(store.pathOf(artifact)).exists();

        assertThat(store.sweep(NOON.plus(Duration.ofHours(1)))).isEqualTo(1);
        assertThat(directory).isEmptyDirectory();
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> store.open(artifact))
                .withMessageContaining("cannot read");
    }

    @Test
    void sweepsWhatACrashLeftBehindADayAgoAndNothingElse() throws Exception {
        Path part = Files.createFile(directory.resolve(UUID.randomUUID() + ".part"));
        Path folder = Files.createDirectory(directory.resolve(UUID.randomUUID().toString()));
        Path foreign = Files.createFile(directory.resolve("notes.txt"));
        Path foreignPart = Files.createFile(directory.resolve("notes.part"));

        assertThat(store.sweep(NOON.plus(Duration.ofHours(23)))).isZero();
        assertThat(List.of(part, folder)).allSatisfy(path -> assertThat(path).exists());

        assertThat(store.sweep(NOON.plus(Duration.ofHours(25)))).isEqualTo(1);
        assertThat(List.of(part, folder)).allSatisfy(path -> assertThat(path).doesNotExist());
        assertThat(List.of(foreign, foreignPart))
                .allSatisfy(path -> assertThat(path).exists());
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT1H", "PT1H, PT0S", "PT-1H, PT1H", "PT1H, PT-1H"})
    void keepsFilesForTheirTimeThoughTheClocksAreApart(Duration writerIsAhead, Duration sweeperIsAhead)
            throws Exception {
        DirectoryArtifactStore writer = on(writerIsAhead);
        DirectoryArtifactStore sweeper = on(sweeperIsAhead);
        Instant now = Instant.now().plus(sweeperIsAhead);
        Artifact artifact = writer.write("a.csv", "text/csv", out -> out.write(1));

        assertThat(sweeper.sweep(now.plus(Duration.ofMinutes(9)))).isZero();
        assertThat(writer.pathOf(artifact)).exists();
        assertThat(sweeper.sweep(now.plus(Duration.ofMinutes(11)))).isEqualTo(1);
    }

    /** A machine with a clock of its own, which keeps files for ten minutes. */
    private DirectoryArtifactStore on(Duration ahead) {
        return DirectoryArtifactStore.in(directory)
                .keeping(Duration.ofMinutes(10))
                .clock(InstantSource.offset(InstantSource.system(), ahead));
    }

    @Test
    void sweepsTheOthersIfOneCannotBeDeleted() throws Exception {
        Artifact first = store.write("a.csv", "text/csv", out -> out.write(1));
        Artifact second = store.write("a.csv", "text/csv", out -> out.write(1));
        Path obstacle = Files.createDirectories(store.pathOf(first).resolveSibling("folder/inside"));
        Files.setLastModifiedTime(obstacle.getParent(), FileTime.from(Instant.EPOCH));

        assertThat(store.sweep(NOON.plus(Duration.ofHours(1)))).isEqualTo(2);

        assertThat(store.pathOf(first)).doesNotExist();
        assertThat(store.pathOf(second)).doesNotExist();
        assertThat(obstacle).exists();
    }

    @Test
    void seeksInsteadOfReadingWhatIsBefore() throws Exception {
        Artifact small = store.write("a.bin", "application/octet-stream", out -> out.write(1));
        long terabyte = 1L << 40;
        try (RandomAccessFile file = new RandomAccessFile(store.pathOf(small).toFile(), "rw")) {
            file.setLength(terabyte); // sparse: it takes no room
            file.seek(terabyte - 1);
            file.write(7);
        }
        Artifact large = new Artifact(
                small.id(), small.fileName(), small.mediaType(), terabyte, small.sha256(), small.expiresAt());

        try (InputStream in = store.open(large, new ByteRange(terabyte - 2, 2))) {
            assertThat(in.readAllBytes()).containsExactly(0, 7);
        }
        try (InputStream in = store.open(large)) {
            in.skipNBytes(terabyte - 1);
            assertThat(in.available()).isEqualTo(1);
            assertThat(in.read()).isEqualTo(7);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void doesNotPassOffAFileThatWasCutAsWhole() throws Exception {
        Artifact artifact = store.write("a.csv", "text/csv", out -> out.write(new byte[10]));
        Files.write(store.pathOf(artifact), new byte[4]);

        try (InputStream in = store.open(artifact)) {
            assertThatExceptionOfType(EOFException.class)
                    .isThrownBy(in::readAllBytes)
                    .withMessage("the file should go on to byte 10, and ends before byte 4");
        }
    }

    @Test
    void leavesAFolderWithAForeignFileInIt() throws Exception {
        Artifact artifact = store.write("a.csv", "text/csv", out -> out.write(1));
        Path foreign = store.pathOf(artifact).resolveSibling(".nfs0001");
        Files.createFile(foreign);

        store.delete(artifact);

        assertThat(store.pathOf(artifact)).doesNotExist();
        assertThat(foreign).exists();
    }

    @Test
    void sweepsBesideAWriter() throws Exception {
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 500; i++) {
                try {
                    store.delete(store.write("a.csv", "text/csv", out -> out.write(1)));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });

        int sweeps = 0;
        while (writer.isAlive()) {
            assertThat(store.sweep(NOON)).isZero();
            sweeps++;
        }

        assertThat(sweeps).isPositive();
    }

    private static List<Path> filesBelow(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }
}

package dev.errand.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryArtifactStoreTest {

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

    @Test
    void keepsAFileAsItWasWritten() throws Exception {
        byte[] content = "číslo;částka\n1;2,50\n".getBytes(UTF_8);

        Artifact artifact = store.write("škody 1.csv", "text/csv", out -> out.write(content));

        assertThat(artifact.fileName()).isEqualTo("škody 1.csv");
        assertThat(artifact.mediaType()).isEqualTo("text/csv");
        assertThat(artifact.size()).isEqualTo(content.length);
        assertThat(artifact.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        assertThat(artifact.expiresAt()).isEqualTo(NOON.plus(Duration.ofHours(1)));
        try (InputStream in = store.open(artifact)) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        assertThat(store.pathOf(artifact)).hasBinaryContent(content);
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
    void tellsFilesOfOneNameApart() throws Exception {
        Artifact first = store.write("a.csv", "text/csv", out -> out.write('1'));
        Artifact second = store.write("a.csv", "text/csv", out -> out.write('2'));

        assertThat(store.pathOf(first)).hasContent("1");
        assertThat(store.pathOf(second)).hasContent("2");
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
                "half a pair \ud83d"
            })
    void refusesNamesThatLeadElsewhereOrBreakADownload(String name) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> store.write(name, "text/csv", out -> out.write(1)))
                .satisfies(e -> assertThat(e.field()).isEqualTo("file name"));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> store.open(new Artifact(UUID.randomUUID(), name, "text/csv", 1, "", NOON)));

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesNamesThatAreTooLongForAFileSystem() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> store.write("漢".repeat(67), "text/csv", out -> out.write(1)))
                .withMessageContaining("at most 200 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "csv", "text/", "text/csv\r\nX: y", "a b/c"})
    void refusesWhatIsNoMediaType(String mediaType) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> store.write("a.csv", mediaType, out -> out.write(1)))
                .satisfies(e -> assertThat(e.field()).isEqualTo("media type"));
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
    void sweepsWhatACrashLeftBehindAndNothingElse() throws Exception {
        Path part = Files.createFile(directory.resolve(UUID.randomUUID() + ".part"));
        Path folder = Files.createDirectory(directory.resolve(UUID.randomUUID().toString()));
        Path foreign = Files.createFile(directory.resolve("notes.txt"));
        for (Path path : List.of(part, folder, foreign)) {
            Files.setLastModifiedTime(path, FileTime.from(NOON));
        }

        assertThat(store.sweep(NOON.plus(Duration.ofMinutes(59)))).isZero();
        assertThat(part).exists();

        store.sweep(NOON.plus(Duration.ofHours(1)));

        assertThat(part).doesNotExist();
        assertThat(folder).doesNotExist();
        assertThat(foreign).exists();
    }

    @Test
    void deletesAFileOnce() throws Exception {
        Artifact artifact = store.write("a.csv", "text/csv", out -> out.write(1));

        store.delete(artifact);
        store.delete(artifact);

        assertThat(directory).isEmptyDirectory();
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

    @Test
    void makesTheTemporaryStoreWhenNeededAndRemovesIt() throws Exception {
        ArtifactStore temporary = ArtifactStore.temporary();
        assertThat(temporary.sweep(NOON)).isZero();

        Artifact artifact = temporary.write("a.csv", "text/csv", out -> out.write(7));
        try (InputStream in = temporary.open(artifact)) {
            assertThat(in.read()).isEqualTo(7);
        }
        temporary.close();

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> temporary.open(artifact))
                .withMessageStartingWith("closed, with all its files deleted");
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> temporary.write("b.csv", "text/csv", out -> out.write(7)));
        temporary.delete(artifact);
        temporary.close();
    }

    private static List<Path> filesBelow(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }
}

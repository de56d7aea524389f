package dev.errand.faults;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.artifact.DirectoryArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three processes with three clocks share a directory, and one of them dies as it writes. */
@Timeout(120)
class SharedArtifactDirectoryTest {

    private static final int EXPIRED = 300;
    private static final int ABANDONED = 200;

    @TempDir
    Path directory;

    @Test
    void losesNothingAndShowsNoHalfFile() throws Exception {
        leaveOldThings();
        try (ChildJvm.Running behind = start("PT-1H", "all");
                ChildJvm.Running ahead = start("PT1H", "all");
                ChildJvm.Running victim = start("PT0S", "die")) {
            for (ChildJvm.Running child : List.of(behind, ahead, victim)) {
                child.awaitLine("ready");
            }
            for (ChildJvm.Running child : List.of(behind, ahead, victim)) {
                child.goOn();
            }
            victim.awaitLine("half");
            victim.kill();

            ChildJvm.Report first = behind.awaitEnd();
            ChildJvm.Report second = ahead.awaitEnd();

            for (ChildJvm.Report report : List.of(first, second)) {
                assertThat(report.figure("half")).as(report.output()).isZero();
                assertThat(report.figure("lost")).as(report.output()).isZero();
            }
            assertThat(first.figure("swept") + second.figure("swept"))
                    .as("each old thing swept by one of them")
                    .isEqualTo(EXPIRED + ABANDONED);
            assertThat(SharedDirectory.filesIn(directory))
                    .hasSize((int) (first.figure("kept") + second.figure("kept")) + SharedDirectory.FILES_OF_VICTIM)
                    .allMatch(file -> isWhole(file));
        }
        sweepsWhatTheDeadLeft();
    }

    private void sweepsWhatTheDeadLeft() throws IOException {
        DirectoryArtifactStore store = DirectoryArtifactStore.in(directory).keeping(ofDays(7));
        Instant now = Instant.now();
        int files = SharedDirectory.filesIn(directory).size();

        assertThat(store.sweep(now.plus(ofHours(23)))).isZero();
        assertThat(leftovers()).as("left by the one that was killed").hasSize(1);

        assertThat(store.sweep(now.plus(ofHours(25)))).isEqualTo(1);
        assertThat(leftovers()).isEmpty();
        assertThat(SharedDirectory.filesIn(directory)).hasSize(files);
    }

    private ChildJvm.Running start(String clockAhead, String what) throws IOException {
        return ChildJvm.of(SharedDirectory.class)
                .with("-XX:TieredStopAtLevel=1", "-Xmx128m")
                .start(ofSeconds(90), directory.toString(), clockAhead, what);
    }

    /** For all to sweep at once. */
    private void leaveOldThings() throws Exception {
        FileTime old = FileTime.from(Instant.now().minus(ofDays(2)));
        for (int i = 0; i < EXPIRED; i++) {
            Path folder =
                    Files.createDirectory(directory.resolve(UUID.randomUUID().toString()));
            byte[] content = {(byte) i};
            Files.setLastModifiedTime(Files.write(folder.resolve(SharedDirectory.nameFor(content)), content), old);
        }
        for (int i = 0; i < ABANDONED; i++) {
            Path part = Files.createFile(directory.resolve(UUID.randomUUID() + ".part"));
            Files.setLastModifiedTime(part, old);
        }
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(child -> child.toString().endsWith(".part")).toList();
        }
    }

    private static boolean isWhole(Path file) {
        try {
            return SharedDirectory.isWhole(file);
        } catch (Exception e) {
            throw new AssertionError(file.toString(), e);
        }
    }
}

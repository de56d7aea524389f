package dev.errand.excel.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who has a partial file, and when it is removed. */
@Timeout(60)
class PartialFileTest {

    /** With which all is old. To set the time of a file would open and close it, and so drop the lock. */
    private static final Duration ALREADY = Duration.ofDays(-1);

    @TempDir
    private Path directory;

    private Optional<PartialFile> open(Path place) throws IOException {
        return PartialFile.open(place, "claims", SavePace.every(Duration.ofMinutes(1)));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    @Test
    void whoeverAsksForAFileInVainDoesNotTakeItFromItsOwner() throws Exception {
        try (PartialFile file = open(directory).orElseThrow()) {
            Path part = files().getFirst();

            assertThat(open(directory)).isEmpty();
            PartialFile.sweep(directory, ALREADY);

            assertThat(part).exists();
            assertThat(LockProbe.ask(part)).isEqualTo("locked");
            file.save(new byte[1]);
        }
        assertThat(LockProbe.ask(files().getFirst())).isEqualTo("free");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anotherNameOfTheDirectoryIsNoWayAround() throws Exception {
        Path link =
                Files.createSymbolicLink(directory.resolve("link"), Files.createDirectory(directory.resolve("real")));
        try (PartialFile file = open(directory.resolve("real")).orElseThrow()) {
            assertThat(open(link)).isEmpty();
            file.discard();
        }
        try (PartialFile again = open(link).orElseThrow()) {
            assertThat(again.saved()).isEmpty();
        }
    }

    @Test
    void whatWasSavedIsThereForTheNextOne() throws Exception {
        try (PartialFile file = open(directory).orElseThrow()) {
            file.channel().write(ByteBuffer.wrap(new byte[10]));
            file.save(new byte[] {7});
            file.channel().write(ByteBuffer.wrap(new byte[5]));
        }
        try (PartialFile again = open(directory).orElseThrow()) {
            assertThat(again.saved()).contains(new byte[] {7});
            assertThat(again.channel().size()).isEqualTo(10);
            again.discard();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void whatIsInTheWayDoesNotKeepLeftOversThere() throws Exception {
        Path nameless = Files.writeString(directory.resolve("errand-export-nameless"), "x");
        Path foreign = Files.writeString(directory.resolve("errand-export-1.txt"), "x");
        Path impossible = Files.createDirectory(directory.resolve("errand-export-2.part"));
        for (int i = 3; i < 40; i++) {
            Files.writeString(directory.resolve("errand-export-" + i + ".part"), "x");
            Files.writeString(directory.resolve("errand-export-" + i + ".state"), "x");
        }

        PartialFile.sweep(directory, ALREADY);

        assertThat(files()).containsExactlyInAnyOrder(nameless, foreign, impossible);
    }
}

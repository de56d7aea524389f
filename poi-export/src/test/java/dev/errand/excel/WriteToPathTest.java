package dev.errand.excel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workbooks written where they will be. */
@Timeout(60)
class WriteToPathTest {

    private static final ExcelSheet<Integer> SHEET =
            ExcelSheet.<Integer>named("Numbers").column("Number", row -> row).column("Text", row -> "row " + row);

    @TempDir
    private Path directory;

    @Test
    void leavesTheWorkbookAndNothingElse() throws IOException {
        Path file = directory.resolve("numbers.xlsx");

        assertThat(SHEET.write(rows(5_000), file)).isEqualTo(5_000);

        assertThat(Workbooks.read(Files.readAllBytes(file)).getLastRowNum()).isEqualTo(5_000);
        assertThat(files()).containsExactly("numbers.xlsx");
    }

    @Test
    void replacesWhatWasThere() throws IOException {
        Path file = Files.writeString(directory.resolve("numbers.xlsx"), "old".repeat(100_000));

        SHEET.write(rows(10), file);

        assertThat(Workbooks.read(Files.readAllBytes(file)).getLastRowNum()).isEqualTo(10);
        assertThat(files()).containsExactly("numbers.xlsx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-rw-r--"})
    @DisabledOnOs(OS.WINDOWS)
    void isReadByThoseWhoMightReadWhatWasThere(String permissions) throws IOException {
        Path file = Files.writeString(directory.resolve("numbers.xlsx"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        SHEET.column("Under way", row -> permissionsUnderWay()).write(rows(1), file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo(permissions);
        assertThat(Workbooks.read(Files.readAllBytes(file)).getRow(1).getCell(2).getStringCellValue())
                .isEqualTo("rw-------");
    }

    private String permissionsUnderWay() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            Path underWay = all.filter(path -> path.toString().endsWith(".part"))
                    .findFirst()
                    .orElseThrow();
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(underWay));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aNewOneIsReadByThoseWhoReadAnyNewFile() throws IOException {
        Path any = Files.createFile(directory.resolve("any"));
        Path file = directory.resolve("numbers.xlsx");

        SHEET.write(rows(1), file);

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(any));
    }

    @Test
    void isNotThereBeforeItIsWhole() throws IOException {
        Path file = Files.writeString(directory.resolve("numbers.xlsx"), "old");

        SHEET.column("Look", row -> Files.readString(file)).write(rows(10), file);

        assertThat(Workbooks.read(Files.readAllBytes(file))
                        .getRow(10)
                        .getCell(2)
                        .getStringCellValue())
                .isEqualTo("old");
    }

    @Test
    void leavesWhatWasThereWhenARowFails() throws IOException {
        Path file = Files.writeString(directory.resolve("numbers.xlsx"), "old");
        ExcelSheet<Integer> broken = SHEET.column("Inverse", row -> 1 / (row - 4_000));

        assertThatExceptionOfType(ExcelRowException.class).isThrownBy(() -> broken.write(rows(5_000), file));
        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> SHEET.atMostBytes(5_000).write(rows(5_000), file));
        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> SHEET.atMostRows(4_000).write(rows(5_000), file));

        assertThat(file).hasContent("old");
        assertThat(files()).containsExactly("numbers.xlsx");
    }

    @Test
    void followsALink() throws IOException {
        Path file = Files.writeString(directory.resolve("numbers.xlsx"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("link.xlsx"), file);

        SHEET.write(rows(10), link);

        assertThat(link).isSymbolicLink();
        assertThat(Workbooks.read(Files.readAllBytes(file)).getLastRowNum()).isEqualTo(10);
    }

    @Test
    void saysWhereItCannotWrite() throws IOException {
        Path file = directory.resolve("missing").resolve("numbers.xlsx");

        assertThatExceptionOfType(ExcelFileException.class)
                .isThrownBy(() -> SHEET.write(rows(10), file))
                .withMessageStartingWith("cannot write the file " + file + ": ")
                .satisfies(e -> assertThat(e.location()).isEqualTo(file.toString()))
                .satisfies(e -> assertThat(e.sentenceForOwner().orElseThrow()).doesNotContain("missing"));
        assertThatExceptionOfType(ExcelFileException.class).isThrownBy(() -> SHEET.write(rows(10), directory));
        assertThat(files()).isEmpty();
    }

    @Test
    void endsAtAnInterruptAndLeavesNothing() throws Exception {
        Path file = directory.resolve("numbers.xlsx");
        Thread writing = Thread.ofVirtual().start(() -> {
            Thread.currentThread().interrupt();
            assertThatIOException()
                    .isThrownBy(() -> SHEET.workers(2).write(rows(50_000), file))
                    .isNotInstanceOf(ExcelFileException.class);
        });
        writing.join();

        assertThat(files()).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void writesToAPipe() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(10, TimeUnit.SECONDS))
                .isTrue();
        Path copy = directory.resolve("copy.xlsx");
        Process reader = new ProcessBuilder("cat", pipe.toString())
                .redirectOutput(copy.toFile())
                .start();

        SHEET.write(rows(2_000), pipe);

        assertThat(reader.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Workbooks.read(Files.readAllBytes(copy)).getLastRowNum()).isEqualTo(2_000);
    }

    @Test
    void sweepsWhatAKilledProcessHasLeft() throws Exception {
        Path old = Files.writeString(directory.resolve(".errand-old.part"), "x");
        Path recent = Files.writeString(directory.resolve(".errand-recent.part"), "x");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

        SHEET.write(rows(1), directory.resolve("a.xlsx"));

        assertThat(files())
                .containsExactlyInAnyOrder("a.xlsx", recent.getFileName().toString());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> listed = Files.list(directory)) {
            return listed.map(path -> path.getFileName().toString()).toList();
        }
    }

    private static Iterator<Integer> rows(int count) {
        return IntStream.range(0, count).boxed().iterator();
    }
}

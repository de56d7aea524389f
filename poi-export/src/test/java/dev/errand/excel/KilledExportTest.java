package dev.errand.excel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Exports in processes that are killed, one after the other, until one comes to the end. */
@Timeout(300)
class KilledExportTest {

    private static final int KILLS = Boolean.getBoolean("errand.long") ? 40 : 4;
    private static final int MOST_CHECKPOINTS = 8;
    private static final int ROWS_OF_DISK = 6_000;

    /** More than there may be before all of the kills. */
    private static final int ROWS = KILLS * (MOST_CHECKPOINTS + 2) * KilledExport.ROWS_BETWEEN;

    @TempDir
    private Path directory;

    @Test
    void goesOnAfterEachKill() throws Exception {
        Random random = new Random(11);
        for (int kill = 0; kill < KILLS; kill++) {
            int checkpoints = 1 + random.nextInt(MOST_CHECKPOINTS);
            Process process = started(ROWS, List.of());
            try (BufferedReader said = process.inputReader(UTF_8);
                    OutputStream allowed = process.getOutputStream()) {
                allowed.write(new byte[checkpoints]);
                allowed.flush();
                for (int saved = 0; saved < checkpoints; saved++) {
                    assertThat(said.readLine()).isEqualTo("saved");
                }
                // on its way to the next checkpoint, where it would have to wait
                process.destroyForcibly().waitFor();
            }
            assertThat(directory.resolve("claims.xlsx")).doesNotExist();
        }

        Matcher taken = Pattern.compile("took (\\d+) of " + ROWS).matcher(lastLine(ROWS, List.of()));
        assertThat(taken.matches()).isTrue();
        assertThat(Integer.parseInt(taken.group(1)))
                .as("rows of the last process, after a checkpoint or more of each that was killed")
                .isLessThanOrEqualTo(ROWS - KILLS * (KilledExport.ROWS_BETWEEN - 1) + 1);
        requireWhole(ROWS);
    }

    /** As a disk that is full: a file may have no more than 128 kB there. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void goesOnWhenThereIsRoomOnTheDiskAgain() throws Exception {
        String failed = lastLine(ROWS_OF_DISK, List.of("sh", "-c", "ulimit -f 256 && exec \"$0\" \"$@\""));
        assertThat(failed).doesNotContain("took");
        assertThat(ResumeSample.files(directory.resolve("kept"))).hasSize(2);

        assertThat(lastLine(ROWS_OF_DISK, List.of())).matches("took [1-5]\\d{3} of " + ROWS_OF_DISK);
        requireWhole(ROWS_OF_DISK);
    }

    private void requireWhole(int rows) throws IOException {
        ExcelSheet<Integer> plain = new ResumeSample(KilledExport.ROWS_OF_SHEET).sheet();
        byte[] expected = ResumeSample.write(plain, ResumeSample.rows(rows));
        assertThat(ResumeSample.parts(Files.readAllBytes(directory.resolve("claims.xlsx"))))
                .isEqualTo(ResumeSample.parts(expected));
        assertThat(ResumeSample.files(directory.resolve("kept"))).isEmpty();
    }

    /** The last thing that is said by one that need not wait. */
    private String lastLine(int rows, List<String> before) throws Exception {
        Process process = started(rows, before);
        process.getOutputStream().close();
        try (BufferedReader said = process.inputReader(UTF_8)) {
            return said.lines().reduce("", (earlier, line) -> line);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Process started(int rows, List<String> before) throws Exception {
        Stream<String> java = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                SmallHeapTest.classPath(),
                KilledExport.class.getName(),
                directory.resolve("kept").toString(),
                directory.resolve("claims.xlsx").toString(),
                Integer.toString(rows));
        List<String> command = new ArrayList<>(before);
        java.forEach(command::add);
        File complaints = directory.resolve("complaints.txt").toFile(); // of the virtual machine too, about its options
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(complaints))
                .start();
    }
}

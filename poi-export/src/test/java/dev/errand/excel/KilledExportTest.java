package dev.errand.excel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
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

    @TempDir
    private Path directory;

    @Test
    void goesOnAfterEachKill() throws Exception {
        Random random = new Random();
        for (int kill = 0; kill < KILLS; kill++) {
            int checkpoints = 1 + random.nextInt(Math.max(1, 32 / KILLS));
            Process process = started(List.of());
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

        Matcher taken = Pattern.compile("took (\\d+) of " + KilledExport.ROWS).matcher(lastLine(List.of()));
        assertThat(taken.matches()).isTrue();
        assertThat(Integer.parseInt(taken.group(1)))
                .as("rows of the last process, after a checkpoint or more of each that was killed")
                .isLessThanOrEqualTo(KilledExport.ROWS - KILLS * KilledExport.ROWS_BETWEEN + 1);
        requireWhole();
    }

    /** As a disk that is full: a file may have no more than 128 kB there. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void goesOnWhenThereIsRoomOnTheDiskAgain() throws Exception {
        String failed = lastLine(List.of("sh", "-c", "ulimit -f 256 && exec \"$0\" \"$@\""));
        assertThat(failed).doesNotContain("took");
        assertThat(ResumeSample.files(directory.resolve("kept"))).hasSize(2);

        assertThat(lastLine(List.of())).matches("took [1-5]\\d{3} of " + KilledExport.ROWS);
        requireWhole();
    }

    private void requireWhole() throws IOException {
        ExcelSheet<Integer> plain = new ResumeSample(KilledExport.ROWS_OF_SHEET).sheet();
        byte[] expected = ResumeSample.write(plain, ResumeSample.rows(KilledExport.ROWS));
        assertThat(ResumeSample.parts(Files.readAllBytes(directory.resolve("claims.xlsx"))))
                .isEqualTo(ResumeSample.parts(expected));
        assertThat(ResumeSample.files(directory.resolve("kept"))).isEmpty();
    }

    /** The last thing that is said by one that need not wait. */
    private String lastLine(List<String> before) throws Exception {
        Process process = started(before);
        process.getOutputStream().close();
        try (BufferedReader said = process.inputReader(UTF_8)) {
            return said.lines().reduce("", (earlier, line) -> line);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Process started(List<String> before) throws Exception {
        Stream<String> java = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                SmallHeapTest.classPath(),
                KilledExport.class.getName(),
                directory.resolve("kept").toString(),
                directory.resolve("claims.xlsx").toString());
        List<String> command = new ArrayList<>(before);
        java.forEach(command::add);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}

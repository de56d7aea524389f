package dev.errand.excel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Exports in a process of their own. With {@code -Derrand.long=true} a million rows, else fewer. */
@Timeout(180)
class SmallHeapTest {

    private static final int ROWS = Boolean.getBoolean("errand.long") ? 1_000_000 : 200_000;

    @TempDir
    private Path directory;

    @Test
    void rowsDoNotFillTheHeap() throws Exception {
        assertThat(run(List.of("-Xmx32m", "-XX:+ExitOnOutOfMemoryError"), ROWS)).isEqualTo(ROWS + " rows\n");
    }

    @Test
    void saysWhereItCannotWrite() throws Exception {
        Path missing = directory.resolve("missing");

        assertThat(run(List.of("-Djava.io.tmpdir=" + missing), 10))
                .contains("dev.errand.excel.ExcelFileException: cannot write the temporary file in " + missing);
    }

    /** As a disk that is full: a file may have no more than 256 kB there. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void leavesNothingWhenTheDiskIsFull() throws Exception {
        Path file = Files.writeString(directory.resolve("numbers.xlsx"), "old");
        Stream<String> limited = Stream.of("sh", "-c", "ulimit -f 512 && exec \"$0\" \"$@\"");
        Stream<String> writing = Stream.concat(java(List.of("-XX:-UsePerfData"), 100_000), Stream.of(file.toString()));

        assertThat(started(Stream.concat(limited, writing)))
                .contains(
                        "dev.errand.excel.ExcelFileException: cannot write the file " + file + ": ", "File too large");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(file);
        }
        assertThat(file).hasContent("old");
    }

    private static String run(List<String> options, int rows) throws Exception {
        return started(java(options, rows));
    }

    private static Stream<String> java(List<String> options, int rows) throws URISyntaxException {
        return Stream.of(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                classPath()),
                        options.stream(),
                        Stream.of(SmallHeap.class.getName(), Integer.toString(rows)))
                .flatMap(part -> part);
    }

    private static String started(Stream<String> words) throws Exception {
        List<String> command = words.toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Where this process finds its classes and modules, and what is patched into one: the child has no modules. */
    static String classPath() throws URISyntaxException {
        URL own = requireNonNull(SmallHeap.class.getResource("SmallHeap.class"));
        Path tests = Path.of(own.toURI()).resolve("../../../..").normalize();
        return String.join(
                File.pathSeparator,
                tests.toString(),
                System.getProperty("java.class.path"),
                System.getProperty("jdk.module.path", ""));
    }
}

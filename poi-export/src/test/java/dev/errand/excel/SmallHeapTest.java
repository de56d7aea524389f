package dev.errand.excel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
                .contains("java.io.IOException: cannot write the workbook's temporary files in " + missing);
    }

    private static String run(List<String> options, int rows) throws Exception {
        List<String> command = Stream.of(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                classPath()),
                        options.stream(),
                        Stream.of(SmallHeap.class.getName(), Integer.toString(rows)))
                .flatMap(part -> part)
                .toList();
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
    private static String classPath() throws URISyntaxException {
        URL own = requireNonNull(SmallHeap.class.getResource("SmallHeap.class"));
        Path tests = Path.of(own.toURI()).resolve("../../../..").normalize();
        return String.join(
                File.pathSeparator,
                tests.toString(),
                System.getProperty("java.class.path"),
                System.getProperty("jdk.module.path", ""));
    }
}

package dev.errand.samples.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole demo, small: with processes of its own, one of which is really killed. */
@Timeout(240) // seconds; it takes a twentieth of that on a machine that has nothing else to do
class ClusterDemoTest {

    private static final String MACHINE = "worker-[12]";

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void losesNothingWhenAWorkerIsKilled() throws Exception {
        int exit = run("--claims", "2400", "--members", "300", "--lease", "8", "--dir", directory.toString());

        assertThat(said.toString(UTF_8))
                .containsPattern("kill -9 of " + MACHINE + ", which runs:(\\n +.*)*\\n +Reminders\\n")
                .contains("25 accepted, 25 done, 0 failed, 0 lost")
                .containsPattern("Reminders +by " + MACHINE + " after \\d+\\.\\d s")
                .contains("12 of 12 workbooks are complete and were opened, 2,400 rows in all")
                .containsPattern("156 claims: \\d+ paid once, \\d+ in doubt, 0 twice, 0 left out")
                .containsPattern("300 members: \\d+ written to once, \\d+ in doubt, 0 twice, 0 left out")
                .containsPattern(MACHINE + " +gone\\n")
                .contains("Nothing was lost, and nothing was done twice.");
        assertThat(exit).isZero();
        assertThat(directory.resolve("postgres")).as("data of the server").doesNotExist();
        try (Stream<Path> workbooks = Files.list(directory.resolve("workbooks"))) {
            assertThat(workbooks).hasSize(12);
        }
    }

    @ParameterizedTest
    @CsvSource({"--claims, 0", "--claims, many", "--members, 1", "--lease, 0", "--lease, 61"})
    void refusesAnOptionBeforeItDoesAnything(String option, String value) {
        assertThat(run("--dir", directory.toString(), option, value)).isEqualTo(2);

        assertThat(directory).isEmptyDirectory();
    }

    private int run(String... arguments) {
        return ClusterDemo.run(new PrintStream(said, true, UTF_8), arguments);
    }
}

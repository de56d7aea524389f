package dev.errand;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import dev.errand.artifact.FileNamesFuzz;
import dev.errand.excel.CellsFuzz;
import dev.errand.excel.zip.DeflateFuzz;
import dev.errand.jdbc.PayloadsFuzz;
import dev.errand.mail.bounce.ReturnedMailFuzz;
import dev.errand.mail.mime.MessagesFuzz;
import dev.errand.schedule.CronFuzz;
import dev.errand.web.CallsFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs each fuzz test in a process of its own, for so many inputs: some thousands by default, found from the same seed each time,
 * and as many as {@code -Derrand.fuzz=10000000} says, from another seed each time.
 *
 * <p>What they have found is kept in {@code target/fuzz}: {@code crash-…} is the input, and a run with it as its only argument
 * shows it again.
 */
class AllFuzzTest {

    private static final int INPUTS = Integer.getInteger("errand.fuzz", 20_000);
    private static final boolean SHORT = System.getProperty("errand.fuzz") == null;
    private static final int LONGEST = 4_096;
    private static final Path FOUND = Path.of("target", "fuzz");

    @ParameterizedTest
    @ValueSource(
            classes = {
                CallsFuzz.class,
                CellsFuzz.class,
                CronFuzz.class,
                DeflateFuzz.class,
                FileNamesFuzz.class,
                MessagesFuzz.class,
                PayloadsFuzz.class,
                ReturnedMailFuzz.class
            })
    void findsNothing(Class<?> target, @TempDir Path corpus) throws Exception {
        Path found = Files.createDirectories(FOUND.resolve(target.getSimpleName()));
        Path log = found.resolve("log.txt");

        int status = new ProcessBuilder(command(target, found, corpus))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();

        assertThat(status).as(() -> endOf(log)).isZero();
        assertThat(Files.readString(log)).contains("Done " + INPUTS + " runs");
    }

    private static List<String> command(Class<?> target, Path found, Path corpus) {
        return List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path"),
                Jazzer.class.getName(),
                "--target_class=" + target.getName(),
                "--instrumentation_includes=dev.errand.**",
                "--reproducer_path=" + found,
                "-artifact_prefix=" + found + "/",
                "-runs=" + INPUTS,
                "-seed=" + (SHORT ? 1 : 0),
                "-max_len=" + LONGEST,
                "-rss_limit_mb=0",
                "-print_final_stats=1",
                corpus.toString());
    }

    private static String endOf(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}

package dev.errand.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own for a main class of the tests, so that it may exhaust its heap, or be shown another clock. The
 * main class checks what it does, and says what it found as a line of its output, such as {@code ended=200}.
 */
final class ChildJvm {

    /** What the child has printed. */
    record Report(String output, Map<String, Long> figures) {

        long figure(String name) {
            assertThat(figures).as(output).containsKey(name);
            return figures.get(name);
        }
    }

    private final Class<?> main;
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();

    private ChildJvm(Class<?> main) {
        this.main = main;
    }

    static ChildJvm of(Class<?> main) {
        return new ChildJvm(main);
    }

    ChildJvm with(String... vmOptions) {
        options.addAll(List.of(vmOptions));
        return this;
    }

    ChildJvm environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Runs it to its end, which must be a good one, within a limit. */
    Report run(Duration limit, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile("errand-child-", ".txt");
        try {
            Process process = start(output, arguments);
            try {
                boolean ended = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
                String printed = Files.readString(output);
                assertThat(ended).as("ended within %s:%n%s", limit, printed).isTrue();
                assertThat(process.exitValue()).as("exit code:%n%s", printed).isZero();
                return new Report(printed, figuresIn(printed));
            } finally {
                process.destroyForcibly().waitFor();
            }
        } finally {
            Files.delete(output);
        }
    }

    private Process start(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Also where this process finds its modules: the child has none. */
    private static String classPath() {
        Properties system = System.getProperties();
        return system.getProperty("java.class.path")
                + System.getProperty("path.separator")
                + system.getProperty("jdk.module.path", "");
    }

    private static Map<String, Long> figuresIn(String output) {
        Map<String, Long> figures = new LinkedHashMap<>();
        output.lines()
                .filter(line -> line.matches("[a-zA-Z]+=-?\\d+"))
                .map(line -> line.split("=", 2))
                .forEach(figure -> figures.put(figure[0], Long.parseLong(figure[1])));
        return figures;
    }
}

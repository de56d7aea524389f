package dev.errand.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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

    /** A child that others wait for, and that may wait for others: it then reads its standard input. */
    static final class Running implements AutoCloseable {

        private final Process process;
        private final BufferedReader output;
        private final StringBuilder printed = new StringBuilder();

        private Running(Process process, Duration limit) {
            this.process = process;
            this.output = process.inputReader();
            CompletableFuture<Process> unused = process.onExit()
                    .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
                    .exceptionally(tooLate -> process.destroyForcibly());
        }

        void awaitLine(String expected) throws IOException {
            String line = nextLine();
            while (line != null && !line.equals(expected)) {
                line = nextLine();
            }
            assertThat(line).as("line of%n%s", printed).isEqualTo(expected);
        }

        void goOn() throws IOException {
            process.outputWriter().append('\n').flush();
        }

        /** Waits for its end, which must be a good one. */
        Report awaitEnd() throws IOException, InterruptedException {
            while (nextLine() != null) {
                Thread.onSpinWait();
            }
            assertThat(process.waitFor()).as("exit code:%n%s", printed).isZero();
            return new Report(printed.toString(), figuresIn(printed.toString()));
        }

        /** As {@code kill -9} does it. */
        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        private @Nullable String nextLine() throws IOException {
            String line = output.readLine();
            printed.append(line == null ? "" : line + "\n");
            return line;
        }

        @Override
        public void close() {
            process.destroyForcibly();
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
            Process process = builder(arguments).redirectOutput(output.toFile()).start();
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

    /** Starts it, and leaves it alone for a limit, after which it is killed. */
    Running start(Duration limit, String... arguments) throws IOException {
        return new Running(builder(arguments).start(), limit);
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder;
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

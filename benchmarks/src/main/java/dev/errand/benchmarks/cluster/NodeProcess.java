package dev.errand.benchmarks.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A {@link Node} as the comparison sees it. Not for more than one thread. */
final class NodeProcess implements AutoCloseable {

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    NodeProcess() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Node.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = process.outputWriter(StandardCharsets.US_ASCII);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Opens a contender, which does not run tasks yet. */
    void open(Contenders contender, String url, Duration poll, Duration lease) throws IOException {
        ask("open " + contender.name() + " " + url + " " + poll + " " + lease);
    }

    /** Lets the contender run tasks. */
    void start() throws IOException {
        ask("start");
    }

    /**
     * Submits tasks, a batch in one call or, if a batch is one task, each by its own.
     *
     * @return when the first call began and when the last one returned
     */
    Span submit(String prefix, int tasks, int batch) throws IOException {
        String times = ask("submit " + prefix + " " + tasks + " " + batch);
        int between = times.indexOf(' ');
        return new Span(Long.parseLong(times.substring(0, between)), Long.parseLong(times.substring(between + 1)));
    }

    /** How many tasks have run there since it was opened. */
    long runs() throws IOException {
        return Long.parseLong(ask("runs"));
    }

    /** When the task began to run there, in the nanoseconds of {@link System#nanoTime}. */
    long begun(String id, Duration limit) throws IOException {
        return Long.parseLong(ask("begun " + id + " " + limit.toMillis()));
    }

    /** Asks for the end of a task that was submitted there. When the call began, in the nanoseconds as above. */
    long cancel(String id) throws IOException {
        return Long.parseLong(ask("cancel " + id));
    }

    /** When the task saw there that it is to stop, in the nanoseconds as above. */
    long stopped(String id, Duration limit) throws IOException {
        return Long.parseLong(ask("stopped " + id + " " + limit.toMillis()));
    }

    /** Whether no task is left in the database. */
    boolean allEnded() throws IOException {
        return Boolean.parseBoolean(ask("ended"));
    }

    /** The process itself. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Closes the contender; another may be opened. */
    void closeContender() throws IOException {
        ask("close");
    }

    /** Ends the process as a power cut would: {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private String ask(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        String answer = answers.readLine();
        if (answer == null || answer.startsWith("error")) {
            throw new IOException(command + ": " + (answer == null ? "the node has gone" : answer));
        }
        return answer;
    }

    /**
     * From when to when, in the nanoseconds of {@link System#nanoTime}.
     *
     * @param began the first moment
     * @param ended the last one
     */
    record Span(long began, long ended) {

        double seconds() {
            return (ended - began) / 1e9;
        }
    }
}

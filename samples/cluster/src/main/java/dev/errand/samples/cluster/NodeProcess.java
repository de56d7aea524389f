package dev.errand.samples.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process that stands for a machine: it says line by line what it does, and can be killed. */
final class NodeProcess implements AutoCloseable {

    /** A worker has joined the others. */
    static final String READY = "ready";

    /** A worker begins a task; its id and the number of the attempt follow. */
    static final String BEGINS = "begins";

    /** A task was accepted; its id follows. */
    static final String ACCEPTED = "accepted";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String name;
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread reader;

    private NodeProcess(String name, Process process, Consumer<String> listener) {
        this.name = name;
        this.process = process;
        this.reader = Thread.ofVirtual().start(() -> read(listener));
    }

    /**
     * Starts one with the class path of this one. Its log is in the directory, under its name.
     *
     * @param listener is told each line that it says
     */
    static NodeProcess start(Class<?> main, String name, Places places, Path directory, Consumer<String> listener)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider",
                "-Ddemo.log=" + directory.resolve(name + ".log"),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                name));
        command.addAll(places.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(directory.resolve(name + ".err").toFile());
        return new NodeProcess(name, builder.start(), listener);
    }

    /** Lets the process that calls this end when that which started it has ended, in whatever way. */
    static void endWithItsParent() {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        var unused = parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
    }

    /** The arguments of a process without its name. */
    static String[] rest(String... arguments) {
        return Arrays.copyOfRange(arguments, 1, arguments.length);
    }

    private void read(Consumer<String> listener) {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                listener.accept(line);
                if (line.equals(READY)) {
                    ready.countDown();
                }
            }
        } catch (IOException killed) {
            // what it had said is there
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    void awaitReady() throws InterruptedException {
        if (!ready.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(name + " has not started: see its log");
        }
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " has ended by itself: see its log");
        }
    }

    /** What it has said up to its end. */
    List<String> awaitEnd() throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(name + " has not come to its end: see its log");
        }
        reader.join();
        return lines;
    }

    /** As by {@code kill -9}: it is gone before it can do anything about it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end, as by {@code kill}, and waits until it has. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

package dev.errand.jdbc.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;

/**
 * A JVM of its own that runs a main class of the tests: a machine that can be killed, frozen and cut off.
 *
 * <p>It says how far it is by lines on its output, which a test awaits. It dies when it is closed, and when this JVM dies.
 */
public final class ChildProcess implements AutoCloseable {

    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final GuardedProcess process;
    private final OutputLines output;

    private ChildProcess(GuardedProcess process) {
        this.process = process;
        this.output = OutputLines.of(process.process().getInputStream());
    }

    /** A child that is still to be started, on the class path of this JVM. */
    public static Launch of(Class<?> main) {
        return new Launch(main);
    }

    /**
     * The first line that matches, of those after the one that was returned last. Blocks until it is there.
     *
     * @throws AssertionError with all that was printed, if it does not come within the limit, or the child ended without it
     */
    public String awaitLine(Predicate<String> predicate, Duration limit) throws InterruptedException {
        return output.await(predicate, limit);
    }

    /** Blocks until the child has printed exactly this line, after the one that was returned last. */
    public void awaitLine(String line, Duration limit) throws InterruptedException {
        output.await(line::equals, limit);
    }

    /** All lines so far, of output and errors. */
    public List<String> lines() {
        return output.all();
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Also true while it is frozen. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** As by {@code kill -9}; returns when it is gone. */
    public void kill() throws IOException {
        process.kill();
    }

    /** As by {@code kill -STOP}; returns when none of its threads runs any more. */
    public void freeze() throws IOException {
        process.freeze();
    }

    /** As by {@code kill -CONT}: a frozen child goes on where it stood. */
    public void thaw() throws IOException {
        process.thaw();
    }

    /** As by {@code kill}: asks it to end, which runs its shutdown hooks, and does not wait for that. */
    public void terminate() throws IOException {
        process.signal("TERM");
    }

    /**
     * Blocks until it has ended by itself or by what was done to it.
     *
     * @return its exit code; 128 and the number of the signal, if one killed it
     */
    public int awaitEnd(Duration limit) {
        process.awaitEnd(limit);
        return process.process().exitValue();
    }

    /** Kills it, if it lives. */
    @Override
    public void close() {
        try {
            process.kill();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "process " + pid() + ", which printed:\n" + String.join("\n", lines());
    }

    /** What a child is started with. */
    public static final class Launch {

        private final Class<?> main;
        private final List<String> vmOptions = new ArrayList<>(QUICK_START);
        private final Map<String, String> environment = new LinkedHashMap<>();

        private Optional<NetworkNamespace> namespace = Optional.empty();
        private String classPath = classPath();

        private Launch(Class<?> main) {
            this.main = main;
        }

        /** Further options of the JVM, such as {@code -Xmx64m}. By default it is one that starts quickly. */
        public Launch with(String... options) {
            vmOptions.addAll(List.of(options));
            return this;
        }

        /** A variable of its environment. */
        public Launch environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Lets it find its classes elsewhere; by default, where this JVM does. */
        public Launch on(String otherClassPath) {
            classPath = otherClassPath;
            return this;
        }

        /** Shows it another clock. */
        public Launch clock(Faketime clock) {
            environment.putAll(clock.environment());
            return this;
        }

        /** Starts it where it has a network of its own. */
        public Launch inside(NetworkNamespace namespace) {
            this.namespace = Optional.of(namespace);
            return this;
        }

        /** Starts it with the arguments of its main method. */
        public ChildProcess start(String... arguments) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(ProcessHandle.current().info().command().orElseThrow());
            command.addAll(vmOptions);
            command.addAll(List.of("-cp", classPath, main.getName()));
            command.addAll(List.of(arguments));
            List<String> whole = namespace
                    .map(place -> place.within(command.toArray(String[]::new)))
                    .orElse(command);
            ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
            builder.environment().putAll(environment);
            return new ChildProcess(GuardedProcess.start(builder));
        }

        /** Where this JVM finds its classes, and its modules: a child has none. */
        public static String classPath() {
            Properties system = System.getProperties();
            return system.getProperty("java.class.path")
                    + System.getProperty("path.separator")
                    + system.getProperty("jdk.module.path", "");
        }
    }
}

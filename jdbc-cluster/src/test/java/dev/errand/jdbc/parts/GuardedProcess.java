package dev.errand.jdbc.parts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process that does not outlive this one, in whatever way this one ends.
 *
 * <p>A watcher beside it reads from us. When we are gone it reads the end, and kills the process, be it frozen. The process
 * itself has nothing to read. Linux only, as is what it runs.
 */
final class GuardedProcess {

    private static final String WITH_WATCHER =
            "exec 3<&0; (cat <&3; kill -KILL $$) >/dev/null 2>&1 & exec \"$@\" 3<&- </dev/null";
    private static final char STOPPED = 'T';
    private static final char ZOMBIE = 'Z';
    private static final char GONE = 'X';
    private static final Duration LIMIT = ofSeconds(20);

    private final Process process;

    private GuardedProcess(Process process) {
        this.process = process;
    }

    /** Starts the command of a builder, with its directory, environment and redirections. */
    static GuardedProcess start(ProcessBuilder builder) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", WITH_WATCHER, "sh"));
        command.addAll(builder.command());
        return new GuardedProcess(builder.command(command).start());
    }

    Process process() {
        return process;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a signal, by its name without SIG, and does not wait for what comes of it. */
    void signal(String name) throws IOException {
        Optional<String> complaint = send(name);
        if (complaint.isPresent()) {
            throw new AssertionError("no SIG" + name + " for process " + pid() + ": " + complaint.get());
        }
    }

    /** Empty if it was delivered. */
    private Optional<String> send(String name) throws IOException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid())
                .redirectErrorStream(true)
                .start();
        String complaint = new String(kill.getInputStream().readAllBytes(), UTF_8);
        return kill.onExit().join().exitValue() == 0 ? Optional.empty() : Optional.of(complaint);
    }

    /** Returns when none of its threads runs any more. */
    void freeze() throws IOException {
        signal("STOP");
        Await.until("process " + pid() + " stands still", LIMIT, this::standsStill);
    }

    void thaw() throws IOException {
        signal("CONT");
    }

    /** Kills it and all its descendants, and returns when they are gone. It is frozen first, so that it makes no more. */
    void kill() throws IOException {
        if (process.isAlive()) {
            send("STOP"); // or it has just ended, which is as well
        }
        List<ProcessHandle> family = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        family.forEach(ProcessHandle::destroyForcibly);
        Await.until(
                "process " + pid() + " is gone, with all its own",
                LIMIT,
                () -> family.stream().noneMatch(GuardedProcess::lives));
        awaitEnd(LIMIT);
    }

    void awaitEnd(Duration limit) {
        Await.until("process " + pid() + " ended", limit, () -> !process.isAlive());
    }

    private boolean standsStill() throws IOException {
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(ofProcess(pid()).resolve("task"))) {
            for (Path thread : threads) {
                char state = state(thread);
                if (state != STOPPED && state != GONE) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Those of which only the entry is left, since nobody has asked yet how they ended, do not; nor does one whose number
     * another process has by now.
     */
    static boolean lives(ProcessHandle process) {
        char state = state(ofProcess(process.pid()));
        return state != GONE && state != ZOMBIE && process.isAlive();
    }

    private static Path ofProcess(long pid) {
        return Path.of("/proc", Long.toString(pid));
    }

    /** Of a process or thread, as Linux writes it behind its name in parentheses. */
    private static char state(Path entry) {
        try {
            String stat = Files.readString(entry.resolve("stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException ended) {
            return GONE;
        }
    }
}

package dev.errand.jdbc.parts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a process prints, line by line, as it comes. */
final class OutputLines {

    private final List<String> lines = new ArrayList<>();
    private int next;
    private boolean ended;

    private OutputLines() {}

    /** Reads the stream to its end, on a thread of its own. */
    static OutputLines of(InputStream stream) {
        OutputLines output = new OutputLines();
        Thread.ofPlatform().daemon().name("output of a child").start(() -> output.readAll(stream));
        return output;
    }

    synchronized List<String> all() {
        return List.copyOf(lines);
    }

    /** The first line that matches, of those after the one returned last. */
    synchronized String await(Predicate<String> predicate, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            while (next < lines.size()) {
                String line = lines.get(next++);
                if (predicate.test(line)) {
                    return line;
                }
            }
            long left = deadline - System.nanoTime();
            if (ended || left <= 0) {
                String when = ended ? "before the output ended" : "within " + limit;
                throw new AssertionError(
                        "the line that was awaited did not come " + when + ", but:\n" + String.join("\n", lines));
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private void readAll(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException closed) {
            // the process was killed
        }
        end();
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}

package dev.errand.jdbc.kills;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one process has done, line by line, in a file of its own: a line that was written is there whatever happens to the
 * process next, since it is with the operating system then.
 *
 * <p>May be written by any thread. Instants are of the machine's monotonic clock, on which all its processes agree.
 */
final class Diary {

    private static final String EXTENSION = ".diary";

    /** What is written down. */
    enum What {
        /** A submitter is about to submit what has this key. */
        TRIED,
        /** A submitter was told that a task is accepted. */
        ACKED,
        /** A worker has begun an attempt. */
        BEGUN,
        /** The effect of a task, of which there should be one. */
        DONE,
        /** An attempt was interrupted, and does nothing more. */
        STOPPED,
        /** What an attempt wanted to write was refused, since the task was taken from it. */
        REFUSED,
        /** A process was killed, by whoever writes this; it is the task. */
        KILLED
    }

    /**
     * A line.
     *
     * @param node who wrote it
     * @param attempt of the task; 0 for submitters
     * @param detail the key, or what was refused; a dash for nothing
     */
    record Entry(String node, What what, String task, int attempt, long nanoTime, String detail) {

        private static Entry parse(String node, String line) {
            String[] fields = line.split(" ", 5);
            return new Entry(
                    node,
                    What.valueOf(fields[0]),
                    fields[1],
                    Integer.parseInt(fields[2]),
                    Long.parseLong(fields[3]),
                    fields[4]);
        }
    }

    private final OutputStream file;

    private Diary(OutputStream file) {
        this.file = file;
    }

    /** The diary of a process, which has a name that no other one ever had. */
    static Diary of(String node, Path directory) throws IOException {
        return new Diary(new FileOutputStream(fileOf(node, directory).toFile(), true));
    }

    static Path fileOf(String node, Path directory) {
        return directory.resolve(node + EXTENSION);
    }

    /** Returns when the line is with the operating system; it says when this was called, since a busy disk takes its time. */
    void write(What what, String task, int attempt, String detail) {
        write(what + " " + task + " " + attempt + " " + System.nanoTime() + " " + detail + "\n");
    }

    private synchronized void write(String line) {
        try {
            file.write(line.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(What what, String task, int attempt) {
        write(what, task, attempt, "-");
    }

    /** What one process has written so far; nothing if it has not begun. */
    static List<Entry> read(String node, Path directory) throws IOException {
        Path file = fileOf(node, directory);
        try {
            String text = Files.readString(file);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            return whole.lines().map(line -> Entry.parse(node, line)).toList();
        } catch (NoSuchFileException notYet) {
            return List.of();
        }
    }

    /** What all processes have written, one after the other. */
    static List<Entry> readAll(Path directory) throws IOException {
        List<Entry> all = new ArrayList<>();
        for (String node : nodes(directory)) {
            all.addAll(read(node, directory));
        }
        return all;
    }

    private static List<String> nodes(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(EXTENSION))
                    .map(name -> name.substring(0, name.length() - EXTENSION.length()))
                    .sorted()
                    .toList();
        }
    }
}

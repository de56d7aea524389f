package dev.errand.excel.resume;

import static java.util.Objects.requireNonNull;

import dev.errand.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where an export keeps what it has written so far, and how often it makes sure of it, so that the next attempt goes on
 * from there: {@code Checkpoints.in(directory).every(ofSeconds(10))}.
 *
 * <p>There are two files for each export under way: the workbook as far as it has come, and a small one that says how far
 * that is. Both are flushed to the disk at each checkpoint, and removed when the export is complete. An attempt that was
 * killed leaves them; the next one of the same task cuts off what was written after the last checkpoint, passes over the
 * rows that are in the workbook already, and goes on. Where the files are damaged, belong to a sheet that looks different
 * or to a version of this library that writes sheets differently, or are in the hands of another process, it begins at the
 * first row.
 *
 * <p>So a directory of one machine helps where attempts run on that machine; one that is shared helps on all of them, if
 * its file system has locks and renames files atomically. Where an attempt does not find the files of the one before, it
 * begins at the first row.
 *
 * <p>Immutable, and safe to share between threads and exports: every method returns a changed copy.
 */
public final class Checkpoints {

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
    private static final Duration USUAL_INTERVAL = Duration.ofSeconds(5);
    private static final Duration SHORTEST_KEEPING = Duration.ofMinutes(1);
    private static final Duration LONGEST_KEEPING = Duration.ofDays(365);
    private static final Duration USUAL_KEEPING = Duration.ofDays(3);
    private static final int LONGEST_NAME = 200;

    private final Path directory;
    private final String name;
    private final Duration interval;
    private final Duration keeping;

    private Checkpoints(Path directory, String name, Duration interval, Duration keeping) {
        this.directory = directory;
        this.name = name;
        this.interval = interval;
        this.keeping = keeping;
    }

    /**
     * Checkpoints in a directory, every five seconds, of which left-overs are kept for three days.
     *
     * @param directory where to keep them; made when it is needed, and nobody else's business, since the files hold what
     *     the workbooks hold
     * @return those checkpoints
     */
    public static Checkpoints in(Path directory) {
        return new Checkpoints(requireNonNull(directory, "directory"), "", USUAL_INTERVAL, USUAL_KEEPING);
    }

    /**
     * With a name for the export. A task needs one only if it exports two sheets of the same title; its id keeps tasks
     * apart. An export without a task goes on from an earlier one of the same name and title, and without a name it is not
     * resumable: so name what is in it too, such as {@code "claims of 2026-11-29"}, lest today's goes on from yesterday's.
     *
     * @param name 1 to 200 characters
     * @return a changed copy
     * @throws InvalidInputException if it is empty or too long
     */
    public Checkpoints named(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new InvalidInputException("name of checkpoints", name, "have 1 to " + LONGEST_NAME + " characters");
        }
        return new Checkpoints(directory, name, interval, keeping);
    }

    /**
     * With another time between checkpoints: what a kill may cost. Where the disk is so slow that a checkpoint takes more
     * than a twentieth of that, they are made less often.
     *
     * @param interval 100 milliseconds to an hour
     * @return a changed copy
     * @throws InvalidInputException if it is out of range
     */
    public Checkpoints every(Duration interval) {
        if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new InvalidInputException("time between checkpoints", interval, "be 100 milliseconds to an hour");
        }
        return new Checkpoints(directory, name, interval, keeping);
    }

    /**
     * With another time for which files are kept that nobody writes to, since their export was cancelled, has failed for
     * good or was killed and not begun again. Whichever export begins next removes them.
     *
     * @param keeping a minute to 365 days
     * @return a changed copy
     * @throws InvalidInputException if it is out of range
     */
    public Checkpoints keptFor(Duration keeping) {
        if (keeping.compareTo(SHORTEST_KEEPING) < 0 || keeping.compareTo(LONGEST_KEEPING) > 0) {
            throw new InvalidInputException("time to keep left-overs", keeping, "be a minute to 365 days");
        }
        return new Checkpoints(directory, name, interval, keeping);
    }

    /**
     * Where they are.
     *
     * @return as given to {@link #in}
     */
    public Path directory() {
        return directory;
    }

    /**
     * What tells them from others of the same task.
     *
     * @return as given to {@link #named}; empty if nothing was
     */
    public String name() {
        return name;
    }

    /**
     * The time between two of them.
     *
     * @return 100 milliseconds to an hour
     */
    public Duration interval() {
        return interval;
    }

    /**
     * For how long files are kept that nobody writes to.
     *
     * @return a minute to 365 days
     */
    public Duration keeping() {
        return keeping;
    }
}

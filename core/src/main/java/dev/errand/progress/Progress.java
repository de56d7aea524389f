package dev.errand.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How far one task has come: units finished, out of a total that may still be unknown.
 *
 * <p>A unit is whatever the task counts: rows for an export, recipients for a mailing. The total is an estimate: a task
 * that outgrows it raises it, and is not failed for it.
 *
 * <p>Immutable, and safe to share between threads.
 *
 * @param done units finished well, zero or more
 * @param failed units given up, zero or more; never also counted as {@code done}
 * @param total units expected in all, at least {@code done + failed}; empty while unknown
 * @param phase what the task is busy with, in a word or two; empty when it does not say
 * @param message the task's latest remark to its owner; empty when there is none
 * @param pace rate and time left at this moment
 */
public record Progress(long done, long failed, OptionalLong total, String phase, String message, Pace pace) {

    /** Nothing finished, and no total known yet. */
    public static final Progress NOT_STARTED = new Progress(0, 0, OptionalLong.empty(), "", "", Pace.UNKNOWN);

    /**
     * Checks the counts against each other.
     *
     * @throws IllegalArgumentException if a count is negative, or both together exceed {@code total}
     */
    public Progress {
        if (done < 0 || failed < 0 || done + failed > total.orElse(Long.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "not a progress: " + done + " done and " + failed + " failed of " + total);
        }
    }

    /**
     * Units that need no more work.
     *
     * @return {@code done + failed}
     */
    public long processed() {
        return done + failed;
    }

    /**
     * The share that is processed, rounded down.
     *
     * @return 0 to 100; empty while the total is unknown or zero
     */
    public OptionalInt percent() {
        if (total.orElse(0) == 0) {
            return OptionalInt.empty();
        }
        return OptionalInt.of((int) Math.floor(100.0 * processed() / total.getAsLong()));
    }

    /**
     * The rate, as in {@link Pace#unitsPerSecond()}.
     *
     * @return units a second; empty until measured
     */
    public OptionalDouble unitsPerSecond() {
        return pace.unitsPerSecond();
    }

    /**
     * The time that the rest will take, as in {@link Pace#timeLeft()}.
     *
     * @return zero or more; empty while nothing sensible can be said
     */
    public Optional<Duration> timeLeft() {
        return pace.timeLeft();
    }
}

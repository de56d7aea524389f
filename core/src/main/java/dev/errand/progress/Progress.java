package dev.errand.progress;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How far one task has come, at one moment.
 *
 * <p>A unit is whatever the task counts: rows for an export, recipients for a mailing. The total is an estimate: a task
 * that outgrows it raises it, and is not failed for it.
 *
 * <p>Immutable, and safe to share between threads.
 *
 * @param units what is processed, and how much there is
 * @param percent the share of the whole that is through, 0 to 100, rounded down; empty while nobody can tell. Within an
 *     attempt it never falls, so it may be higher than the counts alone would say
 * @param phase what the task is busy with
 * @param remarks the task's latest remark to its owner, and what came of it
 * @param pace rate, time left and stall at this moment
 * @param failedItems the first of the units that failed with a name, at most {@value #MAX_FAILED_ITEMS}; the count of
 *     failed units is exact also beyond them
 */
public record Progress(
        Units units, OptionalInt percent, Phase phase, Remarks remarks, Pace pace, List<FailedItem> failedItems) {

    /** How many failed items are kept by name. */
    public static final int MAX_FAILED_ITEMS = 10_000;

    /** Nothing processed, and nothing known yet. */
    public static final Progress NOT_STARTED = new Progress(Units.NONE, Phase.UNNAMED, "", Pace.UNKNOWN, List.of());

    /**
     * Checks percentage and number of failed items.
     *
     * @throws IllegalArgumentException if the percentage is not one, or is 100 with phases to come, or there are more
     *     than {@value #MAX_FAILED_ITEMS} failed items
     */
    public Progress {
        Objects.requireNonNull(remarks, "remarks");
        int shown = percent.orElse(0);
        if (shown < 0 || shown > (phase.hasNext() ? 99 : 100)) {
            throw new IllegalArgumentException(
                    "not a percentage: " + shown + " in phase " + phase.number() + " of " + phase.count());
        }
        if (failedItems.size() > MAX_FAILED_ITEMS) {
            throw new IllegalArgumentException(
                    "failedItems are " + failedItems.size() + ", but must be at most " + MAX_FAILED_ITEMS);
        }
        failedItems = FailedItems.unmodifiable(failedItems);
    }

    /**
     * A progress with the percentage that its counts say: of the units, or the beginning of its phase if there is a
     * plan.
     *
     * @param units what is processed, and how much there is
     * @param phase what the task is busy with
     * @param message the latest remark; may be empty
     * @param pace rate, time left and stall
     * @param failedItems the first of the units that failed with a name
     */
    public Progress(Units units, Phase phase, String message, Pace pace, List<FailedItem> failedItems) {
        this(units, Course.at(units, phase).percent(units.processed()), phase, Remarks.of(message), pace, failedItems);
    }

    /**
     * The latest remark, as in {@link Remarks#message()}.
     *
     * @return one line; empty when there is none
     */
    public String message() {
        return remarks.message();
    }

    /**
     * What came of the task, as in {@link Remarks#summary()}.
     *
     * @return one line; empty unless the task has left one
     */
    public String summary() {
        return remarks.summary();
    }

    /**
     * Units finished well, as in {@link Units#done()}.
     *
     * @return zero or more
     */
    public long done() {
        return units.done();
    }

    /**
     * Units given up, as in {@link Units#failed()}.
     *
     * @return zero or more
     */
    public long failed() {
        return units.failed();
    }

    /**
     * Units that needed no work, as in {@link Units#skipped()}.
     *
     * @return zero or more
     */
    public long skipped() {
        return units.skipped();
    }

    /**
     * Units expected in all, as in {@link Units#total()}.
     *
     * @return at least {@link #processed()}; empty while unknown
     */
    public OptionalLong total() {
        return units.total();
    }

    /**
     * Units that need no more work, as in {@link Units#processed()}.
     *
     * @return zero or more
     */
    public long processed() {
        return units.processed();
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
     * @return empty while nothing sensible can be said
     */
    public Optional<TimeLeft> timeLeft() {
        return pace.timeLeft();
    }

    /**
     * Whether this takes longer than it ever did, as in {@link Pace#overdue()}.
     *
     * @return true from then on
     */
    public boolean isOverdue() {
        return pace.overdue();
    }

    /**
     * How long the task has stood still, as in {@link Pace#stalledFor()}.
     *
     * @return empty while it moves
     */
    public Optional<Duration> stalledFor() {
        return pace.stalledFor();
    }
}

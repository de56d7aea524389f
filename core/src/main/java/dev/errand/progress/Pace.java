package dev.errand.progress;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How fast a task is, and how long it still needs. Each part stays empty until it means something.
 *
 * @param unitsPerSecond units processed each second over the last ten, zero or more; empty until measured
 * @param timeLeft how long the rest will take; empty while nothing sensible can be said
 * @param stalledFor how long ago the last unit was processed, zero or more, if that is suspiciously long; otherwise
 *     empty
 * @param overdue whether it takes longer than the slowest of the latest runs of its type would have taken for as much;
 *     false while there are too few of them to tell
 */
public record Pace(
        OptionalDouble unitsPerSecond, Optional<TimeLeft> timeLeft, Optional<Duration> stalledFor, boolean overdue) {

    /** Nothing measured yet. */
    public static final Pace UNKNOWN = new Pace(OptionalDouble.empty(), Optional.empty(), Optional.empty());

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the rate is negative or not a finite number, the stall is negative, or a task
     *     that stands still has a time left
     */
    public Pace {
        Objects.requireNonNull(timeLeft, "timeLeft");
        if (!(unitsPerSecond.orElse(0) >= 0) || Double.isInfinite(unitsPerSecond.orElse(0))) {
            throw new IllegalArgumentException("not a rate: " + unitsPerSecond.getAsDouble() + " units a second");
        }
        if (stalledFor.isPresent() && (stalledFor.get().isNegative() || timeLeft.isPresent())) {
            throw new IllegalArgumentException(
                    "not a stall: for " + stalledFor.get() + ", with a time left of " + timeLeft);
        }
    }

    /**
     * A pace like that of earlier runs.
     *
     * @param unitsPerSecond as above
     * @param timeLeft as above
     * @param stalledFor as above
     */
    public Pace(OptionalDouble unitsPerSecond, Optional<TimeLeft> timeLeft, Optional<Duration> stalledFor) {
        this(unitsPerSecond, timeLeft, stalledFor, false);
    }
}

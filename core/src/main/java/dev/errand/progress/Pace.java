package dev.errand.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How fast a task is, and how long it still needs.
 *
 * <p>Both come from the last ten seconds, so they follow a task that speeds up or slows down, and both stay empty until
 * they mean something.
 *
 * @param unitsPerSecond units finished each second, zero or more; empty until measured
 * @param timeLeft how long the rest will take at this rate, zero or more; empty while the total or the rate is unknown,
 *     and for a task that stands still
 */
public record Pace(OptionalDouble unitsPerSecond, Optional<Duration> timeLeft) {

    /** Nothing measured yet. */
    public static final Pace UNKNOWN = new Pace(OptionalDouble.empty(), Optional.empty());

    /**
     * Checks both values.
     *
     * @throws IllegalArgumentException if the rate is negative or not a finite number, or the time left is negative
     */
    public Pace {
        if (!(unitsPerSecond.orElse(0) >= 0) || Double.isInfinite(unitsPerSecond.orElse(0))) {
            throw new IllegalArgumentException("not a rate: " + unitsPerSecond.getAsDouble() + " units a second");
        }
        if (timeLeft.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("not a time left: " + timeLeft.get());
        }
    }
}

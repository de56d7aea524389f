package dev.errand.registry;

import dev.errand.InvalidInputException;
import java.time.Duration;

/**
 * How many ended tasks are remembered, and for how long. The oldest go first; a task that has not ended is never
 * forgotten.
 *
 * @param maxEnded how many at most, zero or more
 * @param maxAge for how long after its end; more than zero, and at most 36,500 days
 */
public record Retention(int maxEnded, Duration maxAge) {

    private static final Duration LONGEST_AGE = Duration.ofDays(36_500);

    /** For how long it is known of a task that is forgotten that there was one. */
    public static final Duration OF_TOMBSTONES = Duration.ofDays(30);

    /** Ten thousand ended tasks, for seven days: as long as a directory store keeps their files. */
    public static final Retention DEFAULT = new Retention(10_000, Duration.ofDays(7));

    /**
     * Checks both limits.
     *
     * @throws InvalidInputException if one is out of its range
     */
    public Retention {
        if (maxEnded < 0) {
            throw new InvalidInputException("max ended", maxEnded, "be zero or more");
        }
        if (!maxAge.isPositive() || maxAge.compareTo(LONGEST_AGE) > 0) {
            throw new InvalidInputException(
                    "max age", maxAge, "be more than zero, and at most " + LONGEST_AGE.toDays() + " days");
        }
    }
}

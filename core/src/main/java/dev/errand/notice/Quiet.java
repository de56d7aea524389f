package dev.errand.notice;

import dev.errand.InvalidInputException;
import java.time.Duration;

/**
 * How many notices one owner gets singly. What comes beyond that waits for the end of the time, and is delivered together.
 *
 * @param most how many, 1 or more
 * @param within in which time, from 1 second to 1 day
 */
public record Quiet(int most, Duration within) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Five in ten minutes. */
    public static final Quiet DEFAULT = new Quiet(5, Duration.ofMinutes(10));

    /**
     * Checks both parts.
     *
     * @throws InvalidInputException if one is out of its range
     */
    public Quiet {
        if (most < 1) {
            throw new InvalidInputException("most notices", most, "be 1 or more");
        }
        if (within.compareTo(SHORTEST) < 0 || within.compareTo(LONGEST) > 0) {
            throw new InvalidInputException("time of notices", within, "be 1 second to 1 day");
        }
    }
}

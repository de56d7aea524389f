package dev.errand.progress;

import java.time.Duration;
import java.util.Objects;

/**
 * How long the rest of a task will take: the likely time, and the range in which it will mostly fall if the task goes
 * on as it did.
 *
 * @param expected the likely time, zero or more
 * @param low what it will hardly fall below, zero to {@code expected}
 * @param high what it will hardly exceed, at least {@code expected}
 * @param confidence how much this is worth
 */
public record TimeLeft(Duration expected, Duration low, Duration high, Confidence confidence) {

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if {@code low} is negative, or the three are not in order
     */
    public TimeLeft {
        Objects.requireNonNull(confidence, "confidence");
        if (low.isNegative() || low.compareTo(expected) > 0 || expected.compareTo(high) > 0) {
            throw new IllegalArgumentException("not a time left: " + low + " to " + high + ", likely " + expected);
        }
    }
}

package dev.errand;

import java.time.Duration;
import java.util.Optional;

/**
 * How long an attempt may take, how long it has to stop when it is asked to, and when it is said to stand still. All of
 * it is counted by a clock that does not jump.
 *
 * @param timeout how long an attempt may take, more than zero; empty for any time
 * @param cancelGrace how long a task has to stop by itself before its thread is interrupted; zero or more
 * @param forceStop how long after the request the task is taken from code that heeds neither; at least the grace, and
 *     empty for never
 * @param stallAfter after how long without a unit of progress a task is said to stand still; more than zero
 */
public record TimeLimits(
        Optional<Duration> timeout, Duration cancelGrace, Optional<Duration> forceStop, Duration stallAfter) {

    /** Any time, five seconds to stop, never by force, two minutes to stand still. */
    public static final TimeLimits DEFAULT =
            new TimeLimits(Optional.empty(), Duration.ofSeconds(5), Optional.empty(), Duration.ofMinutes(2));

    /**
     * Checks every part.
     *
     * @throws InvalidInputException if one is out of its range
     */
    public TimeLimits {
        if (timeout.isPresent() && !timeout.get().isPositive()) {
            throw new InvalidInputException("timeout", timeout.get(), "be more than zero");
        }
        if (cancelGrace.isNegative()) {
            throw new InvalidInputException("cancel grace", cancelGrace, "be zero or more");
        }
        if (forceStop.isPresent() && forceStop.get().compareTo(cancelGrace) < 0) {
            throw new InvalidInputException(
                    "force stop", forceStop.get(), "be at least the cancel grace, " + cancelGrace);
        }
        if (!stallAfter.isPositive()) {
            throw new InvalidInputException("stall after", stallAfter, "be more than zero");
        }
    }
}

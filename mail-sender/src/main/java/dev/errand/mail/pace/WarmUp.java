package dev.errand.mail.pace;

import dev.errand.InvalidInputException;
import java.time.Duration;
import java.time.Instant;

/**
 * A rate that grows step by step, for an address or a domain that receivers do not know yet: {@code Rate.perDay(50)}, twice as
 * much each day. It ends by itself when it is beyond a million messages; until then it holds beside the other rates.
 *
 * @param first the rate of the first step
 * @param factor by which each step is faster than the one before, more than 1, up to 10
 * @param step how long each step is, a second to 31 days
 * @param since when the first step began
 */
public record WarmUp(Rate first, double factor, Duration step, Instant since) {

    private static final double MOST = 1_000_000;

    /**
     * Checks every part.
     *
     * @throws InvalidInputException if one is out of its range
     */
    public WarmUp {
        if (!(factor > 1 && factor <= 10)) {
            throw new InvalidInputException("factor of a warm-up", factor, "be more than 1, up to 10");
        }
        if (step.compareTo(Duration.ofSeconds(1)) < 0 || step.compareTo(Duration.ofDays(31)) > 0) {
            throw new InvalidInputException("step of a warm-up", step, "be a second to 31 days");
        }
    }

    /** How long until it is faster. */
    long nanosUntilFaster(Instant now) {
        long passed = Duration.between(since, now).toNanos();
        return passed < 0 ? step.toNanos() - passed : step.toNanos() - passed % step.toNanos();
    }

    /** How many messages its window lets through at that time; a million or more when it is over. */
    int messagesAt(Instant now) {
        double steps =
                Math.max(0, Math.floor((double) Duration.between(since, now).toMillis() / step.toMillis()));
        return (int) Math.min(first.messages() * Math.pow(factor, steps), MOST);
    }
}

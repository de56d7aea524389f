package dev.errand.mail;

import dev.errand.InvalidInputException;
import dev.errand.Retry;
import dev.errand.mail.Job.Trials;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often, and for how long, a recipient is tried whom the server does not take for now.
 *
 * @param retry how many trials there are in all, and the delays between them
 * @param within all of them
 */
record Persistence(Retry retry, Duration within) {

    private static final Duration LONGEST = Duration.ofDays(7);
    private static final double HINT_SPREAD = 0.1;

    /** As long as most greylisting lasts: after one, two, four and eight minutes. */
    static final Persistence DEFAULT =
            new Persistence(Retry.exponential(5, Duration.ofMinutes(1)), Duration.ofHours(4));

    Persistence {
        if (within.isNegative() || within.compareTo(LONGEST) > 0) {
            throw new InvalidInputException("time for retries", within, "be zero to " + LONGEST);
        }
    }

    /** How long to wait before the next trial; empty if there is none. The server's own hint goes before our delays. */
    Optional<Duration> delayAfter(Trials trials, long now, RandomGenerator random) {
        if (trials.count() >= retry.attempts()) {
            return Optional.empty();
        }
        Duration delay = trials.latest()
                .retryAfter()
                .map(hint -> hint.plusNanos((long) (hint.toNanos() * random.nextDouble(HINT_SPREAD))))
                .orElseGet(() -> retry.delayAfter(trials.count(), random));
        Duration spent = Duration.ofNanos(now - trials.since());
        return spent.plus(delay).compareTo(within) > 0 ? Optional.empty() : Optional.of(delay);
    }
}

package dev.errand.schedule;

import dev.errand.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Slots at a fixed rate: each is the start plus a multiple of the period, so they cannot drift.
 *
 * @param period one second to 3,660 days
 * @param start the first slot
 */
record FixedRate(Duration period, Instant start) implements Schedule {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3_660);

    FixedRate {
        if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
            throw new InvalidInputException("period", period, "be one second to " + LONGEST.toDays() + " days");
        }
    }

    @Override
    public Optional<Instant> next(Instant after) {
        if (after.isBefore(start)) {
            return Optional.of(start);
        }
        long passed = Duration.between(start, after).dividedBy(period);
        return Optional.of(start.plus(period.multipliedBy(passed + 1)));
    }

    @Override
    public String toString() {
        return "every " + period + " from " + start;
    }
}

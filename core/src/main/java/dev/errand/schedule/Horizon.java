package dev.errand.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * A schedule within the years that calendars can tell: from 1970 to 9999. So nothing in it overflows.
 *
 * @param schedule is asked within those years only
 */
record Horizon(Schedule schedule) implements Schedule {

    private static final Instant BEFORE_FIRST = Instant.EPOCH.minusNanos(1);
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    @Override
    public Optional<Instant> next(Instant after) {
        if (!after.isBefore(LAST)) {
            return Optional.empty();
        }
        Instant from = after.isBefore(BEFORE_FIRST) ? BEFORE_FIRST : after;
        return schedule.next(from).filter(slot -> !slot.isAfter(LAST));
    }

    @Override
    public String toString() {
        return schedule.toString();
    }
}

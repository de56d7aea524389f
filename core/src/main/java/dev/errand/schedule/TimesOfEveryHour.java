package dev.errand.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Meets a wall time whenever the clock shows it: never, if that hour is skipped, and twice, if it is repeated.
 *
 * <p>Between two changes of the clock this is plain arithmetic. So each such stretch is asked in turn, and a time
 * beyond its end is looked for again in the next one.
 *
 * @param times what is to be met
 * @param zone where the clock hangs
 */
record TimesOfEveryHour(WallTimes times, ZoneId zone) implements Schedule {

    @Override
    public Optional<Instant> next(Instant after) {
        ZoneOffset offset = zone.getRules().getOffset(after);
        Optional<Instant> slot = next(LocalDateTime.ofInstant(after, offset), offset);
        ZoneOffsetTransition change = zone.getRules().nextTransition(after);
        while (slot.isPresent() && isBeyond(change, slot.get())) {
            slot = next(change.getDateTimeAfter().minusNanos(1), change.getOffsetAfter());
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return slot;
    }

    private Optional<Instant> next(LocalDateTime after, ZoneOffset offset) {
        return times.next(after).map(time -> time.toInstant(offset));
    }

    private static boolean isBeyond(@Nullable ZoneOffsetTransition change, Instant slot) {
        return change != null && !slot.isBefore(change.getInstant());
    }

    @Override
    public String toString() {
        return times + " in " + zone;
    }
}

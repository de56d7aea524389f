package dev.errand.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * Meets each wall time once, at the first moment when the clock shows that time or a later one.
 *
 * <p>As wall times grow, those moments never go back; so the next slot is found by going on from what the clock shows
 * now, past the times that were met already because the clock was set back since.
 *
 * @param times what is to be met
 * @param zone where the clock hangs
 */
record TimesOfDay(WallTimes times, ZoneId zone) implements Schedule {

    @Override
    public Optional<Instant> next(Instant after) {
        Optional<LocalDateTime> time = times.next(LocalDateTime.ofInstant(after, zone));
        while (time.isPresent() && !momentOf(time.get()).isAfter(after)) {
            time = times.next(time.get());
        }
        return time.map(this::momentOf);
    }

    private Instant momentOf(LocalDateTime time) {
        ZoneOffsetTransition change = zone.getRules().getTransition(time);
        if (change != null && change.isGap()) {
            return change.getInstant();
        }
        return time.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    }

    @Override
    public String toString() {
        return times + " in " + zone;
    }
}

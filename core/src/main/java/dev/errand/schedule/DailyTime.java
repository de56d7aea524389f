package dev.errand.schedule;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;

/**
 * The same time on every day.
 *
 * @param time what the clock shows
 */
record DailyTime(LocalTime time) implements WallTimes {

    @Override
    public Optional<LocalDateTime> next(LocalDateTime after) {
        LocalDateTime today = after.toLocalDate().atTime(time);
        return Optional.of(today.isAfter(after) ? today : today.plusDays(1));
    }

    @Override
    public String toString() {
        return "daily at " + time;
    }
}

package dev.errand.jdbc.sql;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The time of the database, without asking it: what it said last, and what has passed since by a clock that does not jump. It
 * goes back only if the database's clock has been set back.
 */
public final class DatabaseClock implements InstantSource {

    /** What the database said, and when that was here. */
    private record Reading(Instant instant, long nanoTime) {

        Instant at(long now) {
            return instant.plusNanos(now - nanoTime);
        }
    }

    private volatile Reading latest;

    public DatabaseClock(Instant said) {
        latest = new Reading(said, System.nanoTime());
    }

    /**
     * Takes what the database has said: at some time since it was asked. What was believed stays, if that is one of those times.
     *
     * @param asked when, by the clock of {@link System#nanoTime}
     */
    public synchronized void set(Instant said, long asked) {
        long now = System.nanoTime();
        Instant believed = latest.at(now);
        Instant atMost = said.plusNanos(now - asked);
        Instant instant = believed.isAfter(atMost) ? atMost : said.isAfter(believed) ? said : believed;
        latest = new Reading(instant, now);
    }

    /** In whole microseconds, as the tables keep it. */
    @Override
    public Instant instant() {
        return latest.at(System.nanoTime()).truncatedTo(ChronoUnit.MICROS);
    }
}

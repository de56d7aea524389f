package dev.errand.jdbc.sql;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The time of the database, without asking it: what it said last, and what has passed since by a clock that does not jump. It
 * never goes back.
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

    /** Takes what the database has just said. What it said while its answer was under way was a little earlier. */
    public synchronized void set(Instant said) {
        long now = System.nanoTime();
        Instant believed = latest.at(now);
        latest = new Reading(said.isAfter(believed) ? said : slower(believed, said), now);
    }

    /** Of two readings the earlier counts, but what was told before stays true: a millisecond is told twice at most. */
    private static Instant slower(Instant believed, Instant said) {
        Instant limit = believed.minusMillis(1);
        return said.isAfter(limit) ? believed : said;
    }

    /** In whole microseconds, as the tables keep it. */
    @Override
    public Instant instant() {
        return latest.at(System.nanoTime()).truncatedTo(ChronoUnit.MICROS);
    }
}

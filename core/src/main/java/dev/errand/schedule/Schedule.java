package dev.errand.schedule;

import dev.errand.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * The moments at which something recurs, called its slots.
 *
 * <p>A schedule is a pure function of time: it remembers nothing, so every machine and every restart counts the same
 * slots, and no delay in running one shifts the next. Its text form says what it is. A schedule of your own, such as
 * the last working day of a month, is a function of the same kind.
 *
 * <p>The schedules made here have slots from 1970 to 9999, may be asked by any thread, and do not block.
 *
 * <h2>Daylight saving</h2>
 *
 * <p>Times of day ({@link #dailyAt}, and {@link #cron} with named hours) are met <b>once each</b>: at the first moment
 * when the clock on the wall shows that time or a later one. A slot at 02:30 is met at 03:00 on the day when the clock
 * jumps from 02:00 to 03:00; several slots within that hour are met together, as one. On the day when 02:30 comes
 * twice, it is met the first time.
 *
 * <p>A cron expression with {@code *} for its hour speaks of every hour that passes, and follows the clock as it goes:
 * the hour that is skipped has no slots, the one that is repeated has them twice. So {@code 0,30 * * * *} is met each
 * half hour, on those two days too. {@link #every} knows no clock on the wall.
 */
@FunctionalInterface
public interface Schedule {

    /**
     * The next slot. For the same argument the answer is always the same, and a later argument never has an earlier
     * answer.
     *
     * @param after any moment
     * @return the first slot strictly after it; empty if there is none
     */
    Optional<Instant> next(Instant after);

    /**
     * A fixed rate, counted from the first second of 1970 in UTC: every 15 minutes is on the quarters of an hour.
     *
     * @param period from one slot to the next; one second to 3,660 days
     * @return that schedule
     * @throws InvalidInputException if the period is out of range
     */
    static Schedule every(Duration period) {
        return every(period, Instant.EPOCH);
    }

    /**
     * A fixed rate, counted from a moment.
     *
     * @param period from one slot to the next; one second to 3,660 days
     * @param start the first slot
     * @return that schedule
     * @throws InvalidInputException if the period is out of range
     */
    static Schedule every(Duration period, Instant start) {
        return new Horizon(new FixedRate(period, start));
    }

    /**
     * A time of day.
     *
     * @param time what the clock shows
     * @param zone where the clock hangs
     * @return a schedule with one slot a day, as is said above of daylight saving
     */
    static Schedule dailyAt(LocalTime time, ZoneId zone) {
        return new Horizon(new TimesOfDay(new DailyTime(time), zone));
    }

    /**
     * The times that a UNIX cron expression names: minute, hour, day of month, month and day of week, as in
     * {@code 30 2 * * MON-FRI}.
     *
     * <p>A field is {@code *}, a value, a range such as {@code 1-5}, a step such as <code>*&#47;15</code> or
     * {@code 8-18/2}, or a list of them. Months and days of the week may be named by their first three letters; Sunday
     * is 0 or 7. If both the day of month and the day of week are other than {@code *}, either is enough. A step of one
     * is {@code *}.
     *
     * <p>There is no field for seconds, since libraries that have one disagree about the meaning of the other fields:
     * for less than a minute there is {@link #every}. Nor are there nicknames such as {@code @daily}.
     *
     * <p>This needs the library {@code com.cronutils:cron-utils}, which does not come with Errand by itself.
     *
     * @param expression five fields, separated by blanks
     * @param zone where the clock hangs that it speaks of
     * @return that schedule; without any slots if the days do not exist, such as 30 February
     * @throws InvalidInputException if the expression cannot be understood, or the library is missing
     */
    static Schedule cron(String expression, ZoneId zone) {
        Objects.requireNonNull(expression, "expression");
        Objects.requireNonNull(zone, "zone");
        try {
            return new Horizon(CronExpression.parse(expression).in(zone));
        } catch (LinkageError libraryIsMissing) {
            throw new InvalidInputException(
                    "cron expression",
                    expression,
                    "be read by the library com.cronutils:cron-utils 9.2, which was not found: add that dependency"
                            + " (and require com.cronutils, if the application is a module)",
                    libraryIsMissing);
        }
    }
}

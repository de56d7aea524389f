package dev.errand.schedule;

import dev.errand.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * That something recurs: under which name, when, and what becomes of times that were missed. What it is that recurs is
 * not said here.
 *
 * <p>The name is what survives a restart, so it should not change; the rest may.
 *
 * <p>Immutable; every method returns a changed copy.
 *
 * @param name 1 to 100 letters, digits, dots, dashes and underscores, beginning with a letter or digit
 * @param schedule its slots
 * @param misfire what becomes of slots that were missed
 * @param tolerance how late a slot is still on time, one second or more; matters to {@link Misfire#SKIP} only
 * @param mayOverlap whether a slot may start while an earlier one still runs
 */
public record Recurrence(String name, Schedule schedule, Misfire misfire, Duration tolerance, boolean mayOverlap) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Duration SHORTEST_TOLERANCE = Duration.ofSeconds(1);
    private static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(1);

    /**
     * Checks the name and the tolerance.
     *
     * @throws InvalidInputException if the name has other characters, or too many, or the tolerance is too short
     */
    public Recurrence {
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(misfire, "misfire");
        if (!NAME.matcher(name).matches()) {
            throw new InvalidInputException(
                    "recurrence",
                    name,
                    "be 1 to 100 letters, digits, dots, dashes and underscores, beginning with a letter or digit");
        }
        if (tolerance.compareTo(SHORTEST_TOLERANCE) < 0) {
            throw new InvalidInputException("tolerance", tolerance, "be one second or more");
        }
    }

    /**
     * The beginning of a recurrence, as in {@code Recurrence.named("nightly").on(schedule)}.
     *
     * @param name 1 to 100 letters, digits, dots, dashes and underscores, beginning with a letter or digit
     * @return the name, which wants a schedule
     */
    public static Named named(String name) {
        return new Named(name);
    }

    /**
     * A name that wants a schedule.
     *
     * @param name as that of a recurrence
     */
    public record Named(String name) {

        /**
         * On this schedule. Missed slots are run once, a minute late is on time, and nothing overlaps.
         *
         * @param schedule the slots
         * @return a recurrence
         * @throws InvalidInputException if the name has other characters, or too many
         */
        public Recurrence on(Schedule schedule) {
            return new Recurrence(name, schedule, Misfire.RUN_ONCE, DEFAULT_TOLERANCE, false);
        }
    }

    /**
     * With another rule for slots that were missed.
     *
     * @param rule what becomes of them
     * @return a changed copy
     */
    public Recurrence misfire(Misfire rule) {
        return new Recurrence(name, schedule, rule, tolerance, mayOverlap);
    }

    /**
     * With another tolerance.
     *
     * @param lateness how late a slot is still on time, one second or more
     * @return a changed copy
     * @throws InvalidInputException if it is less than a second
     */
    public Recurrence tolerance(Duration lateness) {
        return new Recurrence(name, schedule, misfire, lateness, mayOverlap);
    }

    /**
     * Lets a slot start while an earlier one still runs.
     *
     * @return a changed copy
     */
    public Recurrence overlapping() {
        return new Recurrence(name, schedule, misfire, tolerance, true);
    }

    /**
     * Decides which slots are to be run now. The decision depends on nothing but this value and the two moments.
     *
     * @param since up to where slots were decided before, that is, {@link DueSlots#decidedUpTo()} of the last decision;
     *     at first, the moment when the recurrence became known
     * @param now the time; if the clock was set back before {@code since}, nothing is due
     * @return those slots
     * @throws InvalidInputException if the schedule gives a slot that is not after the moment it was asked for
     */
    public DueSlots due(Instant since, Instant now) {
        return DueSlots.of(this, since, now);
    }
}

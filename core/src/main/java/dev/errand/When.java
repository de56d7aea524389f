package dev.errand;

import java.time.Duration;
import java.time.Instant;

/** The earliest time for a task to start. */
public sealed interface When {

    /** At once, if there is room. */
    When NOW = new After(Duration.ZERO);

    /**
     * After some time, by a clock that does not jump.
     *
     * @param delay zero to 3,660 days
     */
    record After(Duration delay) implements When {

        private static final Duration LONGEST = Duration.ofDays(3_660);

        /**
         * Checks the delay.
         *
         * @throws InvalidInputException if it is out of range
         */
        public After {
            if (delay.isNegative()) {
                throw new InvalidInputException("delay", delay, "be zero or more");
            }
            if (delay.compareTo(LONGEST) > 0) {
                throw new InvalidInputException("delay", delay, "be at most " + LONGEST.toDays() + " days");
            }
        }
    }

    /**
     * At an instant, by the clock on the wall: if that is set, the task follows it, within a minute.
     *
     * @param instant in the past for at once
     */
    record At(Instant instant) implements When {

        private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

        /**
         * Checks the instant.
         *
         * @throws InvalidInputException if it is after the year 9999
         */
        public At {
            if (instant.isAfter(LATEST)) {
                throw new InvalidInputException("instant", instant, "not be after " + LATEST);
            }
        }
    }
}

package dev.errand.mail.pace;

import dev.errand.InvalidInputException;
import java.time.Duration;

/**
 * How many messages may leave within any time of that length: a sliding window, so that there is no burst where two minutes meet.
 *
 * @param messages 1 to 1,000,000
 * @param per a millisecond to 31 days
 */
public record Rate(int messages, Duration per) {

    private static final int MOST = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(31);

    /**
     * Checks both.
     *
     * @throws InvalidInputException if one is out of its range
     */
    public Rate {
        if (messages < 1 || messages > MOST) {
            throw new InvalidInputException("messages of a rate", messages, "be 1 to " + MOST);
        }
        if (per.compareTo(Duration.ofMillis(1)) < 0 || per.compareTo(LONGEST) > 0) {
            throw new InvalidInputException("time of a rate", per, "be a millisecond to 31 days");
        }
    }

    /**
     * So many a second.
     *
     * @param messages 1 to 1,000,000
     * @return that rate
     * @throws InvalidInputException if it is out of its range
     */
    public static Rate perSecond(int messages) {
        return new Rate(messages, Duration.ofSeconds(1));
    }

    /**
     * So many a minute.
     *
     * @param messages 1 to 1,000,000
     * @return that rate
     * @throws InvalidInputException if it is out of its range
     */
    public static Rate perMinute(int messages) {
        return new Rate(messages, Duration.ofMinutes(1));
    }

    /**
     * So many an hour.
     *
     * @param messages 1 to 1,000,000
     * @return that rate
     * @throws InvalidInputException if it is out of its range
     */
    public static Rate perHour(int messages) {
        return new Rate(messages, Duration.ofHours(1));
    }

    /**
     * So many in 24 hours.
     *
     * @param messages 1 to 1,000,000
     * @return that rate
     * @throws InvalidInputException if it is out of its range
     */
    public static Rate perDay(int messages) {
        return new Rate(messages, Duration.ofDays(1));
    }
}

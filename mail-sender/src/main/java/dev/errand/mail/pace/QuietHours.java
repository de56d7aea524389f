package dev.errand.mail.pace;

import dev.errand.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A time of each day in which nothing is sent.
 *
 * @param from when it begins
 * @param until when it ends; on the next day if that is earlier than the beginning
 * @param zone where
 */
public record QuietHours(LocalTime from, LocalTime until, ZoneId zone) {

    /**
     * Checks both times.
     *
     * @throws InvalidInputException if they are the same
     */
    public QuietHours {
        if (from.equals(until)) {
            throw new InvalidInputException("end of the quiet hours", until, "differ from their beginning");
        }
    }

    /** How long they last from now on; zero if it is not quiet. A day whose clocks are changed is as long as it is. */
    Duration leftAt(Instant now) {
        ZonedDateTime here = now.atZone(zone);
        LocalTime time = here.toLocalTime();
        boolean overnight = until.isBefore(from);
        boolean evening = !time.isBefore(from);
        boolean morning = time.isBefore(until);
        if (overnight ? !evening && !morning : !evening || !morning) {
            return Duration.ZERO;
        }
        ZonedDateTime end = (overnight && evening ? here.toLocalDate().plusDays(1) : here.toLocalDate())
                .atTime(until)
                .atZone(zone);
        Duration left = Duration.between(here, end);
        return left.isNegative() ? Duration.ZERO : left;
    }
}

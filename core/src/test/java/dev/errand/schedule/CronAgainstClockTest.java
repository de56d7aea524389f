package dev.errand.schedule;

import static dev.errand.schedule.ScheduleTest.slots;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Made-up expressions against somebody who looks at the clock on the wall every minute, and never calculates. */
class CronAgainstClockTest {

    private static final int EXPRESSIONS = 80;
    private static final int MOST_SLOTS = 60;
    private static final Duration WATCHED = Duration.ofDays(20);
    private static final Duration WATCHED_BEFORE = Duration.ofDays(2);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "America/New_York",
                "America/Sao_Paulo", // changed at midnight
                "Australia/Lord_Howe", // changes by half an hour
                "Pacific/Apia", // left out a whole day
                "Africa/Casablanca" // changes around Ramadan
            })
    void agree(ZoneId zone) {
        Random random = new Random(zone.getId().hashCode());
        int compared = 0;
        for (int i = 0; i < EXPRESSIONS; i++) {
            RandomCron cron = RandomCron.madeBy(random);
            Instant after = moment(random, zone);

            List<Instant> seen = watch(cron, zone, after);

            assertThat(slots(Schedule.cron(cron.toString(), zone), after, seen.size()))
                    .as("%s after %s", cron, after)
                    .containsExactlyElementsOf(seen);
            compared += seen.size();
        }
        assertThat(compared).as("slots compared").isGreaterThan(1_500);
    }

    /** Any moment since 1990, in most cases a few hours before or after a change of the clock. */
    private static Instant moment(Random random, ZoneId zone) {
        Instant any = Instant.parse("1990-01-01T00:00:00Z")
                .plusSeconds(random.nextLong(Duration.ofDays(16_000).toSeconds()));
        var change = zone.getRules().nextTransition(any);
        if (change == null || random.nextInt(4) == 0) {
            return any;
        }
        return change.getInstant().plusSeconds(random.nextLong(-10_800, 7_200));
    }

    private static List<Instant> watch(RandomCron cron, ZoneId zone, Instant after) {
        List<Instant> slots = new ArrayList<>();
        Instant minute = after.truncatedTo(ChronoUnit.MINUTES).minus(WATCHED_BEFORE);
        Instant end = after.plus(WATCHED);
        LocalDateTime latest = LocalDateTime.ofInstant(minute, zone);
        while (minute.isBefore(end) && slots.size() < MOST_SLOTS) {
            LocalDateTime shown = LocalDateTime.ofInstant(minute, zone);
            boolean met = cron.speaksOfEveryHour() ? cron.means(shown) : meansAny(cron, latest, shown);
            if (met && minute.isAfter(after)) {
                slots.add(minute);
            }
            latest = shown.isAfter(latest) ? shown : latest;
            minute = minute.plusSeconds(60);
        }
        return slots;
    }

    /** Whether a time was reached that the clock had not shown, and not left out, before. */
    private static boolean meansAny(RandomCron cron, LocalDateTime latest, LocalDateTime shown) {
        LocalDateTime time = latest.plusMinutes(1);
        while (!time.isAfter(shown)) {
            if (cron.means(time)) {
                return true;
            }
            time = time.plusMinutes(1);
        }
        return false;
    }
}

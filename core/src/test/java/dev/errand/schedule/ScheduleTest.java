package dev.errand.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** The first slots after a moment. */
    static List<Instant> slots(Schedule schedule, Instant after, int count) {
        return Stream.iterate(schedule.next(after), Optional::isPresent, slot -> schedule.next(slot.orElseThrow()))
                .limit(count)
                .map(Optional::orElseThrow)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "PT15M, 2026-11-22T12:00:00Z, 2026-11-22T12:15:00Z",
        "PT15M, 2026-11-22T12:14:59.999999999Z, 2026-11-22T12:15:00Z",
        "PT15M, 2026-11-22T12:15:00.000000001Z, 2026-11-22T12:30:00Z",
        "PT24H, 2026-11-22T12:00:00Z, 2026-11-23T00:00:00Z",
        "PT168H, 2026-11-22T12:00:00Z, 2026-11-26T00:00:00Z",
        "PT1.5S, 1970-01-01T00:00:00Z, 1970-01-01T00:00:01.500Z",
        "PT1S, 1969-12-31T23:59:59Z, 1970-01-01T00:00:00Z",
        "PT1S, -1000000000-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    })
    void aRateIsCountedFrom1970(Duration period, Instant after, Instant slot) {
        assertThat(Schedule.every(period).next(after)).contains(slot);
    }

    @Test
    void aRateIsCountedFromItsStart() {
        Instant start = Instant.parse("2026-11-22T12:07:00Z");
        Schedule schedule = Schedule.every(Duration.ofMinutes(15), start);

        assertThat(schedule.next(start.minusNanos(1))).contains(start);
        assertThat(schedule.next(start)).contains(start.plusSeconds(900));
        assertThat(schedule.next(Instant.EPOCH)).contains(start);
        assertThat(schedule).hasToString("every PT15M from 2026-11-22T12:07:00Z");
    }

    @Test
    void aRateDoesNotDrift() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            Duration period = Duration.ofSeconds(1 + random.nextInt(100_000), random.nextInt(1_000_000_000));
            Instant start = Instant.ofEpochSecond(random.nextInt());
            Instant later = start.isBefore(Instant.EPOCH) ? Instant.EPOCH : start;
            Instant after = later.plusSeconds(random.nextInt(1_000_000_000));

            Instant slot = Schedule.every(period, start).next(after).orElseThrow();

            Duration whole = Duration.between(start, slot);
            assertThat(slot).isAfter(after).isBeforeOrEqualTo(after.plus(period));
            assertThat(period.multipliedBy(whole.dividedBy(period))).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.999999999S", "PT87840H0.000000001S", "PT2562047788015215H"})
    void aRateHasLimits(Duration period) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Schedule.every(period))
                .withMessage("period is " + period + ", but must be one second to 3660 days");
    }

    @Test
    void nothingIsAfterTheYear9999() {
        Instant end = Instant.parse("9999-12-31T00:00:00Z");
        List<Schedule> schedules = List.of(
                Schedule.every(Duration.ofDays(3_660)),
                Schedule.every(Duration.ofSeconds(1), Instant.MAX),
                Schedule.every(Duration.ofSeconds(1), Instant.MIN),
                Schedule.dailyAt(LocalTime.NOON, ZoneOffset.MIN),
                Schedule.cron("* * * * *", ZoneOffset.MAX),
                Schedule.cron("0 0 29 2 *", BERLIN));

        for (Schedule schedule : schedules) {
            assertThat(schedule.next(Instant.MAX)).isEmpty();
            assertThat(schedule.next(end)).isEmpty();
            assertThat(schedule.next(end.minusNanos(1)))
                    .as(schedule.toString())
                    .satisfies(slot -> slot.ifPresent(last -> assertThat(last).isEqualTo(end)));
            assertThat(schedule.next(Instant.MIN))
                    .satisfies(slot -> slot.ifPresent(first ->
                            assertThat(first).isBetween(Instant.EPOCH, Instant.parse("1973-01-01T00:00:00Z"))));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "02:30, 2026-11-22T01:29:59Z, 2026-11-22T01:30:00Z",
        "02:30, 2026-11-22T01:30:00Z, 2026-11-23T01:30:00Z",
        "00:00, 2026-12-31T22:59:59Z, 2026-12-31T23:00:00Z",
        // 29 March: 02:00 is followed by 03:00 (01:00 UTC)
        "02:30, 2026-03-28T01:30:00Z, 2026-03-29T01:00:00Z",
        "02:30, 2026-03-29T01:00:00Z, 2026-03-30T00:30:00Z",
        "03:00, 2026-03-28T02:00:00Z, 2026-03-29T01:00:00Z",
        // 25 October: 03:00 is followed by 02:00 (01:00 UTC)
        "02:30, 2026-10-24T00:30:00Z, 2026-10-25T00:30:00Z",
        "02:30, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
        "02:30, 2026-10-25T01:15:00Z, 2026-10-26T01:30:00Z",
    })
    void aTimeOfDayIsMetOnceADay(LocalTime time, Instant after, Instant slot) {
        assertThat(Schedule.dailyAt(time, BERLIN).next(after)).contains(slot);
    }

    @Test
    void aTimeOfDayIsMetOnEveryDayOfTheYear() {
        Schedule schedule = Schedule.dailyAt(LocalTime.of(2, 30), BERLIN);

        List<Instant> year = slots(schedule, Instant.parse("2025-12-31T12:00:00Z"), 365);

        assertThat(year.stream().map(slot -> slot.atZone(BERLIN).getDayOfYear()))
                .containsExactlyElementsOf(
                        Stream.iterate(1, day -> day + 1).limit(365).toList());
        assertThat(schedule).hasToString("daily at 02:30 in Europe/Berlin");
    }

    @Test
    void aDayThatWasLeftOutIsMetAsItsEndComes() {
        Schedule schedule = Schedule.dailyAt(LocalTime.NOON, ZoneId.of("Pacific/Apia"));

        // Samoa had no 30 December 2011
        assertThat(slots(schedule, Instant.parse("2011-12-29T00:00:00Z"), 3))
                .containsExactly(
                        Instant.parse("2011-12-29T22:00:00Z"),
                        Instant.parse("2011-12-30T10:00:00Z"),
                        Instant.parse("2011-12-30T22:00:00Z"));
    }
}

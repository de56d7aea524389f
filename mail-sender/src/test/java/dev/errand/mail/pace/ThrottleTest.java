package dev.errand.mail.pace;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When the next message may leave; beside a count of those that did. */
class ThrottleTest {

    private static final ZoneId PRAGUE = ZoneId.of("Europe/Prague");

    private final ManualTime time = new ManualTime();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void keepsEveryWindowAndWastesNoneOfIt(long seed) {
        Random random = new Random(seed);
        List<Rate> rates = List.of(
                new Rate(1 + random.nextInt(20), ofMillis(500 + random.nextInt(1_000))),
                new Rate(50 + random.nextInt(40), ofSeconds(5 + random.nextInt(5))));
        Throttle throttle = new Throttle(Pace.of(rates.get(0), rates.get(1)), time);
        List<Long> left = new ArrayList<>();

        for (int i = 0; i < 1_000; i++) {
            if (random.nextInt(20) == 0) {
                time.advance(ofMillis(random.nextInt(3_000)));
            }
            long wait = throttle.nanosUntilFree(time.nanoTime());
            if (wait > 0) {
                time.advance(Duration.ofNanos(wait - 1));
                assertThat(fits(rates, left)).as("a moment before").isFalse();
                time.advance(Duration.ofNanos(1));
            }
            assertThat(fits(rates, left)).isTrue();
            throttle.left("", time.nanoTime());
            left.add(time.nanoTime());
        }
    }

    private boolean fits(List<Rate> rates, List<Long> left) {
        return rates.stream()
                .allMatch(rate -> left.stream()
                                .filter(then ->
                                        time.nanoTime() - then < rate.per().toNanos())
                                .count()
                        < rate.messages());
    }

    @Test
    void keepsTheRatesOfDomainsApart() {
        Pace pace = Pace.unlimited().perDomain(Rate.perMinute(2)).domain("Example.ORG", Rate.perMinute(1));
        Throttle throttle = new Throttle(pace, time);
        throttle.left("example.org", 0);
        throttle.left("example.net", 0);

        assertThat(throttle.nanosUntilFree("example.org", 0))
                .isEqualTo(ofMinutes(1).toNanos());
        assertThat(throttle.nanosUntilFree("example.net", 0)).isZero();
        assertThat(throttle.nanosUntilFree("example.com", 0)).isZero();
        assertThat(throttle.nanosUntilFree(0)).isZero();
    }

    @Test
    void forgetsNoDomainThatStillHasToWait() {
        Throttle throttle = new Throttle(
                Pace.unlimited().perDomain(Rate.perDay(1)).domain("quick.example", Rate.perMinute(1)), time);
        throttle.left("quick.example", 0);
        for (int i = 0; i < 60_000; i++) {
            throttle.left("d" + i + ".example", 0);
        }

        assertThat(throttle.nanosUntilFree("d0.example", ofHours(1).toNanos()))
                .isEqualTo(ofHours(23).toNanos());
    }

    @Test
    void remembersWhatLeftBefore() {
        Throttle throttle = new Throttle(Pace.of(Rate.perHour(2)).perDomain(Rate.perMinute(1)), time);
        throttle.leftBefore("example.org", ofMinutes(50));
        throttle.leftBefore("example.org", ofSeconds(20));

        assertThat(throttle.memory()).isEqualTo(ofHours(1));
        assertThat(throttle.nanosUntilFree(0)).isEqualTo(ofMinutes(10).toNanos());
        assertThat(throttle.nanosUntilFree("example.org", 0))
                .isEqualTo(ofSeconds(40).toNanos());
    }

    @Test
    void warmsUpStepByStep() {
        WarmUp ramp = new WarmUp(Rate.perDay(2), 2, ofDays(1), time.instant());
        Throttle throttle = new Throttle(Pace.unlimited().warmUp(ramp), time);
        List<Integer> perDay = new ArrayList<>();

        for (int day = 0; day < 4; day++) {
            int count = 0;
            Instant evening = ManualTime.NOON.plus(ofDays(day + 1L));
            while (time.instant().isBefore(evening)) {
                long wait = throttle.nanosUntilFree(time.nanoTime());
                time.advance(Duration.ofNanos(Math.max(0, wait)));
                if (time.instant().isBefore(evening) && throttle.nanosUntilFree(time.nanoTime()) <= 0) {
                    throttle.left("", time.nanoTime());
                    count++;
                }
            }
            perDay.add(count);
        }

        assertThat(perDay).containsExactly(2, 4, 8, 16);
    }

    @ParameterizedTest
    @CsvSource({
        "20:00, 08:00, 2026-11-22T18:59:59Z, PT0S",
        "20:00, 08:00, 2026-11-22T19:00:00Z, PT12H",
        "20:00, 08:00, 2026-11-23T06:59:00Z, PT1M",
        "20:00, 08:00, 2026-11-23T07:00:00Z, PT0S",
        "12:00, 13:30, 2026-11-22T11:30:00Z, PT1H",
        "12:00, 13:30, 2026-11-22T10:59:00Z, PT0S",
        "12:00, 13:30, 2026-11-22T12:30:00Z, PT0S",
        "20:00, 08:00, 2026-10-24T19:00:00Z, PT12H",
        "20:00, 08:00, 2026-03-28T20:00:00Z, PT10H"
    })
    void isQuietWhereItIsNight(LocalTime from, LocalTime until, Instant now, Duration left) {
        assertThat(new QuietHours(from, until, PRAGUE).leftAt(now)).isEqualTo(left);
    }

    @Test
    void slowsDownWhenTheServerIsInTroubleAndRecovers() {
        Throttle throttle = new Throttle(Pace.unlimited(), time);
        for (int i = 0; i < 100; i++) {
            throttle.left("", time.nanoTime());
        }
        throttle.slowDown(time.nanoTime());
        throttle.slowDown(time.nanoTime());

        assertThat(messagesWithin(throttle, ofSeconds(1)))
                .as("half of a hundred")
                .isBetween(47, 53);
        throttle.slowDown(time.nanoTime());
        assertThat(messagesWithin(throttle, ofSeconds(1))).as("half of that").isBetween(23, 29);
        assertThat(messagesWithin(throttle, ofSeconds(5)))
                .as("a little more each second")
                .isBetween(150, 260);
        messagesWithin(throttle, ofSeconds(20));
        assertThat(throttle.nanosUntilFree(time.nanoTime())).as("as before").isZero();
    }

    @Test
    void slowsDownFurtherAsLongAsTheServerComplains() {
        Throttle throttle = new Throttle(Pace.unlimited(), time);
        for (int i = 0; i < 100; i++) {
            throttle.left("", time.nanoTime());
        }
        throttle.slowDown(time.nanoTime());
        for (int complaint = 0; complaint < 3; complaint++) {
            messagesWithin(throttle, ofMillis(1_050));
            assertThat(throttle.nanosUntilFree(time.nanoTime()))
                    .as("asked, as each sender does")
                    .isNotNegative();
            throttle.slowDown(time.nanoTime());
        }

        assertThat(messagesWithin(throttle, ofSeconds(1)))
                .as("half of half of half of fifty")
                .isBetween(3, 12);
    }

    @Test
    void whoGetsNoMessageTakesNobodysPlace() {
        Throttle throttle = new Throttle(Pace.of(Rate.perMinute(20)).perDomain(Rate.perMinute(20)), time);
        for (int i = 0; i < 1_000; i++) {
            throttle.left("example.org", time.nanoTime());
            throttle.notLeft("example.org");
        }
        for (int i = 0; i < 20; i++) {
            assertThat(throttle.nanosUntilFree(time.nanoTime())).isNotPositive();
            assertThat(throttle.nanosUntilFree("example.org", time.nanoTime())).isNotPositive();
            throttle.left("example.org", time.nanoTime());
        }
        assertThat(throttle.nanosUntilFree(time.nanoTime())).isPositive();
        assertThat(throttle.nanosUntilFree("example.org", time.nanoTime())).isPositive();
        throttle.notLeft("example.org");
        assertThat(throttle.nanosUntilFree(time.nanoTime())).isNotPositive();
    }

    @Test
    void neverStopsAltogether() {
        Throttle throttle = new Throttle(Pace.unlimited(), time);
        for (int i = 0; i < 50; i++) {
            throttle.slowDown(time.nanoTime());
            long wait = throttle.nanosUntilFree(time.nanoTime());
            assertThat(wait).isLessThanOrEqualTo(ofSeconds(10).toNanos());
            time.advance(Duration.ofNanos(wait));
            throttle.left("", time.nanoTime());
        }
    }

    @Test
    void doesNotSlowDownIfItMustNot() {
        Throttle throttle = new Throttle(Pace.unlimited().notAdaptive(), time);
        throttle.slowDown(time.nanoTime());

        assertThat(throttle.nanosUntilFree(time.nanoTime())).isZero();
    }

    private int messagesWithin(Throttle throttle, Duration duration) {
        long end = time.nanoTime() + duration.toNanos();
        int count = 0;
        while (true) {
            long wait = Math.max(0, throttle.nanosUntilFree(time.nanoTime()));
            if (time.nanoTime() + wait >= end || count > 100_000) {
                time.advance(Duration.ofNanos(Math.max(0, end - time.nanoTime())));
                return count;
            }
            time.advance(Duration.ofNanos(wait == 0 ? 1_000_000 : wait));
            throttle.left("", time.nanoTime());
            count++;
        }
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertRefused("messages of a rate", () -> Rate.perSecond(0));
        assertRefused("messages of a rate", () -> Rate.perSecond(1_000_001));
        assertRefused("time of a rate", () -> new Rate(1, ZERO));
        assertRefused("time of a rate", () -> new Rate(1, ofDays(32)));
        assertRefused("factor of a warm-up", () -> new WarmUp(Rate.perDay(1), 1, ofDays(1), Instant.EPOCH));
        assertRefused("step of a warm-up", () -> new WarmUp(Rate.perDay(1), 2, ZERO, Instant.EPOCH));
        assertRefused("end of the quiet hours", () -> new QuietHours(LocalTime.NOON, LocalTime.NOON, PRAGUE));
        assertRefused("messages per connection", () -> Pace.unlimited().perConnection(0, ofHours(1)));
        assertRefused("age of a connection", () -> Pace.unlimited().perConnection(1, ZERO));
        assertRefused("domain", () -> Pace.unlimited().domain("a@b", Rate.perDay(1)));
    }

    private static void assertRefused(String field, ThrowingCallable call) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }
}

package dev.errand.jdbc.sql;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {

    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final long SECOND = 1_000_000_000;

    private final DatabaseClock clock = new DatabaseClock(NOON);

    @Test
    void goesOnByItself() {
        Instant first = clock.instant();

        assertThat(first).isBetween(NOON, NOON.plusSeconds(60));
        assertThat(clock.instant()).isAfterOrEqualTo(first);
    }

    @Test
    void doesNotGoBackForAnAnswerThatTookLong() {
        Instant believed = clock.instant();

        clock.set(believed.minus(ofSeconds(3)), System.nanoTime() - 5 * SECOND);

        assertThat(clock.instant()).isAfterOrEqualTo(believed);
    }

    @Test
    void goesForwardWithTheDatabase() {
        clock.set(NOON.plus(ofHours(1)), System.nanoTime());

        assertThat(clock.instant()).isAfterOrEqualTo(NOON.plus(ofHours(1)));
    }

    @Test
    void goesBackWithTheDatabase() {
        clock.set(NOON.minus(ofHours(1)), System.nanoTime() - SECOND);

        assertThat(clock.instant()).isBetween(NOON.minus(ofHours(1)), NOON.minus(ofMinutes(50)));
    }
}

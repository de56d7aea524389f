package dev.errand;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetryTest {

    private final Random random = new Random(42);

    @Test
    void neverWaitsLessThanTheFirstDelay() {
        assertThat(Retry.exponential(2, Duration.ofHours(3)).longestDelay()).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        Retry retry = Retry.exponential(3, ofSeconds(1));

        assertThat(retry.follows(1, new IOException())).isTrue();
        assertThat(retry.follows(2, new IOException())).isTrue();
        assertThat(retry.follows(3, new IOException())).isFalse();
        assertThat(Retry.never().follows(1, new IOException())).isFalse();
    }

    @Test
    void knowsWhatIsFinal() {
        Retry retry = Retry.fixed(10, ofSeconds(1)).unless(UncheckedIOException.class);

        assertThat(retry.follows(1, new TaskFailedException("The month is not closed yet.")))
                .isFalse();
        assertThat(retry.follows(1, new InvalidInputException("a", 1, "be 2"))).isFalse();
        assertThat(retry.follows(1, new StackOverflowError())).isFalse();
        assertThat(retry.follows(1, new UncheckedIOException(new IOException())))
                .isFalse();
        assertThat(retry.follows(1, new IllegalStateException())).isTrue();
    }

    @Test
    void doublesTheDelayUpToTheLongest() {
        Retry retry = Retry.exponential(100, ofSeconds(1)).atMost(ofSeconds(10));

        assertThat(retry.delayAfter(1, random)).isBetween(ofMillis(900), ofMillis(1_100));
        assertThat(retry.delayAfter(2, random)).isBetween(ofMillis(1_800), ofMillis(2_200));
        assertThat(retry.delayAfter(4, random)).isBetween(ofMillis(7_200), ofMillis(8_800));
        assertThat(retry.delayAfter(5, random)).isBetween(ofSeconds(9), ofSeconds(11));
        assertThat(retry.delayAfter(99, random)).isBetween(ofSeconds(9), ofSeconds(11));
        assertThat(Retry.fixed(2, Duration.ofDays(365_000)).delayAfter(1, random))
                .isPositive();
    }

    @Test
    void spreadsTheDelay() {
        Retry retry = Retry.fixed(3, ofSeconds(1));

        assertThat(retry.delayAfter(1, random)).isNotEqualTo(retry.delayAfter(1, random));
        assertThat(Retry.fixed(3, Duration.ZERO).delayAfter(1, random)).isZero();
    }

    @Test
    void refusesPartsOutOfRange() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Retry.fixed(0, ofSeconds(1)))
                .withMessage("attempts is 0, but must be 1 or more");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Retry.exponential(2, ofSeconds(-1)))
                .withMessageContaining("first delay is PT-1S");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new Retry(2, ofSeconds(1), Double.NaN, ofSeconds(1), Set.of()))
                .withMessageContaining("factor is NaN");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Retry.exponential(2, ofSeconds(5)).atMost(ofSeconds(4)))
                .withMessageContaining("longest delay is PT4S");
    }

    @Test
    void takesTheEndsOfItsRanges() {
        assertThat(new Retry(1, Duration.ZERO, 1, Duration.ZERO, Set.of())).isEqualTo(Retry.never());
        assertThat(new Retry(2, ofSeconds(1), 100, ofSeconds(1), Set.of()).factor())
                .isEqualTo(100);
        assertThat(Retry.exponential(2, Duration.ofHours(1)).longestDelay()).isEqualTo(Duration.ofHours(1));
        assertThat(Retry.exponential(2, ofSeconds(1)).longestDelay()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void countsPartsOfASecond() {
        assertThat(Retry.fixed(2, ofMillis(1_500)).delayAfter(1, random)).isBetween(ofMillis(1_350), ofMillis(1_650));
    }

    @Test
    void spreadsTheDelayEitherWay() {
        Retry retry = Retry.fixed(3, ofSeconds(1));
        List<Duration> delays =
                Stream.generate(() -> retry.delayAfter(1, random)).limit(1_000).toList();

        assertThat(delays).allSatisfy(delay -> assertThat(delay).isBetween(ofMillis(900), ofMillis(1_100)));
        assertThat(delays).anyMatch(delay -> delay.compareTo(ofMillis(920)) < 0);
        assertThat(delays).anyMatch(delay -> delay.compareTo(ofMillis(1_080)) > 0);
    }
}

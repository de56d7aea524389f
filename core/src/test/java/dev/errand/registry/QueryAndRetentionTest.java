package dev.errand.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueryAndRetentionTest {

    @Test
    void refusesPagesWithoutOrBeyondLimit() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TaskQuery.newest(0))
                .withMessage("limit is 0, but must be 1 to 1000");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TaskQuery.newest(1_001));
    }

    @Test
    void refusesAQueryForNoStateAtAll() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TaskQuery.newest(1).in())
                .withMessage("states is \"\", but must be one or more");
    }

    @Test
    void refusesToRememberBeyondTheEndOfTime() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new Retention(1, Duration.ofSeconds(Long.MAX_VALUE)))
                .withMessageContaining("at most 36500 days");
    }

    @Test
    void remembersNothingAtAllIfAsked() {
        Retention nothing = new Retention(0, Duration.ofDays(36_500));

        assertThat(nothing.maxEnded()).isZero();
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new Retention(-1, Duration.ofDays(1)))
                .withMessage("max ended is -1, but must be zero or more");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new Retention(1, Duration.ZERO));
    }
}

package dev.errand.testkit;

import static dev.errand.testkit.ManualTime.NOON;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.time.TimeSource.Alarm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

    private final ManualTime time = new ManualTime();
    private final List<String> rang = new ArrayList<>();

    @Test
    void standsStillUntilItIsToldToPass() {
        assertThat(time.instant()).isEqualTo(NOON);
        assertThat(time.nanoTime()).isZero();

        time.advance(ofSeconds(90));

        assertThat(time.instant()).isEqualTo(NOON.plusSeconds(90));
        assertThat(time.nanoTime()).isEqualTo(90_000_000_000L);
    }

    @Test
    void ringsInOrderAtTheTimeThatWasSet() {
        time.after(ofSeconds(2), () -> rang.add("second at " + time.instant()));
        time.after(ofSeconds(1), () -> rang.add("first at " + time.instant()));
        time.after(ofSeconds(2), () -> rang.add("third"));

        time.advance(ofSeconds(1));
        assertThat(rang).containsExactly("first at " + NOON.plusSeconds(1));
        time.advance(ofSeconds(5));

        assertThat(rang).endsWith("second at " + NOON.plusSeconds(2), "third");
        assertThat(time.instant()).isEqualTo(NOON.plusSeconds(6));
    }

    @Test
    void ringsWhatAnAlarmSetsIfItIsDueMeanwhile() {
        time.after(ofSeconds(1), () -> {
            rang.add("one");
            time.after(ofSeconds(1), () -> rang.add("two"));
            time.after(ofSeconds(9), () -> rang.add("nine"));
        });

        time.advance(ofSeconds(2));

        assertThat(rang).containsExactly("one", "two");
        assertThat(time.pending()).isEqualTo(1);
    }

    @Test
    void ringsAtOnceWhatHasNoDelay() {
        time.after(ZERO, () -> rang.add("now"));
        assertThat(rang).isEmpty();

        time.advance(ZERO);

        assertThat(rang).containsExactly("now");
    }

    @Test
    void ringsNothingThatWasCalledOff() {
        Alarm alarm = time.after(ofSeconds(1), () -> rang.add("called off"));

        alarm.cancel();
        time.advance(ofSeconds(2));

        assertThat(rang).isEmpty();
        assertThat(time.pending()).isZero();
    }

    @Test
    void jumpsOnTheWallWithoutTimePassing() {
        time.after(ofSeconds(1), () -> rang.add("one"));

        time.jump(ofHours(-1));

        Instant eleven = NOON.minus(ofHours(1));
        assertThat(time.instant()).isEqualTo(eleven);
        assertThat(time.nanoTime()).isZero();
        assertThat(rang).isEmpty();
        time.advance(ofSeconds(1));
        assertThat(rang).containsExactly("one");
        assertThat(time.instant()).isEqualTo(eleven.plusSeconds(1));
    }

    @Test
    void refusesToRunBackwards() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> time.advance(ofSeconds(-1)))
                .withMessage("duration is PT-1S, but must be zero or more");
    }
}

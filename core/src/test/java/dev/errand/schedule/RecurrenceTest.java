package dev.errand.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.TaskType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrenceTest {

    private static final Schedule HOURLY = Schedule.every(Duration.ofHours(1));

    @Test
    void hasDefaults() {
        assertThat(Recurrence.named("nightly").on(HOURLY))
                .isEqualTo(new Recurrence("nightly", HOURLY, Misfire.RUN_ONCE, Duration.ofMinutes(1), false));
    }

    @Test
    void changesOnePartAtATime() {
        Recurrence changed = Recurrence.named("nightly")
                .on(HOURLY)
                .misfire(Misfire.SKIP)
                .tolerance(Duration.ofMinutes(5))
                .overlapping();

        assertThat(changed).isEqualTo(new Recurrence("nightly", HOURLY, Misfire.SKIP, Duration.ofMinutes(5), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-a", ".a", "a b", "a/b", "ä", "a\n", "_"})
    void refusesTheNamesThatATaskTypeRefuses(String name) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TaskType.named(name, Void.class, Void.class));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Recurrence.named(name).on(HOURLY))
                .withMessageStartingWith("recurrence is \"")
                .withMessageEndingWith(
                        "be 1 to 100 letters, digits, dots, dashes and underscores, beginning with a letter or digit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "Nightly.report_2-b"})
    void takesTheNamesThatATaskTypeTakes(String name) {
        assertThat(Recurrence.named(name).on(HOURLY).name())
                .isEqualTo(TaskType.named(name, Void.class, Void.class).name());
    }

    @Test
    void namesAreAsLongAsThoseOfATaskType() {
        String longest = "a".repeat(100);

        assertThat(Recurrence.named(longest).on(HOURLY).name()).isEqualTo(longest);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Recurrence.named(longest + "a").on(HOURLY));
    }

    @Test
    void refusesATinyTolerance() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Recurrence.named("a").on(HOURLY).tolerance(Duration.ofMillis(999)))
                .withMessage("tolerance is PT0.999S, but must be one second or more");
    }
}

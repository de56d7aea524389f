package dev.errand;

import static dev.errand.SubmitOptions.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitOptionsTest {

    @Test
    void keepsEverythingThatWasSaid() {
        SubmitOptions options = by("ana").title("Claims, auto").key("2026-11").delay(Duration.ofMinutes(5));

        assertThat(options.owner()).isEqualTo(new Owner("ana", ""));
        assertThat(options.title()).contains("Claims, auto");
        assertThat(options.key()).contains("2026-11");
        assertThat(options.when()).isEqualTo(new When.After(Duration.ofMinutes(5)));
    }

    @Test
    @SuppressWarnings("NullAway") // callers without a checker do it
    void refusesNullByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> by("ana").priority(null))
                .withMessage("priority");
        assertThatNullPointerException()
                .isThrownBy(() -> new SubmitOptions(
                        null, Optional.empty(), Optional.empty(), When.NOW, Priority.HIGH, Sharing.NONE))
                .withMessage("owner");
    }

    @Test
    void refusesANegativeDelay() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> by("ana").delay(Duration.ofSeconds(-5)))
                .withMessage("delay is PT-5S, but must be zero or more");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> by("ana").delay(Duration.ofSeconds(Long.MAX_VALUE)))
                .withMessageContaining("at most 3660 days");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "two\nlines",
                "a\u0000b",
                "line\u2028separator",
                "half a pair \ud83d",
                "turned \u202e around"
            })
    void refusesTitlesAndKeysThatAreNoLine(String text) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> by("ana").title(text))
                .satisfies(e -> assertThat(e.field()).isEqualTo("title"));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> by("ana").key(text))
                .satisfies(e -> assertThat(e.field()).isEqualTo("key"));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> by(text))
                .satisfies(e -> assertThat(e.field()).isEqualTo("owner"));
    }

    @Test
    void takesAnyScriptAndRefusesWhatIsTooLong() {
        assertThat(by("ana").title("Отчёт 报告 📄").title()).contains("Отчёт 报告 📄");
        assertThat(by("ana").title("x".repeat(200)).title()).isPresent();
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> by("ana").title("x".repeat(201)))
                .withMessageContaining("at most 200 characters");
    }
}

package dev.errand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.progress.Pace;
import dev.errand.progress.Phase;
import dev.errand.progress.Progress;
import dev.errand.progress.Units;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorBudgetTest {

    private static Progress progress(long done, long failed, OptionalLong total) {
        return new Progress(new Units(done, failed, 0, total), Phase.UNNAMED, "", Pace.UNKNOWN, List.of());
    }

    @Test
    void isExceededByOneMoreThanMayFail() {
        ErrorBudget two = ErrorBudget.items(2);

        assertThat(two.isExceededBy(progress(0, 2, OptionalLong.empty()), 0, false))
                .isFalse();
        assertThat(two.isExceededBy(progress(0, 3, OptionalLong.empty()), 0, false))
                .isTrue();
        assertThat(two.isExceededBy(progress(1_000, 3, OptionalLong.empty()), 0, true))
                .isTrue();
    }

    @Test
    void doesNotCountWhatIsForgiven() {
        ErrorBudget two = ErrorBudget.items(2);

        assertThat(two.isExceededBy(progress(0, 5, OptionalLong.empty()), 3, false))
                .isFalse();
        assertThat(two.isExceededBy(progress(0, 6, OptionalLong.empty()), 3, false))
                .isTrue();
        assertThat(ErrorBudget.percent(10).isExceededBy(progress(0, 30, OptionalLong.of(100)), 20, false))
                .isFalse();
        assertThat(ErrorBudget.percent(10).isExceededBy(progress(0, 31, OptionalLong.of(100)), 20, false))
                .isTrue();
    }

    @Test
    void isNotExceededIfItIsUnlimited() {
        assertThat(ErrorBudget.unlimited()).isEqualTo(new ErrorBudget(Long.MAX_VALUE, 100));
        assertThat(ErrorBudget.unlimited().isExceededBy(progress(0, 1_000, OptionalLong.empty()), 0, true))
                .isFalse();
    }

    /** Ten percent: of the total, if it is known; of what is processed, if that is enough or all. */
    @ParameterizedTest
    @CsvSource({
        "0, 10, 100, false, false",
        "0, 11, 100, false, true",
        "89, 10, , false, false",
        "0, 99, , false, false",
        "90, 10, , false, false",
        "89, 11, , false, true",
        "9, 1, , true, false",
        "8, 1, , true, true",
        "8, 1, 100, true, true",
    })
    void countsAPercentage(long done, long failed, Long total, boolean ended, boolean exceeded) {
        OptionalLong known = total == null ? OptionalLong.empty() : OptionalLong.of(total);

        assertThat(ErrorBudget.percent(10).isExceededBy(progress(done, failed, known), 0, ended))
                .isEqualTo(exceeded);
    }

    @Test
    void takesTheEndsOfItsRanges() {
        assertThat(ErrorBudget.items(0).items()).isZero();
        assertThat(ErrorBudget.percent(0).percent()).isZero();
        assertThat(ErrorBudget.percent(100)).isEqualTo(ErrorBudget.unlimited());
        assertThat(ErrorBudget.percent(0).isExceededBy(progress(1_000, 1, OptionalLong.empty()), 0, false))
                .isTrue();
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> ErrorBudget.items(-1))
                .withMessage("items is -1, but must be zero or more");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> ErrorBudget.percent(100.1))
                .withMessage("percent is 100.1, but must be 0 to 100");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> ErrorBudget.percent(-0.1));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> ErrorBudget.percent(Double.NaN));
    }
}

package dev.errand.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {

    @ParameterizedTest
    @CsvSource({"-1, 0, 10", "0, -1, 10", "8, 3, 10", "1, 0, 0"})
    void refusesCountsThatCannotBe(long done, long failed, long total) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> progress(done, failed, OptionalLong.of(total)))
                .withMessageContainingAll("done", "failed", String.valueOf(total));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 3, 0", "1, 0, 3, 33", "1, 1, 3, 66", "2, 1, 3, 100", "999999, 0, 1000000, 99"})
    void roundsThePercentageDown(long done, long failed, long total, int percent) {
        assertThat(progress(done, failed, OptionalLong.of(total)).percent()).hasValue(percent);
    }

    @Test
    void hasNoPercentageWithoutATotal() {
        assertThat(progress(5, 0, OptionalLong.empty()).percent()).isEmpty();
        assertThat(progress(0, 0, OptionalLong.of(0)).percent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"NaN", "-0.5", "Infinity", "-Infinity"})
    void refusesARateThatIsNone(double rate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pace(OptionalDouble.of(rate), Optional.empty()))
                .withMessageContaining(String.valueOf(rate));
    }

    private static Progress progress(long done, long failed, OptionalLong total) {
        return new Progress(done, failed, total, "", "", Pace.UNKNOWN);
    }
}

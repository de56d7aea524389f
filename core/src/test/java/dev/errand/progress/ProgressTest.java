package dev.errand.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a progress and its parts refuse, and what they work out. */
class ProgressTest {

    @ParameterizedTest
    @CsvSource({"-1, 0, 0, 10", "0, -1, 0, 10", "0, 0, -1, 10", "8, 2, 1, 10", "1, 0, 0, 0"})
    void refusesCountsThatCannotBe(long done, long failed, long skipped, long total) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Units(done, failed, skipped, OptionalLong.of(total)))
                .withMessageContainingAll("done", "failed", "skipped", String.valueOf(total));
    }

    @Test
    void countsUpToTheEndOfTheScale() {
        assertThat(new Units(Long.MAX_VALUE, Long.MAX_VALUE, 1, OptionalLong.empty()).processed())
                .isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 3, 0",
        "1, 0, 3, 33",
        "1, 1, 3, 66",
        "2, 1, 3, 100",
        "29, 0, 100, 29",
        "999999, 0, 1000000, 99",
        "9223372036854775806, 0, 9223372036854775807, 99"
    })
    void roundsThePercentageDown(long done, long failed, long total, int percent) {
        assertThat(progress(done, failed, OptionalLong.of(total)).percent()).hasValue(percent);
    }

    @Test
    void hasNoPercentageWithoutATotal() {
        assertThat(progress(5, 0, OptionalLong.empty()).percent()).isEmpty();
        assertThat(progress(0, 0, OptionalLong.of(0)).percent()).isEmpty();
    }

    @Test
    void knowsAtLeastWhereItsPhaseBegins() {
        Progress progress =
                new Progress(Units.NONE, new Phase("writing", 2, 3, 0.25, 0.75), "", Pace.UNKNOWN, List.of());

        assertThat(progress.percent()).hasValue(25);
    }

    @ParameterizedTest
    @CsvSource({"-1, 2", "101, 2", "100, 1"})
    void refusesAPercentageThatCannotBe(int percent, int phase) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Progress(
                        Units.NONE,
                        OptionalInt.of(percent),
                        new Phase("a", phase, 2, 0, 1),
                        Remarks.NONE,
                        Pace.UNKNOWN,
                        List.of()))
                .withMessageContaining(String.valueOf(percent));
    }

    @Test
    void refusesMoreFailedItemsThanAreKept() {
        List<FailedItem> many = Collections.nCopies(10_001, new FailedItem("a", "", 1, Instant.EPOCH));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Progress(Units.NONE, Phase.UNNAMED, "", Pace.UNKNOWN, many))
                .withMessageContaining("10001");
    }

    @Test
    void copiesTheFailedItems() {
        List<FailedItem> items = new ArrayList<>(List.of(new FailedItem("a", "", 1, Instant.EPOCH)));
        Progress progress = new Progress(Units.NONE, Phase.UNNAMED, "", Pace.UNKNOWN, items);
        items.clear();

        assertThat(progress.failedItems()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"NaN", "-0.5", "Infinity", "-Infinity"})
    void refusesARateThatIsNone(double rate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pace(OptionalDouble.of(rate), Optional.empty(), Optional.empty()))
                .withMessageContaining(String.valueOf(rate));
    }

    @ParameterizedTest
    @CsvSource({"PT5S, PT-1S, PT6S", "PT5S, PT6S, PT7S", "PT5S, PT4S, PT4S"})
    void refusesATimeLeftOutOfOrder(Duration expected, Duration low, Duration high) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TimeLeft(expected, low, high, Confidence.LOW))
                .withMessageContainingAll(expected.toString(), low.toString(), high.toString());
    }

    @Test
    void standsStillOrHasATimeLeft() {
        Duration second = Duration.ofSeconds(1);
        TimeLeft left = new TimeLeft(second, second, second, Confidence.GOOD);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pace(OptionalDouble.empty(), Optional.of(left), Optional.of(second)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pace(OptionalDouble.empty(), Optional.empty(), Optional.of(second.negated())));
    }

    @ParameterizedTest
    @CsvSource({"-1, 2, 0, 1", "3, 2, 0, 1", "1, 2, 0.5, 0.4", "1, 2, -0.1, 1", "1, 2, 0, 1.1", "1, 2, NaN, 1"})
    void refusesAPhaseOutsideOfThePlan(int number, int count, double from, double to) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Phase("a", number, count, from, to));
    }

    private static Progress progress(long done, long failed, OptionalLong total) {
        return new Progress(new Units(done, failed, 0, total), Phase.UNNAMED, "", Pace.UNKNOWN, List.of());
    }
}

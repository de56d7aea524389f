package dev.errand.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weighted phases, and one percentage for all of them. */
class PlanTest {

    private final ProgressTracker tracker = new ProgressTracker(0);

    @Test
    void weighsItsPhases() {
        tracker.phases(PlannedPhase.of("reading", 1), PlannedPhase.of("writing", 3));
        assertThat(tracker.at(0).phase()).isEqualTo(new Phase("", 0, 2, 0, 0));
        assertThat(percent()).hasValue(0);

        tracker.phase("reading");
        tracker.total(10);
        tracker.advance(4);
        assertThat(tracker.at(0).phase()).isEqualTo(new Phase("reading", 1, 2, 0, 0.25));
        assertThat(percent()).hasValue(10);

        tracker.phase("writing");
        assertThat(percent()).as("reading is through").hasValue(25);
        assertThat(tracker.at(0).total()).as("not said yet").isEmpty();
        tracker.total(100);
        tracker.advance(50);
        assertThat(tracker.at(0).units()).isEqualTo(new Units(54, 0, 0, OptionalLong.of(104)));
        assertThat(percent()).hasValue(62);

        tracker.advance(50);
        assertThat(percent()).hasValue(100);
    }

    @Test
    void isNotThroughWithPhasesLeft() {
        tracker.phases(PlannedPhase.of("reading", 1e300), PlannedPhase.of("writing", Double.MIN_VALUE));
        tracker.phase("reading");
        tracker.total(1);
        tracker.advance();
        assertThat(percent()).hasValue(99);

        tracker.phase("writing");
        assertThat(percent()).hasValue(99);
        tracker.expect(1);
        tracker.advance();
        assertThat(percent()).hasValue(100);
    }

    @Test
    void expectsWithinThePhase() {
        tracker.phases(PlannedPhase.of("a", 1), PlannedPhase.of("b", 1));
        tracker.phase("a");
        tracker.advance(7);
        tracker.phase("b");
        tracker.expect(10);
        tracker.advance(5);
        assertThat(tracker.at(0).total()).hasValue(17);
        assertThat(percent()).hasValue(75);
    }

    @Test
    void passesOverPhases() {
        tracker.phases(PlannedPhase.of("a", 1), PlannedPhase.of("b", 1), PlannedPhase.of("c", 2));
        tracker.phase("c");

        assertThat(percent()).hasValue(50);
        assertThat(tracker.at(0).phase().number()).isEqualTo(3);
    }

    @Test
    void showsOtherNamesOnly() {
        tracker.phases(PlannedPhase.of("a", 1), PlannedPhase.of("b", 1));
        tracker.phase("b");
        tracker.total(10);
        tracker.advance(5);
        for (String name : new String[] {"a", "b", "something else"}) {
            tracker.phase(name);
            assertThat(tracker.at(0).phase()).isEqualTo(new Phase(name, 2, 2, 0.5, 1));
            assertThat(tracker.at(0).total()).hasValue(10);
            assertThat(percent()).hasValue(75);
        }
    }

    @Test
    void doesNotBelieveATotalOfThePhaseThatIsExceeded() {
        tracker.phases(PlannedPhase.of("a", 1), PlannedPhase.of("b", 1));
        tracker.phase("a");
        tracker.total(10);
        tracker.advance(12);
        assertThat(percent()).isEmpty();

        tracker.phase("b");
        assertThat(percent()).hasValue(50);
    }

    @Test
    void takesAPhaseWithoutUnitsAsThrough() {
        tracker.phases(PlannedPhase.of("a", 1), PlannedPhase.of("b", 1));
        tracker.phase("a");
        tracker.total(0);

        assertThat(percent()).hasValue(50);
    }

    @Test
    void hasNoPercentageForAPlanThatComesAfterTheEnd() {
        tracker.total(10);
        tracker.advance(10);
        assertThat(percent()).hasValue(100);

        tracker.phases(PlannedPhase.of("a", 1), PlannedPhase.of("b", 1));
        tracker.phase("a");
        assertThat(percent()).as("neither 100 nor less").isEmpty();

        tracker.phase("b");
        tracker.total(0);
        assertThat(percent()).hasValue(100);
    }

    @Test
    void refusesAPlanThatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(tracker::phases);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> tracker.phases(PlannedPhase.of("a", 1), PlannedPhase.of("b", 1), PlannedPhase.of("a", 2)))
                .withMessageContaining("a is planned twice");
        assertThatIllegalArgumentException().isThrownBy(() -> PlannedPhase.of(" ", 1));
        assertThat(tracker.at(0)).isEqualTo(Progress.NOT_STARTED);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesAWeightThatIsNone(double weight) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlannedPhase.of("a", weight))
                .withMessageContaining(String.valueOf(weight));
    }

    @Test
    void refusesAPlanThatComesTooLate() {
        tracker.phase("begun");
        assertThatIllegalStateException().isThrownBy(() -> tracker.phases(PlannedPhase.of("a", 1)));

        ProgressTracker planned = new ProgressTracker(0);
        planned.phases(PlannedPhase.of("a", 1));
        assertThatIllegalStateException().isThrownBy(() -> planned.phases(PlannedPhase.of("b", 1)));
    }

    @Test
    void refusesNoWeightsThatRunOver() {
        tracker.phases(PlannedPhase.of("a", Double.MAX_VALUE), PlannedPhase.of("b", Double.MAX_VALUE));
        tracker.phase("b");

        assertThat(percent()).hasValue(50);
    }

    private OptionalInt percent() {
        return tracker.at(0).percent();
    }
}

package dev.errand.progress;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When there is an estimate of the time left, and from what it is made. */
class TimeLeftTest {

    private final RunHistory history = new RunHistory();
    private final ProgressTracker tracker = attempt(Progress.NOT_STARTED);
    private long second;

    @Test
    void waitsForFiveSecondsOfItsOwn() {
        tracker.total(100);
        work(4, 10);
        assertThat(left()).isEmpty();

        work(1, 10);
        assertThat(left().orElseThrow().expected()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void waitsForTwoPercent() {
        tracker.total(10_000);
        work(19, 10);
        assertThat(left()).isEmpty();

        work(1, 10);
        assertThat(left()).isPresent();
    }

    @Test
    void saysNothingWithoutATotalOrWithNothingLeft() {
        work(10, 10);
        assertThat(left()).as("no total").isEmpty();

        tracker.total(100);
        assertThat(left()).as("nothing left").isEmpty();

        tracker.total(50);
        assertThat(left()).as("outgrown").isEmpty();

        tracker.total(200);
        assertThat(left()).isPresent();
    }

    @Test
    void isSureOfASteadyTaskAfterAWhile() {
        tracker.total(200);
        work(7, 10);
        assertThat(left().orElseThrow().confidence()).isEqualTo(Confidence.LOW);

        work(5, 10);
        TimeLeft left = left().orElseThrow();
        assertThat(left.confidence()).isEqualTo(Confidence.GOOD);
        assertThat(left.expected()).isEqualTo(Duration.ofSeconds(8));
        assertThat(left.high().minus(left.low())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void isNotSureBeforeFivePercent() {
        tracker.total(10_000);
        work(30, 15);

        assertThat(left().orElseThrow().confidence()).isEqualTo(Confidence.LOW);
    }

    @Test
    void isNotSureOfAnUnsteadyTask() {
        tracker.total(1_000);
        for (int i = 0; i < 6; i++) {
            work(1, 10);
            work(1, 60);
        }

        TimeLeft left = left().orElseThrow();
        assertThat(left.confidence()).isEqualTo(Confidence.LOW);
        assertThat(left.high()).isGreaterThan(left.low().multipliedBy(2));
    }

    @Test
    void measuresASlowTaskByItsLastUnits() {
        tracker.total(20);
        for (int i = 0; i < 10; i++) {
            work(29, 0);
            work(1, 1);
        }
        assertThat(tracker.at(SECONDS.toNanos(second)).unitsPerSecond()).hasValue(0.1);
        assertThat(left().orElseThrow().expected()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void followsATaskThatSlowsDown() {
        tracker.total(10_000);
        work(20, 100);
        work(20, 10);

        assertThat(left().orElseThrow().expected()).isEqualTo(Duration.ofMinutes(13));
    }

    @Test
    void knowsFromThreeEarlierRunsAtOnce() {
        ran(100, 1_000, 1_000);
        tracker.total(1_000);
        assertThat(left()).as("two runs").isEmpty();

        ran(100, 1_000);
        TimeLeft left = left().orElseThrow();
        assertThat(left.expected()).isEqualTo(Duration.ofSeconds(100));
        assertThat(left.confidence()).isEqualTo(Confidence.LOW);
    }

    @Test
    void hearsItsOwnMeasurementMoreAndMore() {
        ran(100, 1_000, 1_000, 1_000);
        tracker.total(1_000);
        work(10, 5); // half as fast as the others
        assertThat(left().orElseThrow().expected()).isEqualTo(Duration.ofSeconds(95 + (190 - 95) / 5));

        work(40, 5);
        assertThat(left().orElseThrow().expected()).as("a quarter").isEqualTo(Duration.ofSeconds(150));
    }

    @ParameterizedTest
    @CsvSource({"10, GOOD", "5, LOW"})
    void isSureWhenItAgreesWithEarlierRuns(int unitsPerSecond, Confidence confidence) {
        ran(100, 1_000, 1_000, 1_000);
        tracker.total(1_000);
        work(20, unitsPerSecond);

        assertThat(left().orElseThrow().confidence()).isEqualTo(confidence);
    }

    @Test
    void knowsFromWholeRunsWithoutATotal() {
        ran(60, 0, 0, 0);
        ran(120, 0, 0, 0);
        work(20, 1);
        assertThat(left().orElseThrow().expected()).isEqualTo(Duration.ofSeconds(70));

        work(50, 1);
        assertThat(left().orElseThrow().expected())
                .as("longer than the short ones")
                .isEqualTo(Duration.ofSeconds(50));

        work(60, 1);
        assertThat(left()).as("longer than all").isEmpty();
    }

    @Test
    void saysNothingWhileItStandsStillNotEvenFromEarlierRuns() {
        ran(1_000, 100, 100, 100);
        tracker.total(100);
        work(60, 0);
        assertThat(left()).isEmpty();

        work(1, 1);
        assertThat(left()).isPresent();
    }

    @Test
    void goesByTheShareOfTheWholeInAPlan() {
        tracker.phases(PlannedPhase.of("reading", 1), PlannedPhase.of("writing", 3));
        tracker.phase("reading");
        tracker.total(100);
        work(10, 10);
        assertThat(left()).isNotEmpty();
        assertThat(left().orElseThrow().expected()).isEqualTo(Duration.ofSeconds(30));

        tracker.phase("writing");
        assertThat(left()).as("no total in this phase yet").isEmpty();
        tracker.total(3_000);
        work(10, 100);
        assertThat(left().orElseThrow().expected()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void takesNoPhaseThatWasPassedOverForWork() {
        tracker.phases(PlannedPhase.of("reading", 1), PlannedPhase.of("writing", 1));
        tracker.phase("writing");
        tracker.total(100);
        work(10, 1);

        assertThat(left().orElseThrow().expected()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void knowsFromWholeRunsInAPlan() {
        ran(100, 7, 8, 9);
        tracker.phases(PlannedPhase.of("reading", 1), PlannedPhase.of("writing", 1));
        tracker.phase("reading");
        tracker.total(10);
        tracker.advance(5);

        assertThat(left().orElseThrow().expected()).isEqualTo(Duration.ofSeconds(75));
    }

    @Test
    void measuresAResumedAttemptByWhatItDidItself() {
        Progress saved =
                new Progress(new Units(500, 0, 0, OptionalLong.of(1_000)), Phase.UNNAMED, "", Pace.UNKNOWN, List.of());
        ProgressTracker resumed = attempt(saved);
        resumed.at(SECONDS.toNanos(1));
        resumed.advance(5);
        assertThat(resumed.at(SECONDS.toNanos(10)).timeLeft()).as("one percent").isEmpty();

        resumed.advance(15);
        assertThat(resumed.at(SECONDS.toNanos(20)).timeLeft().orElseThrow().expected())
                .isEqualTo(Duration.ofMinutes(8));
    }

    private ProgressTracker attempt(Progress earlier) {
        return new ProgressTracker(ProgressTracker.Start.at(0), earlier, history, Duration.ofMinutes(1));
    }

    private void ran(long seconds, long... units) {
        for (long each : units) {
            history.record(Duration.ofSeconds(seconds), each);
        }
    }

    /** Works at a steady rate, and is looked at each second. */
    private void work(int seconds, int unitsPerSecond) {
        for (int i = 0; i < seconds; i++) {
            second++;
            tracker.advance(unitsPerSecond);
            tracker.at(SECONDS.toNanos(second));
        }
    }

    private Optional<TimeLeft> left() {
        return tracker.at(SECONDS.toNanos(second)).timeLeft();
    }
}

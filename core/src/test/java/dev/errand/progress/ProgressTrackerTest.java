package dev.errand.progress;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts, total, percentage, rate and stall of one attempt. */
class ProgressTrackerTest {

    private final ProgressTracker tracker = new ProgressTracker(0);

    @Test
    void startsWithNothing() {
        assertThat(tracker.at(0)).isEqualTo(Progress.NOT_STARTED);
    }

    @Test
    void countsWhatItIsTold() {
        tracker.total(10);
        tracker.advance();
        tracker.advance(4);
        tracker.failed();
        tracker.skipped();
        tracker.skipped(2);
        tracker.phase("writing");
        tracker.message("half way");

        Progress progress = tracker.at(0);

        assertThat(progress.units()).isEqualTo(new Units(5, 1, 3, OptionalLong.of(10)));
        assertThat(progress.processed()).isEqualTo(9);
        assertThat(progress.percent()).hasValue(90);
        assertThat(progress.phase()).isEqualTo(Phase.named("writing"));
        assertThat(progress.message()).isEqualTo("half way");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE})
    void refusesToFall(long units) {
        assertThatIllegalArgumentException().isThrownBy(() -> tracker.advance(units));
        assertThatIllegalArgumentException().isThrownBy(() -> tracker.failed(units));
        assertThatIllegalArgumentException().isThrownBy(() -> tracker.skipped(units));
        assertThatIllegalArgumentException().isThrownBy(() -> tracker.total(units));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tracker.expect(units))
                .withMessageContaining(String.valueOf(units));
        assertThat(tracker.at(0)).isEqualTo(Progress.NOT_STARTED);
    }

    @Test
    void staysAtTheEndOfTheScaleWhenItRunsOver() {
        tracker.advance(Long.MAX_VALUE);
        tracker.failed(Long.MAX_VALUE);
        tracker.total(Long.MAX_VALUE);
        tracker.expect(Long.MAX_VALUE);
        assertThat(tracker.at(1).units())
                .isEqualTo(new Units(Long.MAX_VALUE, Long.MAX_VALUE, 0, OptionalLong.of(Long.MAX_VALUE)));

        tracker.advance();
        tracker.failed(Long.MAX_VALUE);
        assertThat(tracker.at(2).done()).isEqualTo(Long.MAX_VALUE);
        assertThat(tracker.at(2).failed()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void refusesAPhaseOrMessageOfNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> tracker.phase(nothing()))
                .withMessage("phase");
        assertThatNullPointerException()
                .isThrownBy(() -> tracker.message(nothing()))
                .withMessage("message");
    }

    @Test
    void raisesTheTotalForWhatIsExpected() {
        tracker.advance(3);
        tracker.expect(4);
        assertThat(tracker.at(0).total()).hasValue(7);

        tracker.expect(1);
        assertThat(tracker.at(0).total()).as("already expected").hasValue(7);
    }

    @Test
    void doesNotBelieveATotalThatIsExceededByMoreThanATenth() {
        tracker.total(100);
        tracker.advance(110);
        assertThat(tracker.at(0).total()).hasValue(110);
        assertThat(tracker.at(0).percent()).hasValue(100);

        tracker.advance();
        assertThat(tracker.at(0).total()).hasValue(111);
        assertThat(tracker.at(0).percent()).isEmpty();
    }

    @Test
    void holdsThePercentageWhenTheTotalIsRaised() {
        tracker.total(100);
        tracker.advance(50);
        assertThat(tracker.at(0).percent()).hasValue(50);

        tracker.total(1_000);
        assertThat(tracker.at(0).percent()).as("not back to 5").hasValue(50);
        tracker.advance(460);
        assertThat(tracker.at(0).percent()).hasValue(51);
    }

    @Test
    void holdsThePercentageAlsoAcrossATotalThatWasNotBelieved() {
        tracker.total(100);
        tracker.advance(90);
        assertThat(tracker.at(0).percent()).hasValue(90);
        tracker.advance(90);
        assertThat(tracker.at(0).percent()).isEmpty();

        tracker.total(1_000);
        assertThat(tracker.at(0).percent()).hasValue(90);
    }

    @Test
    void goesOnWhereTheAttemptBeforeEnded() {
        tracker.total(100);
        tracker.advance(40);
        tracker.failed("a", "broken");
        tracker.skipped(9);
        tracker.phase("writing");
        ProgressTracker next = resumed(tracker.at(SECONDS.toNanos(1)));

        next.failed("b", "broken too");
        Progress progress = next.at(SECONDS.toNanos(2));

        assertThat(progress.units()).isEqualTo(new Units(40, 2, 9, OptionalLong.of(100)));
        assertThat(progress.failedItems()).extracting(FailedItem::key).containsExactly("a", "b");
        assertThat(progress.unitsPerSecond()).as("own units only").hasValue(0.5);
        assertThat(progress.phase()).as("until it says so").isEqualTo(Phase.UNNAMED);
    }

    @Test
    void holdsThePercentageOfTheAttemptBefore() {
        Progress saved = new Progress(
                new Units(10, 0, 0, OptionalLong.of(100)),
                OptionalInt.of(30),
                Phase.UNNAMED,
                Remarks.NONE,
                Pace.UNKNOWN,
                List.of());

        assertThat(resumed(saved).at(0).percent()).hasValue(30);
    }

    @Test
    void knowsNoRateAtFirst() {
        tracker.total(100);
        tracker.advance(10);

        assertThat(tracker.at(MILLISECONDS.toNanos(199)).pace()).isEqualTo(Pace.UNKNOWN);
    }

    @Test
    void forgetsHowFastItWasMoreThanTenSecondsAgo() {
        tracker.total(100_000);
        tracker.advance(50_000);
        assertThat(tracker.at(SECONDS.toNanos(1)).unitsPerSecond()).hasValue(50_000);

        for (int second = 2; second <= 20; second++) {
            tracker.advance(10);
            tracker.at(SECONDS.toNanos(second));
        }

        assertThat(tracker.at(SECONDS.toNanos(20)).unitsPerSecond()).hasValue(10);
    }

    @Test
    void hasARateAlsoWhenItIsSeldomLookedAt() {
        tracker.advance(60);

        assertThat(tracker.at(MINUTES.toNanos(1)).unitsPerSecond()).hasValue(1);
    }

    @Test
    void saysThatItStandsStillUntilTheNextUnit() {
        tracker.total(100);
        tracker.advance(50);
        tracker.at(SECONDS.toNanos(10));
        assertThat(tracker.at(SECONDS.toNanos(69)).timeLeft()).isPresent();
        assertThat(tracker.at(SECONDS.toNanos(69)).stalledFor()).isEmpty();

        Progress stalled = tracker.at(SECONDS.toNanos(75));
        assertThat(stalled.stalledFor()).contains(Duration.ofSeconds(65));
        assertThat(stalled.timeLeft()).isEmpty();

        tracker.skipped();
        assertThat(tracker.at(SECONDS.toNanos(76)).stalledFor()).isEmpty();
        assertThat(tracker.at(SECONDS.toNanos(76)).timeLeft()).isPresent();
    }

    @Test
    void standsStillFromTheBeginning() {
        assertThat(tracker.at(MINUTES.toNanos(2)).stalledFor()).contains(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void refusesToStallAtOnce(Duration stallAfter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProgressTracker(
                        ProgressTracker.Start.at(0), Progress.NOT_STARTED, new RunHistory(), stallAfter))
                .withMessageContaining(stallAfter.toString());
    }

    @Test
    void takesAClockThatGoesBackAsOneThatStandsStill() {
        ProgressTracker tracker = new ProgressTracker(Long.MAX_VALUE - 5); // it also runs over
        tracker.total(100);
        tracker.advance(10);
        Progress after = tracker.at(Long.MAX_VALUE - 5 + SECONDS.toNanos(10));

        for (long time : new long[] {Long.MAX_VALUE - 5, Long.MAX_VALUE - 6, 0, Long.MAX_VALUE}) {
            assertThat(tracker.at(time)).as("at " + time).isEqualTo(after);
        }
        assertThat(after.unitsPerSecond()).isEqualTo(OptionalDouble.of(1));
    }

    @Test
    void endsWithTheLastUnit() throws InterruptedException {
        Thread task = Thread.startVirtualThread(() -> {
            for (int n = 0; n < 1_000_000; n++) {
                tracker.total(n);
                tracker.advance();
            }
        });
        long before = 0;
        while (task.isAlive()) {
            Progress now = tracker.at(System.nanoTime());
            assertThat(now.done()).isGreaterThanOrEqualTo(before);
            before = now.done();
        }
        task.join();

        assertThat(tracker.at(0).units()).isEqualTo(new Units(1_000_000, 0, 0, OptionalLong.of(1_000_000)));
    }

    private static ProgressTracker resumed(Progress saved) {
        return new ProgressTracker(ProgressTracker.Start.at(0), saved, new RunHistory(), ProgressTracker.STALL_AFTER);
    }

    @SuppressWarnings("NullAway") // not every user's code is checked
    private static String nothing() {
        return Optional.<String>empty().orElse(null);
    }
}

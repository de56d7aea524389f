package dev.errand.progress;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTrackerTest {

    private final ProgressTracker tracker = new ProgressTracker(0);

    @Test
    void staysAtTheEndOfTheScaleWhenItRunsOver() {
        ProgressTracker tracker = new ProgressTracker(0);
        tracker.advance(Long.MAX_VALUE);
        tracker.failed(Long.MAX_VALUE);
        tracker.total(Long.MAX_VALUE);
        tracker.expect(Long.MAX_VALUE);

        assertThat(tracker.at(1).processed()).isEqualTo(Long.MAX_VALUE);

        tracker.advance();
        assertThat(tracker.at(2).processed()).isEqualTo(Long.MAX_VALUE);
        assertThat(tracker.at(2).total()).hasValue(Long.MAX_VALUE);
    }

    @Test
    void refusesAPhaseOrMessageOfNull() {
        ProgressTracker tracker = new ProgressTracker(0);

        assertThatNullPointerException()
                .isThrownBy(() -> tracker.phase(nothing()))
                .withMessage("phase");
        assertThatNullPointerException()
                .isThrownBy(() -> tracker.message(nothing()))
                .withMessage("message");
    }

    @Test
    void countsAnItemAsDoneOfWhichNoUnitFailed() {
        ProgressTracker tracker = new ProgressTracker(0);
        tracker.over(List.of(1, 2, 3), () -> {}).forEach(item -> tracker.failed(0));

        assertThat(tracker.at(1).done()).isEqualTo(3);
        assertThat(tracker.at(1).failed()).isZero();
    }

    @SuppressWarnings("NullAway") // not every user's code is checked
    private static String nothing() {
        return null;
    }

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
        tracker.phase("writing");
        tracker.message("half way");

        Progress progress = tracker.at(0);

        assertThat(progress.done()).isEqualTo(5);
        assertThat(progress.failed()).isEqualTo(1);
        assertThat(progress.total()).hasValue(10);
        assertThat(progress.phase()).isEqualTo("writing");
        assertThat(progress.message()).isEqualTo("half way");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE})
    void refusesToFall(long units) {
        assertThatIllegalArgumentException().isThrownBy(() -> tracker.advance(units));
        assertThatIllegalArgumentException().isThrownBy(() -> tracker.failed(units));
        assertThatIllegalArgumentException().isThrownBy(() -> tracker.total(units));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tracker.expect(units))
                .withMessageContaining(String.valueOf(units));
    }

    @Test
    void outgrowsATotalThatWasTooLow() {
        tracker.total(2);
        tracker.advance(5);

        assertThat(tracker.at(0).total()).hasValue(5);
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
    void knowsNoRateAtFirst() {
        tracker.total(100);
        tracker.advance(10);

        assertThat(tracker.at(MILLISECONDS.toNanos(199)).pace()).isEqualTo(Pace.UNKNOWN);
    }

    @Test
    void tellsRateAndTimeLeft() {
        tracker.total(100);
        tracker.advance(20);

        Progress progress = tracker.at(SECONDS.toNanos(2));

        assertThat(progress.unitsPerSecond()).hasValue(10);
        assertThat(progress.timeLeft()).contains(Duration.ofSeconds(8));
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
        tracker.total(100);
        tracker.advance(60);

        assertThat(tracker.at(MINUTES.toNanos(1)).unitsPerSecond()).hasValue(1);
    }

    @Test
    void hasNoTimeLeftWhenItStandsStill() {
        tracker.total(100);
        assertThat(tracker.at(SECONDS.toNanos(5)).timeLeft()).isEmpty();

        tracker.advance(10);
        tracker.at(SECONDS.toNanos(6));
        for (int second = 7; second < 30; second++) {
            tracker.at(SECONDS.toNanos(second));
        }

        Progress stalled = tracker.at(SECONDS.toNanos(30));
        assertThat(stalled.unitsPerSecond()).hasValue(0);
        assertThat(stalled.timeLeft()).isEmpty();
    }

    @Test
    void countsAnItemWhenTheNextOneIsAskedFor() {
        List<Long> doneAtEachItem = new ArrayList<>();
        for (String item : tracker.over(List.of("a", "b", "c"), ProgressTrackerTest::goOn)) {
            assertThat(item).isNotEmpty();
            doneAtEachItem.add(tracker.at(0).done());
        }

        assertThat(doneAtEachItem).containsExactly(0L, 1L, 2L);
        assertThat(tracker.at(0).done()).isEqualTo(3);
        assertThat(tracker.at(0).total()).hasValue(3);
    }

    @Test
    void doesNotCountTheItemWhoseTurnThrew() {
        assertThatThrownBy(() -> {
                    for (int item : tracker.over(List.of(1, 2, 3), ProgressTrackerTest::goOn)) {
                        if (item == 2) {
                            throw new IllegalStateException("broken");
                        }
                    }
                })
                .isInstanceOf(IllegalStateException.class);

        assertThat(tracker.at(0).done()).isEqualTo(1);
    }

    @Test
    void doesNotCountAFailedItemAsDone() {
        for (int item : tracker.over(List.of(1, 2, 3, 4), ProgressTrackerTest::goOn)) {
            if (item % 2 == 0) {
                tracker.failed();
            }
        }

        assertThat(tracker.at(0).done()).isEqualTo(2);
        assertThat(tracker.at(0).failed()).isEqualTo(2);
        assertThat(tracker.at(0).total()).hasValue(4);
    }

    @Test
    void addsUpLoopsThatFollowEachOther() {
        tracker.over(List.of(1, 2, 3), ProgressTrackerTest::goOn).forEach(item -> {});
        tracker.over(List.of(4, 5), ProgressTrackerTest::goOn).forEach(item -> {});

        assertThat(tracker.at(0).done()).isEqualTo(5);
        assertThat(tracker.at(0).total()).hasValue(5);
    }

    @Test
    void endsALoopBeforeTheNextItem() {
        AtomicInteger left = new AtomicInteger(2);
        Iterator<Integer> items = tracker.over(List.of(1, 2, 3).iterator(), () -> stopAtZero(left));
        List<Integer> seen = new ArrayList<>();

        assertThatThrownBy(() -> items.forEachRemaining(seen::add)).isInstanceOf(IllegalStateException.class);
        assertThat(seen).containsExactly(1);
        assertThat(tracker.at(0).done()).isEqualTo(1);
    }

    @Test
    void doesNotStopALoopThatIsThrough() {
        AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
        Iterator<Integer> items = tracker.over(List.of(1).iterator(), () -> stopAtZero(left));
        assertThat(items.next()).isEqualTo(1);
        left.set(0);

        assertThat(items.hasNext()).isFalse();
        assertThat(tracker.at(0).done()).isEqualTo(1);
    }

    @Test
    void countsAStreamAndKnowsItsSize() {
        assertThat(tracker.over(IntStream.range(0, 100).boxed(), ProgressTrackerTest::goOn)
                        .mapToInt(i -> i)
                        .sum())
                .isEqualTo(4950);

        assertThat(tracker.at(0).done()).isEqualTo(100);
        assertThat(tracker.at(0).total()).hasValue(100);
    }

    @Test
    void countsFailuresOfAParallelStreamOnce() {
        tracker.over(IntStream.range(0, 10_000).boxed().parallel(), ProgressTrackerTest::goOn)
                .forEach(i -> {
                    if (i % 10 == 0) {
                        tracker.failed();
                    }
                });

        assertThat(tracker.at(0).done()).isEqualTo(9_000);
        assertThat(tracker.at(0).failed()).isEqualTo(1_000);
    }

    @Test
    void closesTheStreamItWasGiven() {
        AtomicInteger closed = new AtomicInteger();
        try (Stream<Integer> items =
                tracker.over(Stream.of(1).onClose(closed::incrementAndGet), ProgressTrackerTest::goOn)) {
            assertThat(items.count()).isEqualTo(1);
        }

        assertThat(closed).hasValue(1);
    }

    @Test
    void losesNothingWhenManyThreadsAdvance() throws InterruptedException {
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(i -> Thread.startVirtualThread(() -> {
                    for (int n = 0; n < 10_000; n++) {
                        tracker.advance();
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(tracker.at(0).done()).isEqualTo(80_000);
    }

    private static void goOn() {}

    private static void stopAtZero(AtomicInteger left) {
        if (left.getAndDecrement() <= 0) {
            throw new IllegalStateException("stopped");
        }
    }
}

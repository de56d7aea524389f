package dev.errand.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrackedLoopTest {

    private final ProgressTracker tracker = new ProgressTracker(0);

    @Test
    void countsAnItemWhenTheNextOneIsAskedFor() {
        List<Long> doneAtEachItem = new ArrayList<>();
        for (String item : tracker.over(List.of("a", "b", "c"), TrackedLoopTest::goOn)) {
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
                    for (int item : tracker.over(List.of(1, 2, 3), TrackedLoopTest::goOn)) {
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
        for (int item : tracker.over(List.of(1, 2, 3, 4), TrackedLoopTest::goOn)) {
            if (item % 2 == 0) {
                tracker.failed();
            }
        }

        assertThat(tracker.at(0).done()).isEqualTo(2);
        assertThat(tracker.at(0).failed()).isEqualTo(2);
        assertThat(tracker.at(0).total()).hasValue(4);
    }

    @Test
    void doesNotCountASkippedItemAsDone() {
        for (int item : tracker.over(List.of(1, 2, 3, 4, 5), TrackedLoopTest::goOn)) {
            switch (item) {
                case 1 -> tracker.skipped();
                case 2 -> tracker.failed("item 2", "broken");
                default -> assertThat(item).isPositive();
            }
        }

        assertThat(tracker.at(0).units()).isEqualTo(new Units(3, 1, 1, OptionalLong.of(5)));
    }

    @Test
    void forgetsWhatFailedBeforeTheLoop() {
        Iterator<Integer> items = tracker.over(List.of(1).iterator(), TrackedLoopTest::goOn);
        tracker.failed();
        items.forEachRemaining(item -> {});

        assertThat(tracker.at(0).units()).isEqualTo(new Units(1, 1, 0, OptionalLong.empty()));
    }

    @Test
    void addsUpLoopsThatFollowEachOther() {
        tracker.over(List.of(1, 2, 3), TrackedLoopTest::goOn).forEach(item -> {});
        tracker.over(List.of(4, 5), TrackedLoopTest::goOn).forEach(item -> {});

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
        assertThat(tracker.over(IntStream.range(0, 100).boxed(), TrackedLoopTest::goOn)
                        .mapToInt(i -> i)
                        .sum())
                .isEqualTo(4950);

        assertThat(tracker.at(0).done()).isEqualTo(100);
        assertThat(tracker.at(0).total()).hasValue(100);
    }

    @Test
    void countsFailuresOfAParallelStreamOnce() {
        tracker.over(IntStream.range(0, 10_000).boxed().parallel(), TrackedLoopTest::goOn)
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
                tracker.over(Stream.of(1).onClose(closed::incrementAndGet), TrackedLoopTest::goOn)) {
            assertThat(items.count()).isEqualTo(1);
        }

        assertThat(closed).hasValue(1);
    }

    @Test
    void countsAnItemAsDoneOfWhichNoUnitFailed() {
        tracker.over(List.of(1, 2, 3), () -> {}).forEach(item -> tracker.failed(0));

        assertThat(tracker.at(1).done()).isEqualTo(3);
        assertThat(tracker.at(1).failed()).isZero();
    }

    private static void goOn() {}

    private static void stopAtZero(AtomicInteger left) {
        if (left.getAndDecrement() <= 0) {
            throw new IllegalStateException("stopped");
        }
    }
}

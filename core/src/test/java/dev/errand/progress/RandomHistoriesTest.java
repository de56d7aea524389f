package dev.errand.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a task reports, in whatever order: what its watchers see keeps to the rules. The seed is in each name. */
@Timeout(60) // seconds; a slow test is a hung one
class RandomHistoriesTest {

    private static final int STEPS = 400;
    private static final long[] EXTREMES = {0, 1, 1_024, 1_025, Long.MAX_VALUE - 1, Long.MAX_VALUE};

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void neverFallsAndStaysWithinItsBounds(int seed) {
        Random random = new Random(seed);
        RunHistory history = new RunHistory();
        IntStream.range(0, random.nextInt(6)).forEach(i -> history.record(anyDuration(random), anyUnits(random)));
        Progress saved = Progress.NOT_STARTED;
        for (int attempt = 0; attempt < 3; attempt++) {
            long start = random.nextBoolean() ? 0 : Long.MAX_VALUE - random.nextInt(1_000);
            ProgressTracker tracker =
                    new ProgressTracker(ProgressTracker.Start.at(start), saved, history, Duration.ofSeconds(20));
            saved = live(tracker, start, saved, random);
        }
    }

    private static Progress live(ProgressTracker tracker, long start, Progress saved, Random random) {
        Progress before = saved;
        int highest = saved.percent().orElse(0);
        long now = start;
        for (int step = 0; step < STEPS; step++) {
            report(tracker, random);
            if (random.nextInt(3) == 0) {
                now += anyNanos(random);
                Progress after = tracker.at(now);
                assertFollows(before, after);
                if (after.percent().isPresent()) {
                    assertThat(after.percent().getAsInt()).isGreaterThanOrEqualTo(highest);
                    highest = after.percent().getAsInt();
                }
                before = after;
            }
        }
        return tracker.at(now);
    }

    /** What the constructors of a progress refuse cannot be seen here; that would have been thrown. */
    private static void assertFollows(Progress before, Progress after) {
        assertThat(after.done()).isGreaterThanOrEqualTo(before.done());
        assertThat(after.failed()).isGreaterThanOrEqualTo(before.failed());
        assertThat(after.skipped()).isGreaterThanOrEqualTo(before.skipped());
        assertThat(after.processed()).isGreaterThanOrEqualTo(before.processed());
        assertThat(after.failedItems().size())
                .isGreaterThanOrEqualTo(before.failedItems().size());
        assertThat((long) after.failedItems().size()).isLessThanOrEqualTo(after.failed());
    }

    private static void report(ProgressTracker tracker, Random random) {
        switch (random.nextInt(12)) {
            case 0 -> tracker.total(anyUnits(random));
            case 1 -> tracker.expect(anyUnits(random));
            case 2 -> tracker.failed(anyUnits(random));
            case 3 -> tracker.skipped(anyUnits(random));
            case 4 -> tracker.failed("row " + random.nextInt(), "broken");
            case 5 -> tracker.phase(List.of("a", "b", "c", "d").get(random.nextInt(4)));
            case 6 -> plan(tracker, random);
            case 7 -> refused(() -> tracker.advance(-1 - random.nextInt(5)));
            default -> tracker.advance(anyUnits(random));
        }
    }

    private static void plan(ProgressTracker tracker, Random random) {
        double weight = Math.pow(10, random.nextInt(600) - 300);
        refused(() -> tracker.phases(
                PlannedPhase.of("a", 1),
                PlannedPhase.of("b", weight),
                PlannedPhase.of("c", random.nextDouble() + 0.1)));
    }

    private static void refused(Runnable call) {
        try {
            call.run();
        } catch (IllegalArgumentException | IllegalStateException e) {
            assertThat(e).hasMessageContaining("must be");
        }
    }

    private static long anyUnits(Random random) {
        int kind = random.nextInt(200);
        return kind < EXTREMES.length ? EXTREMES[kind] : random.nextInt(kind < 100 ? 10 : 1_000);
    }

    private static Duration anyDuration(Random random) {
        return random.nextInt(10) == 0
                ? Duration.ofSeconds(random.nextLong(Long.MAX_VALUE))
                : Duration.ofMillis(random.nextInt(100_000));
    }

    /** A clock that mostly runs, stands still at times, and goes back at others. */
    private static long anyNanos(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> 0;
            case 1 -> -random.nextLong(10_000_000_000L);
            case 2 -> random.nextLong(100_000_000_000L);
            case 3 -> random.nextInt(20) == 0 ? random.nextLong() : 1;
            default -> random.nextLong(1_500_000_000L);
        };
    }

    /** Two who look, two who work and one who plans: nobody waits, nothing falls, and the end is exact. */
    @Test
    void holdsFromManyThreadsAtOnce() throws InterruptedException {
        ProgressTracker tracker = new ProgressTracker(0);
        AtomicBoolean working = new AtomicBoolean(true);
        AtomicInteger wellWatched = new AtomicInteger();
        List<Thread> watchers = IntStream.range(0, 2)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    Progress before = Progress.NOT_STARTED;
                    while (working.get()) {
                        Progress after = tracker.at(System.nanoTime());
                        assertFollows(before, after);
                        assertThat(after.percent().orElse(100))
                                .isGreaterThanOrEqualTo(before.percent().orElse(0));
                        before = after;
                    }
                    wellWatched.incrementAndGet();
                }))
                .toList();
        tracker.phases(PlannedPhase.of("p0", 1), PlannedPhase.of("p1", 2), PlannedPhase.of("p2", 3));
        for (int phase = 0; phase < 3; phase++) {
            tracker.phase("p" + phase);
            tracker.total(200_000);
            workFromTwoThreads(tracker);
        }
        working.set(false);
        for (Thread watcher : watchers) {
            watcher.join();
        }

        assertThat(wellWatched).hasValue(2);
        assertThat(tracker.at(0).processed()).isEqualTo(600_000);
        assertThat(tracker.at(0).percent()).hasValue(100);
    }

    private static void workFromTwoThreads(ProgressTracker tracker) throws InterruptedException {
        List<Thread> workers = IntStream.range(0, 2)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    for (int n = 0; n < 100_000; n++) {
                        switch (n % 50) {
                            case 0 -> tracker.failed("row " + n, "");
                            case 1 -> tracker.skipped();
                            default -> tracker.advance();
                        }
                    }
                }))
                .toList();
        for (Thread worker : workers) {
            worker.join();
        }
    }
}

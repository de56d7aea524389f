package dev.errand.benchmarks;

import dev.errand.progress.Progress;
import dev.errand.progress.ProgressTracker;
import dev.errand.progress.RunHistory;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs a task to say how far it is, and a watcher to look. Run with {@code -prof gc} to see the allocation.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProgressBenchmark {

    private final ProgressTracker tracker = new ProgressTracker(System.nanoTime());
    private final ProgressTracker estimating = withTotalAndHistory();
    private final Iterator<Integer> endless = tracker.over(
            new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public Integer next() {
                    return 1;
                }
            },
            () -> {});

    /** One unit, from one thread. */
    @Benchmark
    public void advance() {
        tracker.advance();
    }

    /** One unit, from two threads at once. */
    @Benchmark
    @Threads(2)
    public void advanceByTwoThreads() {
        tracker.advance();
    }

    /**
     * One item of a loop that counts and looks for a cancel.
     *
     * @return the item
     */
    @Benchmark
    public Integer loop() {
        return endless.hasNext() ? endless.next() : 0;
    }

    /**
     * One look at it.
     *
     * @return the progress
     */
    @Benchmark
    public Progress look() {
        return tracker.at(System.nanoTime());
    }

    /**
     * One unit and one look, with everything there is to tell.
     *
     * @return the progress
     */
    @Benchmark
    public Progress advanceAndLookWithTimeLeft() {
        estimating.advance();
        return estimating.at(System.nanoTime());
    }

    /**
     * What a task costs that has not begun.
     *
     * @return a tracker
     */
    @Benchmark
    public ProgressTracker fresh() {
        return new ProgressTracker(0);
    }

    private static ProgressTracker withTotalAndHistory() {
        RunHistory history = new RunHistory();
        for (int run = 0; run < RunHistory.KEPT_RUNS; run++) {
            history.record(Duration.ofSeconds(60 + run), 200_000_000);
        }
        ProgressTracker tracker = new ProgressTracker(
                ProgressTracker.Start.at(System.nanoTime()),
                Progress.NOT_STARTED,
                history,
                ProgressTracker.STALL_AFTER);
        tracker.total(200_000_000);
        return tracker;
    }
}

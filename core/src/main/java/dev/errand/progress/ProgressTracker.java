package dev.errand.progress;

import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Counts what one attempt of a task has done, and makes a {@link Progress} of it for those who watch.
 *
 * <p>Counting and watching are kept apart: the task adds to striped counters and never waits; rate and time left are
 * worked out by the reader. All methods may be called from any thread.
 */
public final class ProgressTracker implements ProgressReporter {

    private static final long UNKNOWN = -1;

    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicLong total = new AtomicLong(UNKNOWN);
    private final RateWindow rate;
    private final Set<Long> failedTurns = ConcurrentHashMap.newKeySet();
    private volatile boolean looping;
    private volatile String phase = "";
    private volatile String message = "";

    /**
     * Starts at zero, with no total.
     *
     * @param startNanos the time of the start, in nanoseconds of a monotonic clock such as {@link System#nanoTime()}
     */
    public ProgressTracker(long startNanos) {
        rate = new RateWindow(startNanos);
    }

    @Override
    public void advance(long units) {
        done.add(zeroOrMore(units));
    }

    @Override
    public void failed(long units) {
        failed.add(zeroOrMore(units));
        if (looping && units > 0) {
            failedTurns.add(Thread.currentThread().threadId());
        }
    }

    @Override
    public void total(long units) {
        total.set(zeroOrMore(units));
    }

    @Override
    public void expect(long units) {
        long atLeast = sum(sum(done.sum(), failed.sum()), zeroOrMore(units));
        total.accumulateAndGet(atLeast, Math::max);
    }

    @Override
    public void phase(String name) {
        phase = Objects.requireNonNull(name, "phase");
    }

    @Override
    public void message(String text) {
        message = Objects.requireNonNull(text, "message");
    }

    /**
     * The progress at this moment.
     *
     * @param nanoTime now, in nanoseconds of the clock that the constructor was given
     * @return the counts, and the pace of the last ten seconds
     */
    public Progress at(long nanoTime) {
        synchronized (rate) {
            long failedNow = sum(failed.sum(), 0);
            long processed = sum(done.sum(), failedNow);
            long doneNow = processed - failedNow;
            long totalNow = total.get() == UNKNOWN ? UNKNOWN : Math.max(total.get(), processed);
            return new Progress(
                    doneNow,
                    failedNow,
                    totalNow == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(totalNow),
                    phase,
                    message,
                    rate.paceAt(nanoTime, processed, totalNow));
        }
    }

    /**
     * The same items, counted one by one: an item is done when the next one is asked for, unless the thread that had it
     * reported a {@linkplain #failed() failure} in its turn. Items of a collection are {@linkplain #expect expected} at
     * once.
     *
     * @param items what to loop over
     * @param beforeEach runs before each item; what it throws ends the loop
     * @param <T> the item's type
     * @return an iterable whose iterators count; each for one thread
     */
    public <T> Iterable<T> over(Iterable<T> items, Runnable beforeEach) {
        return () -> {
            if (items instanceof Collection<?> known) {
                expect(known.size());
            }
            return over(items.iterator(), beforeEach);
        };
    }

    /**
     * The same items, counted as by {@link #over(Iterable, Runnable)}.
     *
     * @param items what to loop over; the total is not known from it
     * @param beforeEach runs before each item; what it throws ends the loop
     * @param <T> the item's type
     * @return an iterator for one thread
     */
    public <T> Iterator<T> over(Iterator<T> items, Runnable beforeEach) {
        looping = true;
        return new TrackedIterator<>(items, this, beforeEach);
    }

    /**
     * The same stream, counted as by {@link #over(Iterable, Runnable)}; parallel if it was, and closing it closes the
     * given one. A stream of known size is {@linkplain #expect expected} at once.
     *
     * @param items what to loop over
     * @param beforeEach runs before each item; what it throws ends the stream
     * @param <T> the item's type
     * @return a stream that counts
     */
    public <T> Stream<T> over(Stream<T> items, Runnable beforeEach) {
        looping = true;
        boolean parallel = items.isParallel();
        Spliterator<T> source = items.spliterator();
        if (source.getExactSizeIfKnown() >= 0) {
            expect(source.getExactSizeIfKnown());
        }
        return StreamSupport.stream(new TrackedSpliterator<>(source, this, beforeEach), parallel)
                .onClose(items::close);
    }

    /** A loop of the calling thread hands out an item. */
    void beginTurn() {
        if (!failedTurns.isEmpty()) {
            failedTurns.remove(Thread.currentThread().threadId());
        }
    }

    /** The calling thread is through with its item: done, unless the thread has counted it as failed. */
    void endTurn() {
        if (failedTurns.isEmpty() || !failedTurns.remove(Thread.currentThread().threadId())) {
            done.increment();
        }
    }

    /** Counts that run over stay at the end of the scale. */
    private static long sum(long one, long other) {
        long sum = one + other;
        return one < 0 || other < 0 || sum < 0 ? Long.MAX_VALUE : sum;
    }

    private static long zeroOrMore(long units) {
        if (units < 0) {
            throw new IllegalArgumentException("units is " + units + ", but must be zero or more");
        }
        return units;
    }
}

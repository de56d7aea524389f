package dev.errand.progress;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one attempt of a task does, and makes a {@link Progress} of it for those who watch.
 *
 * <p>Counting and watching are kept apart: the task adds to counters and never waits; percentage, rate and time left
 * are worked out by the reader. All methods may be called from any thread.
 */
public final class ProgressTracker implements ProgressReporter {

    /** After how long without a unit a task is said to stand still, unless told otherwise. */
    public static final Duration STALL_AFTER = Duration.ofMinutes(1);

    private final StripedCount done = new StripedCount();
    private final StripedCount failed = new StripedCount();
    private final StripedCount skipped = new StripedCount();
    private final AtomicReference<Course> course;

    /** What an earlier attempt has counted. */
    private final Progress earlier;

    /** Held by those who look; the task never takes it. */
    private final PaceMeter meter;

    private int highestPercent;
    private volatile @Nullable FailedItems failedItems;
    private volatile @Nullable Set<Long> settledTurns;
    private volatile boolean looping;
    private volatile boolean failedAny;
    private final AtomicReference<Remarks> remarks = new AtomicReference<>(Remarks.NONE);
    private final Start start;

    /**
     * When an attempt started.
     *
     * @param nanos the time of the start, in nanoseconds of a monotonic clock such as {@link System#nanoTime()}
     * @param attempt its number, counted from 1
     * @param clock tells when items fail
     */
    public record Start(long nanos, int attempt, InstantSource clock) {

        /**
         * That of the first attempt, by the clock of the system.
         *
         * @param nanos as above
         * @return the start
         */
        public static Start at(long nanos) {
            return new Start(nanos, 1, InstantSource.system());
        }
    }

    /**
     * Starts the first attempt at zero, with no total, no history, and {@link #STALL_AFTER}.
     *
     * @param startNanos the time of the start, in nanoseconds of a monotonic clock such as {@link System#nanoTime()}
     */
    public ProgressTracker(long startNanos) {
        this(Start.at(startNanos), Progress.NOT_STARTED, new RunHistory(), STALL_AFTER);
    }

    /**
     * Starts where an earlier attempt ended: with its counts, total, failed items and percentage, but with no plan,
     * phase or message until the task says so.
     *
     * @param start when it starts
     * @param earlier the last progress of the attempt before, or {@link Progress#NOT_STARTED}
     * @param history what other runs of the same type took; this one is not entered
     * @param stallAfter after how long without a unit the task is said to stand still, more than zero
     * @throws IllegalArgumentException if {@code stallAfter} is not more than zero
     */
    public ProgressTracker(Start start, Progress earlier, RunHistory history, Duration stallAfter) {
        if (!stallAfter.isPositive()) {
            throw new IllegalArgumentException("stallAfter is " + stallAfter + ", but must be more than zero");
        }
        this.start = start;
        this.earlier = earlier;
        this.highestPercent = earlier.percent().orElse(0);
        this.course = new AtomicReference<>(Course.after(earlier.units()));
        this.meter = new PaceMeter(start.nanos, earlier.processed(), history, stallAfter);
    }

    @Override
    public void advance(long units) {
        done.add(zeroOrMore(units));
    }

    @Override
    public void failed(long units) {
        failed.add(zeroOrMore(units));
        if (units > 0) {
            failedAny = true;
        }
        settleTurn(units);
    }

    /** Counts first and keeps then: a picture has no item that it has not counted. */
    @Override
    public void failed(String key, String message) {
        FailedItem item = new FailedItem(key, message, start.attempt, start.clock.instant());
        failed(1);
        failedItems().add(item);
    }

    @Override
    public void skipped(long units) {
        skipped.add(zeroOrMore(units));
        settleTurn(units);
    }

    @Override
    public void total(long units) {
        long inAll = zeroOrMore(units);
        course.updateAndGet(now -> now.total(inAll));
    }

    @Override
    public void expect(long units) {
        long toCome = zeroOrMore(units);
        course.updateAndGet(now -> now.expecting(toCome, processed()));
    }

    @Override
    public void phases(PlannedPhase... plan) {
        PlannedPhase[] phases = plan.clone();
        course.updateAndGet(now -> now.planned(phases));
    }

    @Override
    public void phase(String name) {
        Objects.requireNonNull(name, "phase");
        course.updateAndGet(now -> now.in(name, processed()));
    }

    @Override
    public void message(String text) {
        String line = FailedItem.messageOf(text);
        remarks.updateAndGet(said -> said.message(line));
    }

    @Override
    public void summary(String text) {
        String line = FailedItem.messageOf(Objects.requireNonNull(text, "summary"));
        remarks.updateAndGet(said -> said.summary(line));
    }

    /**
     * The progress at this moment. Costs less than a microsecond, and waits for nobody but others who look.
     *
     * @param nanoTime now, in nanoseconds of the clock that the constructor was given; if it is before the time of an
     *     earlier look, no time has passed
     * @return the counts, and the pace of the last ten seconds
     */
    public Progress at(long nanoTime) {
        synchronized (meter) {
            List<FailedItem> failedBefore = keptItems();
            Course where = course.get();
            Units units = units(where);
            Pace pace = meter.paceAt(nanoTime, units.processed(), where);
            return new Progress(
                    units, percent(where, units.processed()), where.phase(), remarks.get(), pace, failedBefore);
        }
    }

    /**
     * The progress of an attempt that is over: what it has counted, without a pace, since nothing is left to foretell.
     *
     * @return the counts
     */
    public Progress counts() {
        synchronized (meter) {
            List<FailedItem> failedBefore = keptItems();
            Course where = course.get();
            Units units = units(where);
            return new Progress(
                    units, percent(where, units.processed()), where.phase(), remarks.get(), Pace.UNKNOWN, failedBefore);
        }
    }

    /** Looked at before the counts, since an item is counted before it is kept. */
    private List<FailedItem> keptItems() {
        FailedItems items = failedItems;
        return items == null ? earlier.failedItems() : items.kept();
    }

    /** A percentage may stand still, but does not go back; what has been 100 too early is no percentage. */
    private OptionalInt percent(Course where, long processed) {
        OptionalInt percent = where.percent(processed);
        if (percent.isEmpty()) {
            return percent;
        }
        highestPercent = Math.max(highestPercent, percent.getAsInt());
        boolean tooEarly = highestPercent == 100 && where.phase().hasNext();
        return tooEarly ? OptionalInt.empty() : OptionalInt.of(highestPercent);
    }

    private Units units(Course where) {
        Units before = earlier.units();
        Units counted = new Units(
                StripedCount.sum(before.done(), done.sum()),
                StripedCount.sum(before.failed(), failed.sum()),
                StripedCount.sum(before.skipped(), skipped.sum()),
                OptionalLong.empty());
        return where.knowsTotal() ? counted.outOf(where.total()) : counted;
    }

    private long processed() {
        return units(Course.UNPLANNED).processed();
    }

    /**
     * The same items, counted one by one: an item is done when the next one is asked for, unless the thread that had it
     * counted it as {@linkplain #failed() failed} or {@linkplain #skipped() skipped} in its turn. Items of a collection
     * are {@linkplain #expect expected} at once.
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

    /**
     * Whether any unit has failed. Cheap enough for every item.
     *
     * @return true from the first on
     */
    public boolean hasFailures() {
        return failedAny;
    }

    /** A loop of the calling thread hands out an item. For loops that count by themselves. */
    public void beginTurn() {
        if (!looping) {
            looping = true;
        }
        Set<Long> settled = settledTurns;
        if (settled != null && !settled.isEmpty()) {
            settled.remove(Thread.currentThread().threadId());
        }
    }

    /** The calling thread is through with its item: done, unless the thread has counted it as something else. */
    public void endTurn() {
        Set<Long> settled = settledTurns;
        if (settled == null
                || settled.isEmpty()
                || !settled.remove(Thread.currentThread().threadId())) {
            done.add(1);
        }
    }

    /**
     * Whether the calling thread has counted its item already, as failed or skipped.
     *
     * @return false outside of a turn
     */
    public boolean hasSettledTurn() {
        Set<Long> settled = settledTurns;
        return settled != null && settled.contains(Thread.currentThread().threadId());
    }

    private void settleTurn(long units) {
        if (looping && units > 0) {
            settledTurns().add(Thread.currentThread().threadId());
        }
    }

    private Set<Long> settledTurns() {
        Set<Long> settled = settledTurns;
        if (settled == null) {
            synchronized (done) {
                settled = settledTurns;
                if (settled == null) {
                    settled = ConcurrentHashMap.newKeySet();
                    settledTurns = settled;
                }
            }
        }
        return settled;
    }

    private FailedItems failedItems() {
        FailedItems items = failedItems;
        if (items == null) {
            synchronized (failed) {
                items = failedItems;
                if (items == null) {
                    items = new FailedItems(earlier.failedItems());
                    failedItems = items;
                }
            }
        }
        return items;
    }

    private static long zeroOrMore(long units) {
        if (units < 0) {
            throw new IllegalArgumentException("units is " + units + ", but must be zero or more");
        }
        return units;
    }
}

package dev.errand.progress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A count that only grows, made for the one thread that counts nearly always.
 *
 * <p>The first thread to count owns a cell that nobody else writes: it adds without an atomic instruction and publishes
 * by a release store, which costs about a nanosecond. All other threads share a {@link LongAdder}. The cell has its
 * cache lines to itself, so neither side slows the other; cell and adder are made when first needed.
 *
 * <p>A sum adds up parts of which each only grows, so of two sums the later is never the smaller. At
 * {@link Long#MAX_VALUE} the count stands still. An adder would wrap around instead, so it is given small numbers only:
 * it would take centuries to fill it with them. Large ones go to a counter that is careful.
 */
final class StripedCount {

    private static final long SMALL = 1 << 10;
    private static final VarHandle OWN;
    private static final VarHandle SHARED;

    static {
        try {
            OWN = MethodHandles.lookup().findVarHandle(StripedCount.class, "own", Own.class);
            SHARED = MethodHandles.lookup().findVarHandle(StripedCount.class, "shared", Shared.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Own own;
    private volatile @Nullable Shared shared;

    /** Adds units, zero or more. */
    void add(long units) {
        Own mine = own;
        if (mine != null && mine.threadId == Thread.currentThread().threadId()) {
            mine.add(units);
        } else {
            addFromElsewhere(units);
        }
    }

    /** All units added before, and maybe some of those that are being added now. */
    long sum() {
        Own one = own;
        Shared others = shared;
        return sum(one == null ? 0 : one.get(), others == null ? 0 : others.get());
    }

    /** The sum of two counts, which stays at the end of the scale. */
    static long sum(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private void addFromElsewhere(long units) {
        if (units == 0) {
            return;
        }
        if (own == null) {
            Own first = new Own(Thread.currentThread().threadId());
            first.add(units);
            if (OWN.compareAndSet(this, null, first)) {
                return;
            }
        }
        if (shared == null) {
            SHARED.compareAndSet(this, null, new Shared());
        }
        Shared others = shared;
        if (others != null) {
            others.add(units);
        }
    }

    /** Written by one thread, in the middle of an array so that nothing else shares its cache lines. */
    private static final class Own {

        private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
        private static final int PADDING = 15; // longs on either side: two lines of 64 bytes, less the array's header

        final long threadId;
        private final long[] cell = new long[PADDING + 1 + PADDING];

        Own(long threadId) {
            this.threadId = threadId;
        }

        void add(long units) {
            long sum = cell[PADDING] + units;
            CELL.setRelease(cell, PADDING, sum < 0 ? Long.MAX_VALUE : sum);
        }

        long get() {
            return (long) CELL.getAcquire(cell, PADDING);
        }
    }

    /** Written by all the others. */
    private static final class Shared {

        private final LongAdder small = new LongAdder();
        private final AtomicLong large = new AtomicLong();

        void add(long units) {
            if (units <= SMALL) {
                small.add(units);
            } else {
                large.accumulateAndGet(units, StripedCount::sum);
            }
        }

        long get() {
            return sum(small.sum(), large.get());
        }
    }
}

package dev.errand.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** Time that passes when a test says so. Alarms ring on the thread that lets it pass, in their order. */
final class ManualTime implements TimeSource {

    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private record Ring(long nanoTime, long number, Runnable action) {}

    private final PriorityQueue<Ring> rings =
            new PriorityQueue<>(Comparator.comparingLong(Ring::nanoTime).thenComparingLong(Ring::number));
    private long nanoTime;
    private long number;

    @Override
    public synchronized Instant instant() {
        return NOON.plusNanos(nanoTime);
    }

    @Override
    public synchronized long nanoTime() {
        return nanoTime;
    }

    @Override
    @CanIgnoreReturnValue
    public synchronized Alarm after(Duration delay, Runnable action) {
        Ring ring = new Ring(nanoTime + delay.toNanos(), number++, action);
        rings.add(ring);
        return () -> cancel(ring);
    }

    /** Lets time pass, and rings what is due meanwhile. */
    void advance(Duration duration) {
        long end = nanoTime() + duration.toNanos();
        for (Optional<Ring> due = nextUntil(end); due.isPresent(); due = nextUntil(end)) {
            due.get().action.run();
        }
        passTo(end);
    }

    /** How many alarms are set: one for the pulse of an engine, and one for each time that a task waits for. */
    synchronized int pending() {
        return rings.size();
    }

    private synchronized Optional<Ring> nextUntil(long end) {
        Ring next = rings.peek();
        if (next == null || next.nanoTime > end) {
            return Optional.empty();
        }
        passTo(next.nanoTime);
        return Optional.ofNullable(rings.poll());
    }

    private synchronized void passTo(long later) {
        nanoTime = Math.max(nanoTime, later);
    }

    private synchronized void cancel(Ring ring) {
        rings.remove(ring);
    }
}

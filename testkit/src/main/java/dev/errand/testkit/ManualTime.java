package dev.errand.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.InvalidInputException;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Time that passes when a test says so. Alarms ring on the thread that lets it pass, in their order.
 *
 * <p>There are two clocks, as in a computer: {@link #advance} moves both, and {@link #jump} sets the one on the wall.
 * All methods may be called from any thread; one thread at a time should let time pass.
 */
public final class ManualTime implements TimeSource {

    /** What the clock on the wall shows at first: 2026-11-22T12:00:00Z. */
    public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private record Ring(long nanoTime, long number, Runnable action) {}

    private final PriorityQueue<Ring> rings =
            new PriorityQueue<>(Comparator.comparingLong(Ring::nanoTime).thenComparingLong(Ring::number));
    private Instant start = NOON;
    private long nanoTime;
    private long number;

    /** A time that stands still at {@link #NOON}. */
    public ManualTime() {}

    @Override
    public synchronized Instant instant() {
        return start.plusNanos(nanoTime);
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

    /**
     * Lets time pass, and rings what is due meanwhile. Blocks while the alarms ring; what one throws ends it there.
     *
     * @param duration how much, zero or more; with zero, only what is due rings
     * @throws InvalidInputException if it is negative
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new InvalidInputException("duration", duration, "be zero or more");
        }
        long end = nanoTime() + duration.toNanos();
        for (Optional<Ring> due = nextUntil(end); due.isPresent(); due = nextUntil(end)) {
            due.get().action.run();
        }
        passTo(end);
    }

    /**
     * Sets the clock on the wall, as a person or a time server does. No time passes and no alarm rings: only
     * {@link #instant()} is another one.
     *
     * @param change by how much it is put forward; negative to put it back
     */
    public synchronized void jump(Duration change) {
        start = start.plus(change);
    }

    /**
     * Counts the alarms that are set: one for the pulse of an engine, and one for each time that a task waits for.
     *
     * @return how many have neither rung nor been called off
     */
    public synchronized int pending() {
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

package dev.errand.engine;

import dev.errand.registry.DurableTaskRegistry;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many tasks of a shared registry wait for their first start: as they were counted last, with
 * what was accepted here since, and without what has begun here.
 *
 * <p>To count a long backlog takes its time, so it is done now and then; and soon, if so much was accepted here meanwhile that
 * the number may be far too high, or if somebody was refused because of it.
 */
final class WaitingCount {

    private static final long BETWEEN_COUNTS_NANOS = Duration.ofSeconds(10).toNanos();

    private final DurableTaskRegistry registry;
    private final TimeSource time;

    /** So many may be accepted until they are counted again. */
    private final int most;

    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private volatile boolean doubted = true;
    private long countedAt;

    /**
     * Has counted nothing yet.
     *
     * @param places how many may wait
     */
    WaitingCount(DurableTaskRegistry registry, TimeSource time, int places) {
        this.registry = registry;
        this.time = time;
        this.most = places / 10;
    }

    long get() {
        return waiting.get();
    }

    void accept(int tasks) {
        waiting.addAndGet(tasks);
        accepted.addAndGet(tasks);
    }

    /** So many more wait, or fewer, though none was accepted. */
    void add(int tasks) {
        waiting.updateAndGet(known -> Math.max(0, known + tasks));
    }

    /** Somebody was refused because of this number. */
    void doubt() {
        doubted = true;
    }

    /** Counts anew if it is time to. By one thread at a time. */
    void refresh() {
        long before = accepted.get();
        if (doubted || before > most || time.nanoTime() - countedAt >= BETWEEN_COUNTS_NANOS) {
            waiting.set(registry.waiting());
            accepted.addAndGet(-before);
            doubted = false;
            countedAt = time.nanoTime();
        }
    }
}

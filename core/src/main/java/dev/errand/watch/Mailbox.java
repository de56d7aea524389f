package dev.errand.watch;

import dev.errand.event.TaskEvent;
import dev.errand.event.TaskListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The events that wait for one listener. When ten thousand wait, it hangs or is too slow, and newer ones are dropped.
 */
public final class Mailbox {

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    private static final int CAPACITY = 10_000;

    private final TaskListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition emptied = lock.newCondition();
    private final Deque<TaskEvent> events = new ArrayDeque<>();
    private final Drain drain = new Drain(Thread::startVirtualThread, this::tellAll);
    private boolean telling;
    private long dropped;

    /** Touched by one thread at a time, as the listener is. */
    private boolean failed;

    /**
     * An empty mailbox.
     *
     * @param listener who reads it
     */
    public Mailbox(TaskListener listener) {
        this.listener = listener;
    }

    /**
     * Puts an event at the end. Never waits.
     *
     * @param event what happened
     */
    public void put(TaskEvent event) {
        if (keep(event)) {
            drain.signal();
        }
    }

    /**
     * Waits until the listener has been told everything.
     *
     * @param limitNanos for how long at most, in nanoseconds
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void awaitEmpty(long limitNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = limitNanos;
            while ((telling || !events.isEmpty()) && left > 0) {
                left = emptied.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean keep(TaskEvent event) {
        lock.lock();
        try {
            if (events.size() < CAPACITY) {
                return events.add(event);
            }
            if (dropped++ == 0) {
                LOG.atWarn()
                        .addKeyValue("listener", listener)
                        .addKeyValue("waiting", CAPACITY)
                        .log("A listener hangs or is too slow; it misses what happens from now on until it catches up");
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void tellAll() {
        for (TaskEvent event = next(); event != null; event = next()) {
            try {
                listener.on(event);
            } catch (Throwable e) {
                report(event, e);
            }
        }
    }

    /**
     * An exception, or a listener's name, that throws when it is asked for does not keep the next event back. The first
     * failure is worth a line; those that follow it are like it.
     */
    private void report(TaskEvent event, Throwable failure) {
        Level level = failed ? Level.DEBUG : Level.WARN;
        failed = true;
        try {
            LOG.atLevel(level)
                    .addKeyValue("listener", listener)
                    .addKeyValue("taskId", event.task().id())
                    .setCause(failure)
                    .log("A listener failed; the task is not affected, and more of this is logged at level debug");
        } catch (Throwable unspeakable) {
            LOG.atLevel(level).log("A listener of {} failed; the task is not affected", listener.getClass());
        }
    }

    private @Nullable TaskEvent next() {
        lock.lock();
        try {
            TaskEvent event = events.poll();
            telling = event != null;
            if (!telling) {
                dropped = 0;
                emptied.signalAll();
            }
            return event;
        } finally {
            lock.unlock();
        }
    }
}

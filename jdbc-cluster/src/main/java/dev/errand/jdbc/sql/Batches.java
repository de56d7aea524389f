package dev.errand.jdbc.sql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Hands over what comes in, one batch at a time: what comes in during one goes with the next. So batches grow with the load,
 * and nobody waits for others to come.
 *
 * @param <T> what comes in
 */
final class Batches<T> {

    private final Executor threads;
    private final int atMost;
    private final Consumer<List<T>> handler;
    private final Queue<T> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final long lingerNanos;

    /**
     * Has nothing yet.
     *
     * @param threads where batches are handled
     * @param atMost how many are handled together
     * @param handler handles a batch, in the order in which it came; does not throw
     */
    Batches(Executor threads, int atMost, Consumer<List<T>> handler) {
        this(threads, atMost, Duration.ZERO, handler);
    }

    /**
     * Has nothing yet.
     *
     * @param linger how long it waits for more before each batch
     */
    Batches(Executor threads, int atMost, Duration linger, Consumer<List<T>> handler) {
        this.lingerNanos = linger.toNanos();
        this.threads = threads;
        this.atMost = atMost;
        this.handler = handler;
    }

    void add(T one) {
        queue.add(one);
        begin();
    }

    /** If there is no thread for it, whoever comes next tries again. */
    private void begin() {
        if (busy.compareAndSet(false, true)) {
            boolean begun = false;
            try {
                threads.execute(this::goOn);
                begun = true;
            } finally {
                if (!begun) {
                    busy.set(false);
                }
            }
        }
    }

    private void goOn() {
        try {
            for (List<T> batch = next(); !batch.isEmpty(); batch = next()) {
                handler.accept(batch);
            }
        } finally {
            busy.set(false);
            if (!queue.isEmpty()) {
                begin();
            }
        }
    }

    private List<T> next() {
        LockSupport.parkNanos(lingerNanos); // not at all if it is zero
        List<T> batch = new ArrayList<>();
        T one = queue.poll();
        while (one != null) {
            batch.add(one);
            one = batch.size() == atMost ? null : queue.poll();
        }
        return batch;
    }
}

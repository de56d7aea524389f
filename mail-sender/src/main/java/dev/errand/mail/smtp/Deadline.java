package dev.errand.mail.smtp;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection when something on it takes too long, which ends whatever reads or writes.
 *
 * <p>To set it costs next to nothing, so that it can be set for each reply: it does not start a timer. There is one that looks
 * from time to time, and exactly when what it has seen is due; it ends when there is nothing to wait for, and begins with the
 * next wait. A timer for each wait would be a thread woken for each, which takes longer than to write a message.
 *
 * <p>Set by one thread at a time.
 */
final class Deadline {

    private static final Logger LOG = LoggerFactory.getLogger(Deadline.class);
    private static final long NEVER = Long.MAX_VALUE;

    private final Socket socket;
    private final long period;
    private final long began = System.nanoTime();
    private final AtomicBoolean watched = new AtomicBoolean();
    private volatile long end = NEVER;
    private volatile boolean over;

    /**
     * None yet.
     *
     * @param shortest limit that will be set
     */
    Deadline(Socket socket, Duration shortest) {
        this.socket = socket;
        this.period = shortest.toNanos();
    }

    /** So much later than now. */
    void start(Duration limit) {
        set(sinceBegan() + limit.toNanos());
    }

    /**
     * So much later than now, unless it is sooner anyway.
     *
     * @return when it was, for {@link #set}
     */
    long startSooner(Duration limit) {
        long before = end;
        set(Math.min(before, sinceBegan() + limit.toNanos()));
        return before;
    }

    /** As it was. */
    void set(long then) {
        end = then;
        if (then != NEVER) {
            watch();
        }
    }

    /** There is nothing to wait for. */
    void clear() {
        end = NEVER;
    }

    /** Whether the connection was closed because of it. */
    boolean isOver() {
        return over;
    }

    private long sinceBegan() {
        return System.nanoTime() - began;
    }

    private void watch() {
        if (!watched.get() && watched.compareAndSet(false, true)) {
            lookAfter(period);
        }
    }

    private void lookAfter(long nanos) {
        CompletableFuture.delayedExecutor(Math.min(nanos, period), TimeUnit.NANOSECONDS)
                .execute(this::look);
    }

    private void look() {
        long then = end;
        long left = then - sinceBegan();
        if (then == NEVER) {
            watched.set(false);
            if (end != NEVER) { // set meanwhile, by somebody who saw the timer
                watch();
            }
        } else if (left > 0) {
            lookAfter(left);
        } else {
            over = true;
            close();
        }
    }

    private void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A connection that took too long could not be closed: {}", e.getMessage());
        }
    }
}

package dev.errand.mail.smtp;

import dev.errand.time.TimeSource;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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

    /** It has passed, and nobody sets another one. */
    private static final long OVER = Long.MIN_VALUE;

    private final Socket socket;
    private final long period;
    private final long began = System.nanoTime();
    private final AtomicBoolean watched = new AtomicBoolean();
    private final AtomicLong end = new AtomicLong(NEVER);

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
        long before = end.get();
        set(Math.min(before, sinceBegan() + limit.toNanos()));
        return before;
    }

    /** As it was; unless it is over by now. */
    void set(long then) {
        long before = end.get();
        if (before != OVER && end.compareAndSet(before, then) && then != NEVER) {
            watch();
        }
    }

    /** There is nothing to wait for. */
    void clear() {
        set(NEVER);
    }

    /** Whether the connection was closed because of it. */
    boolean isOver() {
        return end.get() == OVER;
    }

    private long sinceBegan() {
        return System.nanoTime() - began;
    }

    private void watch() {
        if (!watched.get() && watched.compareAndSet(false, true)) {
            lookAfter(period);
        }
    }

    /** On a thread that nobody else can keep busy, since this is what ends whatever hangs. */
    private void lookAfter(long nanos) {
        TimeSource.system().after(Duration.ofNanos(Math.min(nanos, period)), this::look);
    }

    private void look() {
        long then = end.get();
        if (then == NEVER) {
            watched.set(false);
            if (end.get() != NEVER) { // set meanwhile, by somebody who saw the timer
                watch();
            }
        } else if (then > sinceBegan()) {
            lookAfter(then - sinceBegan());
        } else if (end.compareAndSet(then, OVER)) {
            close();
        } else {
            look(); // what was due has come, at the last moment
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

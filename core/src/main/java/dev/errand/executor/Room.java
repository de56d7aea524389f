package dev.errand.executor;

import dev.errand.InvalidInputException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The places of an executor. One is taken before a thread is made, and given back when its work has ended. */
final class Room {

    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    private final int places;
    private final Semaphore free;
    private volatile boolean closed;
    private volatile Runnable callback = () -> {};

    Room(int places) {
        if (places < 1) {
            throw new InvalidInputException("max running", places, "be 1 or more");
        }
        this.places = places;
        this.free = new Semaphore(places);
    }

    void onFree(Runnable whenFree) {
        callback = whenFree;
    }

    boolean tryTake() {
        return !closed && free.tryAcquire();
    }

    void giveBack() {
        free.release();
    }

    /** Runs work that has taken a place, gives the place back, and tells the engine. */
    void run(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            report(e);
        } finally {
            giveBack();
            callback.run();
        }
    }

    /** What cannot be logged either must not cost a pool its thread. */
    private static void report(Throwable unhandled) {
        try {
            LOG.error("Work ended with an exception that it should have handled", unhandled);
        } catch (Throwable unspeakable) {
            // nothing is left to say it with
        }
    }

    boolean close(Duration limit) throws InterruptedException {
        closed = true;
        boolean allFree = limit.isPositive()
                ? free.tryAcquire(places, limit.toNanos(), TimeUnit.NANOSECONDS)
                : free.tryAcquire(places);
        if (allFree) {
            free.release(places);
        }
        return allFree;
    }
}

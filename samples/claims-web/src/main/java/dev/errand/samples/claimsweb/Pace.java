package dev.errand.samples.claimsweb;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Holds a task up that is too quick to be looked at, as a slow database or mail server would. */
final class Pace {

    private static final long SECOND = 1_000_000_000;

    private final long nanosEach;
    private final AtomicLong due = new AtomicLong(System.nanoTime());

    private Pace(long nanosEach) {
        this.nanosEach = nanosEach;
    }

    static Pace of(boolean slowly, int perSecond) {
        return new Pace(slowly ? SECOND / perSecond : 0);
    }

    void waitForTurn() {
        long early = due.addAndGet(nanosEach) - System.nanoTime();
        if (nanosEach > 0 && early > 0) {
            LockSupport.parkNanos(early);
        }
    }

    <T> Iterator<T> over(Iterator<T> items) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public T next() {
                waitForTurn();
                return items.next();
            }
        };
    }
}

package dev.errand.jdbc.parts;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what nobody announces, such as a server that is ready: the one place where a thread here looks again and again. */
public final class Await {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

    /**
     * Something that becomes true.
     *
     * @param <X> what looking may throw, which ends the wait
     */
    @FunctionalInterface
    public interface Condition<X extends Exception> {

        /** Whether it is so by now. */
        boolean holds() throws X;
    }

    private Await() {}

    /**
     * Blocks until the condition holds.
     *
     * @throws AssertionError naming what was waited for, if it did not come about within the limit, or if the thread was
     *     interrupted
     */
    public static <X extends Exception> void until(String what, Duration limit, Condition<X> condition) throws X {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting for: " + what);
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}

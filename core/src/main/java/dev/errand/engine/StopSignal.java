package dev.errand.engine;

import dev.errand.TaskCancelledException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The request to one attempt to stop: a flag that the task looks at, and later an interrupt of its thread.
 *
 * <p>The interrupt is delivered only between {@link #enter} and {@link #leave}, and does not outlive the latter, so it
 * reaches neither our own code nor the next task on the thread.
 */
final class StopSignal {

    /** Why an attempt should stop. */
    enum Reason {
        CANCELLED("the task was cancelled"),
        PAUSED("the task was paused"),
        TIMED_OUT("the attempt took longer than its type allows"),
        SHUT_DOWN("the engine is shutting down"),
        LEASE_LOST("the task does not belong to this process any more, or is about to be taken from it");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private volatile @Nullable Reason reason;

    /** There between {@link #enter} and {@link #leave} only. */
    private @Nullable Thread thread;

    private boolean left;
    private boolean interrupted;
    private boolean interruptedBefore;

    /** The first request counts, but for a cancel: a person's wish comes before a limit. */
    synchronized void raise(Reason why) {
        if (reason == null || why == Reason.CANCELLED) {
            reason = why;
        }
    }

    Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }

    boolean isRaised() {
        return reason != null;
    }

    void check() {
        Reason why = reason;
        if (why != null) {
            throw new TaskCancelledException(why.toString());
        }
    }

    synchronized void enter() {
        thread = Thread.currentThread();
        interruptedBefore = Thread.interrupted();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Leaves the thread as it was: an interrupt that came before {@link #enter} was meant for somebody else. */
    synchronized void leave() {
        left = true;
        thread = null;
        Thread.interrupted();
        if (interruptedBefore) {
            Thread.currentThread().interrupt();
        }
    }

    /** Interrupts the thread; once it enters, if it has not yet. */
    synchronized void interrupt() {
        if (!left) {
            interrupted = true;
        }
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Whether the thread was interrupted, so that an exception of any kind may come from that. */
    synchronized boolean wasInterrupted() {
        return interrupted;
    }

    synchronized boolean hasLeft() {
        return left;
    }
}

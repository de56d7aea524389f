package dev.errand.testkit.crash;

import dev.errand.TaskCancelledException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the attempts of one task on one machine: counts, holds the task once, and remembers whether it heeds what it
 * is told.
 *
 * <p>While it is held, every thread that comes to a point waits. Afterwards it goes on, or, if the machine has died,
 * every point throws the same error; or, if the task was taken from it, the next look tells it to stop. That is what a
 * heartbeat would have done meanwhile.
 */
final class Watch {

    private final Hold hold;
    private final CompletableFuture<@Nullable Void> reached = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> released = new CompletableFuture<>();
    private final Set<Thread> told = ConcurrentHashMap.newKeySet();
    private volatile boolean returnedInSpite;
    private volatile boolean lost;
    private volatile @Nullable Error death;
    private volatile @Nullable Thread thread;

    /** Guarded by this. */
    private Counts counts = Counts.NONE;

    private boolean held;

    Watch(Hold hold) {
        this.hold = hold;
    }

    /** Something that a task does with its context. */
    @FunctionalInterface
    interface Step<X extends Exception> {
        void take() throws X;
    }

    void begins() {
        thread = Thread.currentThread();
    }

    /** The task has come to a point: it may be held, and may be ended. */
    void at(Point point) {
        if (isHeldAt(point)) {
            reached.complete(null);
            released.join();
        }
        requireAlive();
        if (point == Point.LOOK && lost) {
            toldToStop();
            throw new TaskCancelledException("this attempt does not hold the task any more");
        }
        if (point == Point.THROUGH && told.contains(Thread.currentThread())) {
            returnedInSpite = true;
        }
    }

    private synchronized boolean isHeldAt(Point point) {
        counts = counts.and(point);
        held = held || hold.isAt(point, counts);
        return held;
    }

    /** Asks something of the context, and remembers if the answer was to stop. */
    <T extends @Nullable Object> T answerOf(Supplier<T> question) {
        try {
            return question.get();
        } catch (TaskCancelledException stop) {
            toldToStop();
            throw stop;
        }
    }

    /** Does something with the context, and remembers if it was told to stop. */
    <X extends Exception> void heed(Step<X> step) throws X {
        try {
            step.take();
        } catch (TaskCancelledException stop) {
            toldToStop();
            throw stop;
        }
    }

    void toldToStop() {
        told.add(Thread.currentThread());
    }

    /** Completes when the task is held. */
    CompletableFuture<@Nullable Void> reached() {
        return reached;
    }

    synchronized Counts counts() {
        return counts;
    }

    /** Lets the task go on as if nothing had been. */
    void release() {
        released.complete(null);
    }

    /** Lets the task go on after it was taken from it. */
    void releaseAfterLoss() {
        lost = true;
        release();
    }

    /** Ends the task at the point where it is, and at every other one. */
    void die() {
        if (death == null) {
            death = new Error("the crash kit stopped this attempt; let it pass");
        }
        release();
    }

    boolean isDead() {
        return death != null;
    }

    void requireAlive() {
        Error crash = death;
        if (crash != null) {
            throw crash;
        }
    }

    /** Whether the task was told to stop, on any of its threads. */
    boolean wasTold() {
        return !told.isEmpty();
    }

    /** Whether the task was told to stop, and its code returned as if there had been nothing. */
    boolean hasReturnedInSpite() {
        return returnedInSpite;
    }

    /** What the task's code is doing, to go with a message. */
    Throwable whereabouts() {
        Throwable where = new Throwable("where its code is now");
        Thread at = thread;
        where.setStackTrace(at == null ? new StackTraceElement[0] : at.getStackTrace());
        return where;
    }
}

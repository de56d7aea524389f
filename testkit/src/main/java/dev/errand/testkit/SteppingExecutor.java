package dev.errand.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.InvalidInputException;
import dev.errand.executor.TaskExecutor;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs a task when the test says so, and on the thread that says so. What it holds has its place, and the engine keeps
 * the rest queued.
 *
 * {@snippet :
 * TaskHandle<String> first = tasks.submit("first", context -> "one");
 * TaskHandle<String> second = tasks.submit("second", context -> "two");
 *
 * assertThat(steps.runNext()).isTrue();
 *
 * assertThat(first).endsWithin(ZERO).succeededWith("one");
 * assertThat(second.snapshot()).isQueued();
 * }
 *
 * <p>Since a task runs inside of {@link #runNext()}, nothing else happens on the test's thread meanwhile: a task that
 * waits for the test waits for ever, unless another thread runs it. A task that was cancelled before its turn keeps its
 * place until then, and its step does nothing.
 *
 * <p>All methods may be called from any thread.
 */
public final class SteppingExecutor implements TaskExecutor {

    private static final int MOST_STEPS = 10_000;

    private final int places;
    private final Semaphore free;
    private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
    private volatile Runnable callback = () -> {};
    private volatile boolean closed;

    /**
     * An executor that runs nothing by itself.
     *
     * @param maxRunning how much work it holds at the same time, 1 or more
     * @throws InvalidInputException if it is zero or less
     */
    public SteppingExecutor(int maxRunning) {
        if (maxRunning < 1) {
            throw new InvalidInputException("max running", maxRunning, "be 1 or more");
        }
        places = maxRunning;
        free = new Semaphore(maxRunning);
    }

    /**
     * Holds some work, if there is room.
     *
     * @param work what to run when its turn comes; what it throws comes out of {@link #runNext()}
     * @return false if there is no room now, or no more after a shutdown; the work then is not run
     */
    @Override
    public boolean tryStart(Runnable work) {
        if (closed || !free.tryAcquire()) {
            return false;
        }
        steps.add(work);
        return true;
    }

    @Override
    public void onRoom(Runnable whenRoom) {
        callback = whenRoom;
    }

    /**
     * Runs what has waited longest, on this thread. Blocks until it has ended; then its place is free, and the engine
     * may have taken it already.
     *
     * @return false if nothing waits
     */
    @CanIgnoreReturnValue
    public boolean runNext() {
        Runnable work = steps.poll();
        if (work == null) {
            return false;
        }
        try {
            work.run();
        } finally {
            free.release();
            callback.run();
        }
        return true;
    }

    /**
     * Runs what waits, and what comes in meanwhile, until nothing is left. Blocks until then.
     *
     * @return how many steps it were
     * @throws AssertionError if work still waits after 10,000 steps, since some of it seems to come back for ever
     */
    @CanIgnoreReturnValue
    public int runUntilIdle() {
        int ran = 0;
        while (runNext()) {
            ran++;
            if (ran == MOST_STEPS && waiting() > 0) {
                throw new AssertionError("not idle after " + ran + " steps, and " + waiting()
                        + " more wait: does a task submit itself again? Use runNext() to look at it step by step.");
            }
        }
        return ran;
    }

    /**
     * Counts the work that has its place and has not begun.
     *
     * @return how many steps could be run now
     */
    public int waiting() {
        return steps.size();
    }

    /**
     * Takes no more work, and waits until what it holds has been run, by other threads than this one.
     *
     * @param limit how long to wait at most; zero only to look
     * @return true if nothing is left, neither running nor waiting for its step
     * @throws InterruptedException if the waiting thread is interrupted
     */
    @Override
    @CanIgnoreReturnValue
    public boolean shutdown(Duration limit) throws InterruptedException {
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

package dev.errand.executor;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Who runs tasks. It knows nothing about their state, and keeps no queue: what finds no room stays with the engine,
 * which tries again when there is some.
 *
 * <p>All methods may be called from any thread.
 */
public interface TaskExecutor {

    /**
     * A new virtual thread for each task: right for tasks that wait for databases, servers and files.
     *
     * @param maxRunning how many tasks run at the same time, 1 or more
     * @return an executor without any thread yet
     * @throws dev.errand.InvalidInputException if {@code maxRunning} is zero or less
     */
    static TaskExecutor virtualThreads(int maxRunning) {
        return new BoundedExecutor(Thread::startVirtualThread, maxRunning);
    }

    /**
     * A new platform thread for each task: right for tasks that compute, as many as there are processors for.
     *
     * @param maxRunning how many tasks run at the same time, 1 or more
     * @return an executor without any thread yet
     * @throws dev.errand.InvalidInputException if {@code maxRunning} is zero or less
     */
    static TaskExecutor platformThreads(int maxRunning) {
        ThreadFactory threads = Thread.ofPlatform().daemon().name("errand-", 1).factory();
        return new BoundedExecutor(work -> threads.newThread(work).start(), maxRunning);
    }

    /**
     * The threads of an executor that somebody else owns: a fixed pool for tasks that compute, or a container's managed
     * executor. It is never shut down from here.
     *
     * @param executor runs what it is given, and does not block in {@link Executor#execute}; it may reject
     * @param maxRunning how many tasks run at the same time, 1 or more; no more than it has threads for
     * @return an executor on it
     * @throws dev.errand.InvalidInputException if {@code maxRunning} is zero or less
     */
    static TaskExecutor on(Executor executor, int maxRunning) {
        return new BoundedExecutor(executor, maxRunning);
    }

    /**
     * Runs some work on another thread, if there is room.
     *
     * @param work what to run; what it throws is logged
     * @return false if there is no room now, or no more after a shutdown; the work then is not run
     */
    boolean tryStart(Runnable work);

    /**
     * Asks to be told when there is room again. Called once, before the first start.
     *
     * @param callback to be run each time some work has ended and its room is free
     */
    void onRoom(Runnable callback);

    /**
     * Takes no more work, and waits for what runs.
     *
     * @param limit how long to wait at most; zero only to look
     * @return true if all work has ended
     * @throws InterruptedException if the waiting thread is interrupted
     */
    @CanIgnoreReturnValue
    boolean shutdown(Duration limit) throws InterruptedException;
}

package dev.errand;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The submitter's view of one task: watch it, wait for it, ask it to stop.
 *
 * <p>Every method may be called from any thread, at any time, also after the task has ended. None but {@link #await}
 * blocks.
 *
 * @param <R> what the task returns when it succeeds; {@code Void} for a task run for its effect
 */
public interface TaskHandle<R extends @Nullable Object> {

    /**
     * The task's id: what the person who asked takes away.
     *
     * @return the same for every handle of this task
     */
    TaskId id();

    /**
     * The task as it is now.
     *
     * @return a new picture; for a task that the registry has forgotten, the last one
     */
    TaskSnapshot snapshot();

    /**
     * Waits until the task has ended, or the limit is reached. The task is not affected by either.
     *
     * @param limit how long to wait at most; zero or less only looks
     * @return how the task ended; empty if it has not
     * @throws InterruptedException if the waiting thread is interrupted
     */
    @CanIgnoreReturnValue
    Optional<Outcome<R>> await(Duration limit) throws InterruptedException;

    /**
     * Completes with the outcome when the task has ended. It never completes with an exception: a failed task has an
     * outcome like any other.
     *
     * @return a stage; dependents without an executor of their own run on the thread that ended the task
     */
    CompletionStage<Outcome<R>> completion();

    /**
     * Snapshots as they come: one at once, one for every change of state, one a second while progress is made, and the
     * last one when the task has ended.
     *
     * <p>A subscriber that is slow, or requests little, misses what lies between and gets the newest; it slows nobody
     * down. Subscribers are called on threads of their own, one call at a time.
     *
     * @return a publisher for any number of subscribers
     */
    Flow.Publisher<TaskSnapshot> updates();

    /**
     * Asks the task to stop, and returns at once.
     *
     * <p>A task that waits is cancelled on the spot. One that runs sees its context turn cancelled and, after the
     * {@linkplain TaskType.Policy#cancelGrace() grace} of its type, its thread is interrupted. A task that heeds
     * neither runs to its end, and its outcome is then what it did.
     *
     * @return true if this call made the request; false if it came after another one, or too late
     */
    @CanIgnoreReturnValue
    boolean cancel();
}

package dev.errand;

import org.jspecify.annotations.Nullable;

/**
 * A unit of work that runs in the background: input in, result out.
 *
 * <p>One instance serves all tasks of its {@linkplain TaskType type}, at the same time and from many threads, so what
 * belongs to one run stays in local variables. It may run more than once for one submission, since an attempt that
 * fails may be {@linkplain Retry retried}.
 *
 * @param <I> the input; {@code Void} for none, and null then
 * @param <R> the result; {@code Void} for a task run for its effect
 */
@FunctionalInterface
public interface BackgroundTask<I, R extends @Nullable Object> {

    /**
     * Does the work, on a thread of the engine. It may block.
     *
     * <p>A task that loops over {@link TaskContext#over(Iterable)} shows its progress and stops at a cancel without
     * another line. One that does not should call {@link TaskContext#checkCancelled()} now and then.
     *
     * @param input what was submitted
     * @param context this attempt: progress, cancellation, artifacts
     * @return the result; it is a {@linkplain Outcome.Partial partial} one if units were reported as failed
     * @throws Exception to end the attempt as failed. {@link TaskFailedException} says why in words for the owner;
     *     {@link InterruptedException} and {@link TaskCancelledException} may simply pass
     */
    R run(I input, TaskContext context) throws Exception;
}

package dev.errand.engine;

import dev.errand.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * A task without a registered type, written where it is submitted. It lives and ends with the process.
 *
 * @param <R> the result; {@code Void} for a task run for its effect
 */
@FunctionalInterface
public interface AdHocTask<R extends @Nullable Object> {

    /**
     * Does the work, as {@link dev.errand.BackgroundTask#run}.
     *
     * @param context this attempt: progress, cancellation, artifacts
     * @return the result
     * @throws Exception to end the task as failed
     */
    R run(TaskContext context) throws Exception;
}

package dev.errand.spring;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Submits tasks of one type, in the name of whoever is logged in. To be injected: the type is found by the input and the result,
 * and where several have the same, by {@link TaskName} beside it.
 *
 * <p>The owner is whom the {@link TaskOwnerResolver} takes the current principal for, and the application itself where there is
 * none. The title is the one that the task was declared with. Within a transaction of Spring's on the same database, a task is
 * accepted when that commits.
 *
 * <p>All methods may be called from any thread. They ask for the engine when they are first called, so that a task may have a
 * submitter of its own type.
 *
 * @param <I> the input
 * @param <R> the result
 */
public interface TaskSubmitter<I, R extends @Nullable Object> {

    /**
     * The type that is submitted.
     *
     * @return as it is registered
     */
    TaskType<I, R> type();

    /**
     * What {@link #submit(Object)} says beside the input.
     *
     * @return owner and title
     */
    SubmitOptions options();

    /**
     * Submits a task.
     *
     * @param input what it works on
     * @return the task's handle, at once
     * @throws dev.errand.TaskRefusedException if the queue is full, or the engine is shut down
     */
    @CanIgnoreReturnValue
    default TaskHandle<R> submit(I input) {
        return submit(input, options -> options);
    }

    /**
     * Submits a task.
     *
     * @param input what it works on
     * @param changes made to {@link #options()}: another title, a key, a time
     * @return the task's handle, at once; the handle of the earlier task if the key is in use
     * @throws dev.errand.TaskRefusedException if the queue is full, the engine is shut down, or the key belongs to a task with
     *     another input
     */
    @CanIgnoreReturnValue
    TaskHandle<R> submit(I input, UnaryOperator<SubmitOptions> changes);

    /**
     * Submits a task without input.
     *
     * @return the task's handle, at once
     * @throws dev.errand.InvalidInputException if the type has an input
     * @throws dev.errand.TaskRefusedException if the queue is full, or the engine is shut down
     */
    @CanIgnoreReturnValue
    default TaskHandle<R> submit() {
        return submit(options -> options);
    }

    /**
     * Submits a task without input.
     *
     * @param changes made to {@link #options()}: another title, a key, a time
     * @return the task's handle, at once; the handle of the earlier task if the key is in use
     * @throws dev.errand.InvalidInputException if the type has an input
     * @throws dev.errand.TaskRefusedException if the queue is full, or the engine is shut down
     */
    @CanIgnoreReturnValue
    TaskHandle<R> submit(UnaryOperator<SubmitOptions> changes);
}

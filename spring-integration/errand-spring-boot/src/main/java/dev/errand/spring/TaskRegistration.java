package dev.errand.spring;

import dev.errand.BackgroundTask;
import dev.errand.TaskType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task and the type under which it is registered, as a bean: the engine of the application takes all of them.
 *
 * <p>The engine asks for these beans when it is made itself. A task that submits others gets a {@link TaskSubmitter}, which
 * asks for the engine when it is first used.
 *
 * @param type its name, input and result types, and policy
 * @param task the code, shared by all attempts
 * @param <I> the input
 * @param <R> the result
 */
public record TaskRegistration<I, R extends @Nullable Object>(
        TaskType<I, R> type, BackgroundTask<? super I, ? extends R> task) {

    /** Takes nothing for granted. */
    public TaskRegistration {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(task, "task");
    }

    /**
     * Registers a task under a type.
     *
     * @param type its name, input and result types, and policy
     * @param task the code, shared by all attempts
     * @param <I> the input
     * @param <R> the result
     * @return that registration, to be returned by a {@code @Bean} method
     */
    public static <I, R extends @Nullable Object> TaskRegistration<I, R> of(
            TaskType<I, R> type, BackgroundTask<? super I, ? extends R> task) {
        return new TaskRegistration<>(type, task);
    }
}

package dev.errand.spring.declaration;

import dev.errand.BackgroundTask;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngineBuilder;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A task as it was found.
 *
 * @param type the type, with its policy
 * @param task the code; empty if only other processes have it
 * @param title what people see in place of the name
 * @param where it is declared, for messages
 * @param <I> the input
 * @param <R> the result
 */
public record DeclaredTask<I, R extends @Nullable Object>(
        TaskType<I, R> type,
        Optional<BackgroundTask<? super I, ? extends R>> task,
        Optional<String> title,
        String where) {

    /**
     * Registers it.
     *
     * @param builder the engine's
     */
    public void registerWith(TaskEngineBuilder builder) {
        task.ifPresentOrElse(code -> builder.register(type, code), () -> builder.registerRemote(type));
    }

    /** Whether a bean is the code. */
    boolean isRunBy(@Nullable Object bean) {
        return task.filter(code -> code.equals(bean)).isPresent();
    }

    void requireCallable() {
        if (task.orElse(null) instanceof MethodTask method) {
            method.requireCallable(where);
        }
    }

    String name() {
        return type.name();
    }

    @SuppressWarnings("unchecked") // both changes keep the classes of the input and the result
    DeclaredTask<I, R> with(UnaryOperator<TaskType<?, ?>> change) {
        return new DeclaredTask<>((TaskType<I, R>) change.apply(type), task, title, where);
    }
}

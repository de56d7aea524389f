package dev.errand.engine;

import dev.errand.BackgroundTask;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.TaskId;
import dev.errand.TaskType;
import dev.errand.progress.RunHistory;
import dev.errand.registry.Encoded;
import dev.errand.registry.UnreadablePayloadException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task type, the code registered for it, and what its runs took.
 *
 * @param isRemote whether others have the code, and run its tasks
 */
record Definition<I, R extends @Nullable Object>(
        TaskType<I, R> type, BackgroundTask<? super I, ? extends R> task, RunHistory history, boolean isRemote) {

    static final String AD_HOC = "ad-hoc";

    Definition(TaskType<I, R> type, BackgroundTask<? super I, ? extends R> task) {
        this(type, task, new RunHistory(), false);
    }

    /** A type whose tasks are submitted and looked at here, and run by others. */
    static <I, R extends @Nullable Object> Definition<I, R> remote(TaskType<I, R> type) {
        BackgroundTask<I, R> elsewhere = (input, context) -> {
            throw new IllegalStateException("tasks of type " + type.name() + " are not run here");
        };
        return new Definition<>(type, elsewhere, new RunHistory(), true);
    }

    /** Tasks written in place have nothing in common, so what others took says nothing. */
    static <R extends @Nullable Object> Definition<Void, R> adHoc(AdHocTask<R> task) {
        TaskType<Void, R> type = new TaskType<>(AD_HOC, Void.class, anyClass(), TaskType.Policy.DEFAULT);
        return new Definition<>(type, (nothing, context) -> task.run(context));
    }

    /** A type that is not registered here: its tasks are looked at, and not run. */
    static Definition<?, ?> unknown(String name) {
        return remote(new TaskType<>(name, Object.class, Object.class, TaskType.Policy.DEFAULT));
    }

    /** The same type, for a task that cannot even be begun: it fails with this. */
    Definition<I, R> failing(UnreadablePayloadException why) {
        TaskType<I, R> once = TaskType.named(type.name(), type.inputType(), type.resultType());
        return new Definition<>(once, (input, context) -> {
            throw why;
        });
    }

    /**
     * How a task of this type ended, with the type of its result. One that succeeded with a result that cannot be read here
     * is as good as failed to whoever asks.
     */
    Outcome<R> outcome(TaskId id, Outcome<? extends @Nullable Object> known) {
        try {
            return switch (known) {
                case Outcome.Succeeded<?>(var result) -> new Outcome.Succeeded<>(result(result));
                case Outcome.Partial<?>(var result, long failed) -> new Outcome.Partial<>(result(result), failed);
                case Outcome.Failed<?>(Failure failure, var kept) -> new Outcome.Failed<>(failure, kept(kept));
                case Outcome.Cancelled<?>(String reason, var kept) -> new Outcome.Cancelled<>(reason, kept(kept));
            };
        } catch (UnreadablePayloadException unreadable) {
            return new Outcome.Failed<>(Failures.of(id, unreadable), Optional.empty());
        }
    }

    private Optional<R> kept(Optional<?> value) {
        return value.map(this::result);
    }

    @SuppressWarnings("NullAway") // a task that is run for its effect has none
    private R result(@Nullable Object value) {
        Class<R> resultType = type.resultType();
        return value == null || resultType.isInstance(value)
                ? resultType.cast(value)
                : Encoded.decoded(value, resultType);
    }

    /** An ad-hoc task's result never leaves the process, so nobody asks for its class. */
    @SuppressWarnings("unchecked")
    private static <R extends @Nullable Object> Class<R> anyClass() {
        return (Class<R>) Object.class;
    }
}

package dev.errand.engine;

import dev.errand.BackgroundTask;
import dev.errand.TaskType;
import dev.errand.progress.RunHistory;
import org.jspecify.annotations.Nullable;

/** A task type, the code registered for it, and what its runs took. */
record Definition<I, R extends @Nullable Object>(
        TaskType<I, R> type, BackgroundTask<? super I, ? extends R> task, RunHistory history) {

    static final String AD_HOC = "ad-hoc";

    Definition(TaskType<I, R> type, BackgroundTask<? super I, ? extends R> task) {
        this(type, task, new RunHistory());
    }

    /** Tasks written in place have nothing in common, so what others took says nothing. */
    static <R extends @Nullable Object> Definition<Void, R> adHoc(AdHocTask<R> task) {
        TaskType<Void, R> type = new TaskType<>(AD_HOC, Void.class, anyClass(), TaskType.Policy.DEFAULT);
        return new Definition<>(type, (nothing, context) -> task.run(context));
    }

    /** An ad-hoc task's result never leaves the process, so nobody asks for its class. */
    @SuppressWarnings("unchecked")
    private static <R extends @Nullable Object> Class<R> anyClass() {
        return (Class<R>) Object.class;
    }
}

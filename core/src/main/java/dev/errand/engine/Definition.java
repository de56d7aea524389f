package dev.errand.engine;

import dev.errand.BackgroundTask;
import dev.errand.TaskType;
import org.jspecify.annotations.Nullable;

/** A task type, and the code registered for it. */
record Definition<I, R extends @Nullable Object>(TaskType<I, R> type, BackgroundTask<? super I, ? extends R> task) {

    static final String AD_HOC = "ad-hoc";

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

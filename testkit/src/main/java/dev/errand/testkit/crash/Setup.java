package dev.errand.testkit.crash;

import dev.errand.BackgroundTask;
import dev.errand.SubmitOptions;
import dev.errand.TaskType;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is on trial.
 *
 * @param task makes the task, once for each machine
 * @param promises what must hold
 */
record Setup<I, R extends @Nullable Object>(
        TaskType<I, R> type,
        Supplier<? extends BackgroundTask<? super I, ? extends R>> task,
        @Nullable I input,
        SubmitOptions options,
        Promises promises,
        Limits limits) {

    /**
     * How long the kit waits, and how much it does.
     *
     * @param patience for what must happen sooner or later
     * @param cancel for a task that was cancelled
     * @param points at most so many for each kind of disturbance
     */
    record Limits(Duration patience, Duration cancel, int points) {

        static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(2), 200);
    }
}

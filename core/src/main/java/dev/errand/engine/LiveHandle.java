package dev.errand.engine;

import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The handle of a task that had not ended when it was made. */
final class LiveHandle<R extends @Nullable Object> implements TaskHandle<R> {

    private final LiveTask<?, R> task;
    private final Supervisor supervisor;

    LiveHandle(LiveTask<?, R> task, Supervisor supervisor) {
        this.task = task;
        this.supervisor = supervisor;
    }

    @Override
    public TaskId id() {
        return task.id();
    }

    @Override
    public TaskSnapshot snapshot() {
        return supervisor.snapshot(task);
    }

    @Override
    public Optional<Outcome<R>> await(Duration limit) throws InterruptedException {
        try {
            return Optional.of(task.completion().get(Durations.nanosOf(limit), TimeUnit.NANOSECONDS));
        } catch (TimeoutException notYet) {
            return Optional.empty();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a completion is never exceptional", impossible);
        }
    }

    @Override
    public CompletionStage<Outcome<R>> completion() {
        return task.completion().minimalCompletionStage();
    }

    @Override
    public Flow.Publisher<TaskSnapshot> updates() {
        return task.updates();
    }

    @Override
    public boolean cancel() {
        return supervisor.cancel(task);
    }

    @Override
    public String toString() {
        return "task " + id();
    }
}

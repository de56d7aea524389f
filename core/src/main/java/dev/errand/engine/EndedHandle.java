package dev.errand.engine;

import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The handle of a task that had ended when it was made. */
record EndedHandle<R extends @Nullable Object>(TaskSnapshot snapshot) implements TaskHandle<R> {

    @Override
    public TaskId id() {
        return snapshot.id();
    }

    @Override
    public Optional<Outcome<R>> await(Duration limit) {
        return Optional.of(outcome());
    }

    @Override
    public CompletionStage<Outcome<R>> completion() {
        return CompletableFuture.completedStage(outcome());
    }

    @Override
    public Flow.Publisher<TaskSnapshot> updates() {
        return new SnapshotPublisher(snapshot);
    }

    @Override
    public boolean cancel() {
        return false;
    }

    @Override
    public String toString() {
        return "task " + id();
    }

    @SuppressWarnings("unchecked") // the result is of the type that the task was registered with
    private Outcome<R> outcome() {
        return (Outcome<R>) snapshot.outcome().orElseThrow();
    }
}

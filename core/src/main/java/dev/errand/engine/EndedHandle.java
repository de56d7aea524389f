package dev.errand.engine;

import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Reply;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.watch.SnapshotPublisher;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The handle of a task that had ended when it was made. It keeps that end; somebody may retry the task all the same.
 */
record EndedHandle<R extends @Nullable Object>(TaskSnapshot end, Desk desk, boolean isStandIn)
        implements CommandsById<R> {

    @Override
    public TaskId id() {
        return end.id();
    }

    @Override
    public Owner owner() {
        return end.owner();
    }

    @Override
    public TaskSnapshot lastKnown() {
        return end;
    }

    @Override
    public TaskSnapshot snapshot() {
        return desk.look(id()).orElse(end);
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
    public Future<R> asFuture() {
        return new TaskFuture<>(id(), CompletableFuture.completedFuture(outcome()), interruptNow -> Reply.ENDED);
    }

    @Override
    public Flow.Publisher<TaskSnapshot> updates() {
        return new SnapshotPublisher(end);
    }

    @Override
    public String toString() {
        return "task " + id();
    }

    @SuppressWarnings("unchecked") // the result is of the type that the task was registered with
    private Outcome<R> outcome() {
        return (Outcome<R>) end.outcome().orElseThrow();
    }
}

package dev.errand.engine;

import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.QueuePlace;
import dev.errand.Reply;
import dev.errand.RetryScope;
import dev.errand.TaskHandle;
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

/** The handle of a task that had ended when it was made. */
record EndedHandle<R extends @Nullable Object>(TaskSnapshot snapshot, Reception reception) implements TaskHandle<R> {

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
    public Future<R> asFuture() {
        return new TaskFuture<>(id(), CompletableFuture.completedFuture(outcome()), interruptNow -> Reply.ENDED);
    }

    @Override
    public Flow.Publisher<TaskSnapshot> updates() {
        return new SnapshotPublisher(snapshot);
    }

    @Override
    public Optional<QueuePlace> place() {
        return Optional.empty();
    }

    @Override
    public Reply cancel(Command command) {
        return Reply.ENDED;
    }

    @Override
    public Reply pause(Command command) {
        return Reply.ENDED;
    }

    @Override
    public Reply resume(Command command) {
        return Reply.ENDED;
    }

    @Override
    public Reply forceStop(Command command) {
        return Reply.ENDED;
    }

    @Override
    public TaskHandle<R> retry(RetryScope scope, Command command) {
        return reception.retry(id(), scope, command);
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

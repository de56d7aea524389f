package dev.errand.engine;

import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The handle of a task that had not ended when it was made. */
final class LiveHandle<R extends @Nullable Object> implements AwaitableHandle<R> {

    private final LiveTask<?, R> task;
    private final Reception reception;
    private final boolean standIn;

    LiveHandle(LiveTask<?, R> task, Reception reception, boolean standIn) {
        this.task = task;
        this.reception = reception;
        this.standIn = standIn;
    }

    @Override
    public Desk desk() {
        return reception;
    }

    @Override
    public TaskId id() {
        return task.id();
    }

    @Override
    public boolean isStandIn() {
        return standIn;
    }

    @Override
    public TaskSnapshot snapshot() {
        return reception.supervisor().snapshot(task);
    }

    @Override
    public TaskSnapshot lastKnown() {
        return task.updates().latest();
    }

    @Override
    public Owner owner() {
        return task.submission().owner();
    }

    @Override
    public CompletableFuture<Outcome<R>> whenEnded() {
        return task.completion();
    }

    @Override
    public Flow.Publisher<TaskSnapshot> updates() {
        return task.updates();
    }

    @Override
    public String toString() {
        return "task " + id();
    }
}

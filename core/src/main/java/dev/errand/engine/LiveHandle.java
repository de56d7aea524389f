package dev.errand.engine;

import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.Reply;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The handle of a task that had not ended when it was made. */
final class LiveHandle<R extends @Nullable Object> implements CommandsById<R> {

    private final LiveTask<?, R> task;
    private final Reception reception;

    LiveHandle(LiveTask<?, R> task, Reception reception) {
        this.task = task;
        this.reception = reception;
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
    public TaskSnapshot snapshot() {
        return reception.supervisor().snapshot(task);
    }

    @Override
    public Optional<Outcome<R>> await(Duration limit) throws InterruptedException {
        try {
            return Optional.of(task.completion().get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS));
        } catch (TimeoutException notYet) {
            return Optional.empty();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a completion is never exceptional", impossible);
        }
    }

    @Override
    public CompletionStage<Outcome<R>> completion() {
        CompletableFuture<Outcome<R>> completion = task.completion();
        return completion.isDone()
                ? completion.minimalCompletionStage()
                : completion
                        .thenApplyAsync(Function.identity(), Thread::startVirtualThread)
                        .minimalCompletionStage();
    }

    @Override
    public Future<R> asFuture() {
        return new TaskFuture<>(id(), task.completion(), this::stopInNameOfOwner);
    }

    private Reply stopInNameOfOwner(boolean interruptNow) {
        Command command = Command.by(task.submission().owner().id());
        return interruptNow ? reception.commands().cancelNow(id(), command) : cancel(command);
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

package dev.errand.engine;

import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.QueuePlace;
import dev.errand.Reply;
import dev.errand.RetryScope;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The handle of a task that had not ended when it was made. */
final class LiveHandle<R extends @Nullable Object> implements TaskHandle<R> {

    private final LiveTask<?, R> task;
    private final Reception reception;

    LiveHandle(LiveTask<?, R> task, Reception reception) {
        this.task = task;
        this.reception = reception;
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
        return task.completion().minimalCompletionStage();
    }

    @Override
    public Future<R> asFuture() {
        return new TaskFuture<>(id(), task.completion(), this::stopInNameOfOwner);
    }

    private Reply stopInNameOfOwner(boolean interruptNow) {
        Command command = Command.by(task.submission().owner().id());
        return interruptNow ? reception.control().cancelNow(task, command) : cancel(command);
    }

    @Override
    public Flow.Publisher<TaskSnapshot> updates() {
        return task.updates();
    }

    @Override
    public Optional<QueuePlace> place() {
        return reception.supervisor().dispatcher().placeOf(running());
    }

    @Override
    public Reply cancel(Command command) {
        return reception.control().cancel(running(), command);
    }

    @Override
    public Reply pause(Command command) {
        return reception.control().pause(running(), command);
    }

    @Override
    public Reply resume(Command command) {
        return reception.control().resume(running(), command);
    }

    @Override
    public Reply forceStop(Command command) {
        return reception.control().forceStop(running(), command);
    }

    @Override
    public TaskHandle<R> retry(RetryScope scope, Command command) {
        return reception.retry(task.id(), scope, command);
    }

    /** The task is another one here when it is done again after its end; commands are for that. */
    private LiveTask<?, ?> running() {
        return reception.current(task);
    }

    @Override
    public String toString() {
        return "task " + id();
    }
}

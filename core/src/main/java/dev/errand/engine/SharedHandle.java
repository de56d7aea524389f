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
import org.jspecify.annotations.Nullable;

/**
 * The handle of a task that lives in a shared registry, wherever it runs. It is watched only when somebody asks for its end
 * or its updates.
 */
record SharedHandle<R extends @Nullable Object>(TaskSnapshot first, Definition<?, R> definition, SharedDesk desk)
        implements CommandsById<R> {

    @Override
    public TaskId id() {
        return first.id();
    }

    @Override
    public TaskSnapshot snapshot() {
        return desk.look(id()).orElse(first);
    }

    @Override
    public Optional<Outcome<R>> await(Duration limit) throws InterruptedException {
        try {
            return Optional.of(whenEnded().get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS));
        } catch (TimeoutException notYet) {
            return Optional.empty();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a completion is never exceptional", impossible);
        }
    }

    @Override
    public CompletionStage<Outcome<R>> completion() {
        CompletableFuture<Outcome<R>> ended = whenEnded();
        return ended.isDone()
                ? ended.minimalCompletionStage()
                : ended.thenApplyAsync(outcome -> outcome, Thread::startVirtualThread)
                        .minimalCompletionStage();
    }

    @Override
    public Future<R> asFuture() {
        return new TaskFuture<>(id(), whenEnded(), this::stopInNameOfOwner);
    }

    private Reply stopInNameOfOwner(boolean interruptNow) {
        Command command = Command.by(first.owner().id());
        return interruptNow ? desk.commands().cancelNow(id(), command) : cancel(command);
    }

    @Override
    public Flow.Publisher<TaskSnapshot> updates() {
        return desk.watch(first).updates();
    }

    private CompletableFuture<Outcome<R>> whenEnded() {
        return desk.watch(first).completion().thenApply(outcome -> definition.outcome(id(), outcome));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SharedHandle<?> handle && handle.id().equals(id());
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    @Override
    public String toString() {
        return "task " + id();
    }
}

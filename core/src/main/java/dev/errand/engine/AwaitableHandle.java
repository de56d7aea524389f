package dev.errand.engine;

import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.Reply;
import dev.errand.TaskNotAcceptedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The part of a handle that waits for the end of its task. */
interface AwaitableHandle<R extends @Nullable Object> extends CommandsById<R> {

    /**
     * Completed with the outcome when the task has ended; exceptionally only by {@link TaskNotAcceptedException}. Not for
     * callers, who might complete it.
     */
    CompletableFuture<Outcome<R>> whenEnded();

    @Override
    default Optional<Outcome<R>> await(Duration limit) throws InterruptedException {
        return await(whenEnded(), limit);
    }

    /** What a completion comes to within a limit. */
    static <T> Optional<T> await(CompletableFuture<T> end, Duration limit) throws InterruptedException {
        try {
            return Optional.of(end.get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS));
        } catch (TimeoutException notYet) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TaskNotAcceptedException never
                    ? never
                    : new IllegalStateException("a completion is exceptional only if the task was not accepted", e);
        }
    }

    @Override
    default CompletionStage<Outcome<R>> completion() {
        CompletableFuture<Outcome<R>> ended = whenEnded();
        return ended.isDone()
                ? ended.minimalCompletionStage()
                : ended.thenApplyAsync(Function.identity(), Thread::startVirtualThread)
                        .minimalCompletionStage();
    }

    @Override
    default Future<R> asFuture() {
        return new TaskFuture<>(id(), whenEnded(), this::stopInNameOfOwner);
    }

    private Reply stopInNameOfOwner(boolean interruptNow) {
        Command command = Command.by(owner().id());
        return interruptNow ? desk().commands().cancelNow(id(), owner(), command) : cancel(command);
    }
}

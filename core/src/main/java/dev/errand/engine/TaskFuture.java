package dev.errand.engine;

import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Reply;
import dev.errand.TaskFailedException;
import dev.errand.TaskId;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A task for code that knows futures: what {@link dev.errand.TaskHandle#asFuture} promises.
 *
 * <p>It ends when the task has ended, and not when somebody asks for that: what it says of the task is never undone.
 */
final class TaskFuture<R extends @Nullable Object> implements Future<R> {

    /** Asks the task to stop. */
    @FunctionalInterface
    interface Stop {
        Reply ask(boolean interruptNow);
    }

    private final TaskId id;
    private final CompletableFuture<Outcome<R>> completion;
    private final Stop stop;

    TaskFuture(TaskId id, CompletableFuture<Outcome<R>> completion, Stop stop) {
        this.id = id;
        this.completion = completion;
        this.stop = stop;
    }

    /** Turns an ending from a value into what a future does. */
    static <R extends @Nullable Object> R resultOf(Outcome<R> outcome) throws ExecutionException {
        return switch (outcome) {
            case Outcome.Succeeded<R>(R result) -> result;
            case Outcome.Partial<R>(R result, long failed) -> result;
            case Outcome.Failed<R>(Failure failure, var kept) -> throw new ExecutionException(causeOf(failure));
            case Outcome.Cancelled<R>(String reason, var kept) -> throw new CancellationException(reason);
        };
    }

    /** The exception is there only in the process where the task ran. */
    private static Throwable causeOf(Failure failure) {
        return failure.cause().orElseGet(() -> new TaskFailedException(failure.sentence()));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return !isDone()
                && switch (stop.ask(mayInterruptIfRunning)) {
                    case ACCEPTED, ALREADY_ASKED -> true;
                    case ENDED, NOT_ENDED, PAST_NO_RETURN, NOT_PAUSABLE, NOT_NOW, HANDED_OVER, KEY_TAKEN -> false;
                };
    }

    @Override
    public boolean isCancelled() {
        return hasOutcome() && completion.join() instanceof Outcome.Cancelled;
    }

    /** False also if the task was never accepted. */
    private boolean hasOutcome() {
        return isDone() && !completion.isCompletedExceptionally();
    }

    @Override
    public boolean isDone() {
        return completion.isDone();
    }

    @Override
    public R get() throws InterruptedException, ExecutionException {
        return resultOf(completion.get());
    }

    @Override
    public R get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        return resultOf(completion.get(timeout, unit));
    }

    @Override
    public String toString() {
        return "future of task " + id + "[" + (hasOutcome() ? wordsFor(completion.join()) : "Not completed") + "]";
    }

    private static String wordsFor(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Succeeded<?> succeeded -> "Completed normally";
            case Outcome.Partial<?> partial -> "Completed normally";
            case Outcome.Failed<?>(Failure failure, var kept) -> "Completed exceptionally: " + failure.detail();
            case Outcome.Cancelled<?> cancelled -> "Cancelled";
        };
    }
}

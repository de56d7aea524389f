package dev.errand;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a task ended: a value, to be taken apart with {@code switch}.
 *
 * {@snippet :
 * return switch (outcome) {
 *     case Outcome.Succeeded<Artifact>(Artifact file) -> "Ready: " + file.fileName();
 *     case Outcome.Partial<Artifact>(Artifact file, long failed) -> "Ready, but " + failed + " rows are missing";
 *     case Outcome.Failed<Artifact>(Failure failure, var kept) -> failure.sentence() + " Reference " + failure.reference();
 *     case Outcome.Cancelled<Artifact>(String reason, var kept) -> reason;
 * };
 * }
 *
 * @param <R> the task's result
 */
public sealed interface Outcome<R extends @Nullable Object> {

    /**
     * All of it was done.
     *
     * @param result what the task returned
     * @param <R> the task's result
     */
    record Succeeded<R extends @Nullable Object>(R result) implements Outcome<R> {}

    /**
     * It came to its end, but some units were given up.
     *
     * @param result what the task returned
     * @param failed how many units were given up, one or more
     * @param <R> the task's result
     */
    record Partial<R extends @Nullable Object>(R result, long failed) implements Outcome<R> {}

    /**
     * It did not come to its end.
     *
     * @param failure why
     * @param kept what the task handed over for the part it did
     * @param <R> the task's result
     */
    record Failed<R extends @Nullable Object>(Failure failure, Optional<R> kept) implements Outcome<R> {}

    /**
     * It was stopped: on request, or because the application was shut down.
     *
     * @param reason which of them, as a sentence for people
     * @param kept what the task handed over for the part it did
     * @param <R> the task's result
     */
    record Cancelled<R extends @Nullable Object>(String reason, Optional<R> kept) implements Outcome<R> {}

    /**
     * The state of a task that ended this way.
     *
     * @return a final state
     */
    default TaskState state() {
        return switch (this) {
            case Succeeded<R> succeeded -> TaskState.SUCCEEDED;
            case Partial<R> partial -> TaskState.SUCCEEDED;
            case Failed<R> failed -> TaskState.FAILED;
            case Cancelled<R> cancelled -> TaskState.CANCELLED;
        };
    }
}

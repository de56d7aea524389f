package dev.errand.event;

import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.TaskSnapshot;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that happened to a task. */
public sealed interface TaskEvent {

    /**
     * The task, just after it happened.
     *
     * @return a snapshot
     */
    TaskSnapshot task();

    /**
     * It was accepted.
     *
     * @param task just after
     */
    record Submitted(TaskSnapshot task) implements TaskEvent {}

    /**
     * An attempt has begun.
     *
     * @param task just after
     */
    record Started(TaskSnapshot task) implements TaskEvent {}

    /**
     * It has come further. Told once a second while there is something to tell.
     *
     * @param task just after
     */
    record Progressed(TaskSnapshot task) implements TaskEvent {}

    /**
     * It left a file.
     *
     * @param task just after; the file is the last of its artifacts
     */
    record ArtifactWritten(TaskSnapshot task) implements TaskEvent {}

    /**
     * It runs, and was asked to stop.
     *
     * @param task just after
     */
    record CancelRequested(TaskSnapshot task) implements TaskEvent {}

    /**
     * It runs, and was asked to pause.
     *
     * @param task just after
     */
    record PauseRequested(TaskSnapshot task) implements TaskEvent {}

    /**
     * It is paused.
     *
     * @param task just after
     */
    record Paused(TaskSnapshot task) implements TaskEvent {}

    /**
     * Somebody let it go on, or had it done again: it is in the queue. Who, its timeline says.
     *
     * @param task just after
     */
    record Requeued(TaskSnapshot task) implements TaskEvent {}

    /**
     * It saved where to go on.
     *
     * @param task just after
     */
    record CheckpointSaved(TaskSnapshot task) implements TaskEvent {}

    /**
     * It cannot be stopped any more.
     *
     * @param task just after
     */
    record PassedNoReturn(TaskSnapshot task) implements TaskEvent {}

    /**
     * It stands still: nothing was done for longer than its type allows. Told once each time.
     *
     * @param task just after
     * @param standstill for how long
     */
    record Stalled(TaskSnapshot task, Duration standstill) implements TaskEvent {}

    /**
     * An attempt failed, and another one follows.
     *
     * @param task just after
     * @param failure why the attempt failed
     * @param delay how long until the next one
     */
    record RetryScheduled(TaskSnapshot task, Failure failure, Duration delay) implements TaskEvent {}

    /**
     * An attempt was cut short by a shutdown.
     *
     * @param task just after
     */
    record Interrupted(TaskSnapshot task) implements TaskEvent {}

    /**
     * It has ended.
     *
     * @param task just after
     * @param outcome how
     */
    record Ended(TaskSnapshot task, Outcome<? extends @Nullable Object> outcome) implements TaskEvent {}
}

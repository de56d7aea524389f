package dev.errand.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Failure;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.TaskFailedException;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TimelineEntry;
import dev.errand.event.TaskEvent;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.Transition;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves tasks from state to state when an attempt is over, and ends them.
 *
 * <p>Of two threads that want to end a task the registry lets one, and that one draws the consequences; so they are
 * drawn once. What becomes of a task that waits is different for tasks that live in this process and for those that live
 * in a registry: subclasses say it.
 */
abstract class Supervisor {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    static final String ON_REQUEST = "It was cancelled on request.";
    static final String ON_SHUTDOWN = "The application was shut down.";

    private final TaskRegistry registry;
    private final TimeSource time;
    private final LiveTasks live;
    private final Changes changes;

    Supervisor(EngineParts parts, LiveTasks live, Changes changes) {
        this.registry = parts.registry();
        this.time = parts.time();
        this.live = live;
        this.changes = changes;
    }

    /** A task could not be started: the registry, or the memory, was away. */
    abstract void startLater(LiveTask<?, ?> task, Throwable why);

    /** A task was about to start, and the door has closed. */
    abstract void turnAway(LiveTask<?, ?> task);

    /** An attempt has failed, and the next one is due after a delay. */
    abstract void restUntilRetry(Attempt<?> attempt, Duration delay);

    /** An attempt has ended whose task was taken from it. */
    abstract void leaveToOthers(LiveTask<?, ?> task);

    /** An attempt has stopped, and its task waits until somebody lets it go on. */
    abstract void restUntilResumed(LiveTask<?, ?> task);

    /** An attempt was cut short, through no fault of its own. */
    abstract void interrupt(Attempt<?> attempt, Optional<Object> kept);

    /** A task that has ended waits no more. */
    abstract void leaveQueue(LiveTask<?, ?> task);

    /** Tries something again after a while. */
    abstract void later(Runnable retry);

    Instant now() {
        return time.instant();
    }

    TimeSource time() {
        return time;
    }

    LiveTasks live() {
        return live;
    }

    Changes changes() {
        return changes;
    }

    /** The task as it is now; as it was last, if the registry has forgotten it. */
    TaskSnapshot snapshot(LiveTask<?, ?> task) {
        return find(task.id()).orElseGet(() -> changes.latest(task));
    }

    /** A task as it is now, unless the registry has forgotten it. */
    Optional<TaskSnapshot> find(TaskId id) {
        return registry.find(id).map(TaskEntry::snapshot).map(this::withFreshProgress);
    }

    /** False if the task cannot be retried any more, since somebody asked it to stop. */
    boolean retryLater(Attempt<?> attempt, Failure failure, Duration delay) {
        boolean waits = changes.apply(
                        attempt.task(),
                        Transition.retryLater(attempt.lease(), attempt.counts(), failure, delay, now()),
                        snapshot -> new TaskEvent.RetryScheduled(snapshot, failure, delay))
                .isPresent();
        if (waits) {
            restUntilRetry(attempt, delay);
        }
        return waits;
    }

    /** False if the task is not to pause any more, since somebody asked it to stop for good. */
    boolean pause(Attempt<?> attempt, Optional<Failure> failure) {
        Transition pause = Transition.pause(attempt.lease(), attempt.counts(), failure, now());
        boolean paused =
                changes.apply(attempt.task(), pause, TaskEvent.Paused::new).isPresent();
        if (paused) {
            restUntilResumed(attempt.task());
        }
        return paused;
    }

    void finishCancelled(Attempt<?> attempt, Optional<Object> kept) {
        finish(attempt, new Outcome.Cancelled<>(reasonFor(changes.latest(attempt.task())), kept));
    }

    /** What whoever cancelled a task said, or that somebody did. */
    static String reasonFor(TaskSnapshot task) {
        return task.status().timeline().reversed().stream()
                .filter(step -> step.state() == TaskState.CANCELLING)
                .findFirst()
                .map(TimelineEntry::note)
                .filter(note -> !note.isBlank())
                .orElse(ON_REQUEST);
    }

    /** Ends a task, unless it was taken from the attempt; without a value that the registry cannot keep. */
    void finish(Attempt<?> attempt, Outcome<? extends @Nullable Object> outcome) {
        try {
            end(attempt, outcome);
        } catch (InvalidInputException unkept) {
            end(attempt, withoutValue(attempt.task(), outcome, unkept));
        }
    }

    /** The same end when the registry cannot keep what the task handed over. One without its result has failed. */
    private static Outcome<?> withoutValue(
            LiveTask<?, ?> task, Outcome<? extends @Nullable Object> outcome, InvalidInputException why) {
        return switch (outcome) {
            case Outcome.Succeeded<?> succeeded -> new Outcome.Failed<>(Failures.of(task.id(), why), Optional.empty());
            case Outcome.Partial<?> partial -> new Outcome.Failed<>(Failures.of(task.id(), why), Optional.empty());
            case Outcome.Failed<?>(Failure failure, var kept) -> new Outcome.Failed<>(failure, dropped(task, why));
            case Outcome.Cancelled<?>(String reason, var kept) -> new Outcome.Cancelled<>(reason, dropped(task, why));
        };
    }

    private static Optional<Object> dropped(LiveTask<?, ?> task, InvalidInputException why) {
        LOG.warn("What task {} handed over as it stopped cannot be kept: {}", task.id(), why.getMessage());
        return Optional.empty();
    }

    private void end(Attempt<?> attempt, Outcome<? extends @Nullable Object> outcome) {
        LiveTask<?, ?> task = attempt.task();
        Transition end = Transition.end(attempt.lease(), outcome, attempt.counts(), now());
        if (changes.apply(task, end, snapshot -> new TaskEvent.Ended(snapshot, outcome))
                .isPresent()) {
            conclude(task, outcome);
        } else {
            changes.end(task).ifPresent(task::complete); // if nobody has come to it yet
            LOG.warn("An attempt of task {} ended after the task was taken from it; its result is dropped", task.id());
            leaveToOthers(task);
        }
    }

    /** The last resort of a shutdown: those who wait are told, though the registry could not be, or has just been. */
    void concludeUnrecorded(LiveTask<?, ?> task) {
        conclude(task, changes.end(task).orElseGet(() -> new Outcome.Cancelled<>(ON_SHUTDOWN, Optional.empty())));
    }

    /** Takes a task from code that does not heed the request to stop. */
    @CanIgnoreReturnValue
    boolean forceStop(LiveTask<?, ?> task, Transition.Cause cause) {
        Outcome.Cancelled<?> outcome = new Outcome.Cancelled<>(reasonFor(changes.latest(task)), Optional.empty());
        return endWith(task, Transition.forceStop(outcome, cause), outcome);
    }

    /** Cancels a task that nobody works on any more; without a value that the registry cannot keep. */
    final void endCancelled(LiveTask<?, ?> task, Outcome.Cancelled<?> outcome) {
        try {
            endWith(task, Transition.cancel(outcome, "", now()), outcome);
        } catch (InvalidInputException unkept) {
            Outcome.Cancelled<?> without = new Outcome.Cancelled<>(outcome.reason(), dropped(task, unkept));
            endWith(task, Transition.cancel(without, "", now()), without);
        }
    }

    @CanIgnoreReturnValue
    final boolean endWith(LiveTask<?, ?> task, Transition transition, Outcome<?> outcome) {
        boolean ended = changes.apply(task, transition, snapshot -> new TaskEvent.Ended(snapshot, outcome))
                .isPresent();
        if (ended) {
            leaveQueue(task);
            conclude(task, outcome);
        }
        return ended;
    }

    void conclude(LiveTask<?, ?> task, Outcome<? extends @Nullable Object> outcome) {
        task.endAlarms();
        live.forget(task);
        task.complete(outcome);
        TaskSnapshot ended = task.updates().latest();
        TaskMdc.inNameOf(ended, () -> log(ended, outcome));
    }

    /** What a task says of itself is an expected end and needs no stack trace; the cause that it names may. */
    static void log(TaskSnapshot task, Outcome<? extends @Nullable Object> outcome) {
        String name = task.submission().type() + " " + task.id();
        switch (outcome) {
            case Outcome.Succeeded<?> succeeded -> LOG.debug("Task {} succeeded", name);
            case Outcome.Partial<?> partial -> LOG.info("Task {} succeeded but for {} units", name, partial.failed());
            case Outcome.Cancelled<?> cancelled -> LOG.info("Task {} cancelled: {}", name, cancelled.reason());
            case Outcome.Failed<?>(Failure failure, var kept)
            when failure.cause().orElse(null) instanceof TaskFailedException said ->
                LOG.atWarn()
                        .setCause(said.getCause())
                        .log("Task {} failed, reference {}: {}", name, failure.reference(), failure.sentence());
            case Outcome.Failed<?>(Failure failure, var kept) ->
                LOG.atError()
                        .setCause(failure.cause().orElse(null))
                        .log("Task {} failed, reference {}", name, failure.reference());
        }
    }

    /** The same task with the progress of the attempt under way, which the registry has not been told yet. */
    TaskSnapshot withFreshProgress(TaskSnapshot known) {
        if (!known.state().isRunning()) {
            return known;
        }
        return live.find(known.id())
                .flatMap(LiveTask::attempt)
                .filter(attempt -> attempt.number() == known.status().attempt())
                .map(attempt -> known.withProgress(attempt.progress()))
                .orElse(known);
    }
}

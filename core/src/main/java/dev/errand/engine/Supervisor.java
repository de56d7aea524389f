package dev.errand.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.TaskFailedException;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TimelineEntry;
import dev.errand.event.TaskEvent;
import dev.errand.queue.FairQueue;
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
 * Moves tasks from state to state when an attempt is over or a time has come, and ends them.
 *
 * <p>Of two threads that want to end a task the registry lets one, and that one draws the consequences; so they are
 * drawn once.
 */
final class Supervisor {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    /** The clock on the wall may be set, so a task that waits for an instant looks at it now and then. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    static final String ON_REQUEST = "It was cancelled on request.";
    private static final String ON_SHUTDOWN = "The application was shut down.";

    private final TaskRegistry registry;
    private final TimeSource time;
    private final LiveTasks live;
    private final Changes changes;
    private final Dispatcher dispatcher;

    Supervisor(EngineParts parts, LiveTasks live, Changes changes) {
        this.registry = parts.registry();
        this.time = parts.time();
        this.live = live;
        this.changes = changes;
        AttemptRunner runner = new AttemptRunner(parts, live, changes, this);
        FairQueue<LiveTask<?, ?>> queue = new FairQueue<>(parts.limits().running());
        this.dispatcher = new Dispatcher(queue, parts.executors(), runner::run);
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Instant now() {
        return time.instant();
    }

    /** The task as it is now; as it was last, if the registry has forgotten it. */
    TaskSnapshot snapshot(LiveTask<?, ?> task) {
        return find(task.id()).orElseGet(() -> changes.latest(task));
    }

    /** A task as it is now, unless the registry has forgotten it. */
    Optional<TaskSnapshot> find(TaskId id) {
        return registry.find(id).map(known -> withFreshProgress(known.snapshot()));
    }

    /** Cancels a task that does not run. */
    void cancelForShutdown(LiveTask<?, ?> task) {
        cancelAtOnce(task, new Outcome.Cancelled<>(ON_SHUTDOWN, Optional.empty()), "");
    }

    void queueAfter(LiveTask<?, ?> task, int attempt, Duration delay) {
        task.wakeUpBy(time.after(delay, () -> wake(task, attempt)));
    }

    void queueAt(LiveTask<?, ?> task, Instant instant) {
        Duration left = Duration.between(now(), instant);
        if (left.isPositive()) {
            Duration next = left.compareTo(BETWEEN_LOOKS) < 0 ? left : BETWEEN_LOOKS;
            task.wakeUpBy(time.after(next, () -> queueAt(task, instant)));
        } else {
            wake(task, 0);
        }
    }

    private void wake(LiveTask<?, ?> task, int attempt) {
        if (changes.wake(task, attempt, Transition.wake(now()))) {
            dispatcher.align(task);
        }
    }

    /** Tries again to start a task, if it still waits for that then: the registry, or the memory, was away. */
    void startLater(LiveTask<?, ?> task, Throwable why) {
        time.after(BETWEEN_TRIES, () -> {
            if (changes.latest(task).state() == TaskState.QUEUED) {
                dispatcher.align(task);
            }
        });
        LOG.error("Task {} cannot be started now, and is tried again", task.id(), why);
    }

    /** False if the task cannot be retried any more, since somebody asked it to stop. */
    boolean retryLater(Attempt<?> attempt, Failure failure, Duration delay) {
        LiveTask<?, ?> task = attempt.task();
        boolean waits = changes.apply(
                        task,
                        Transition.retryLater(attempt.lease(), attempt.counts(), failure, now()),
                        snapshot -> new TaskEvent.RetryScheduled(snapshot, failure, delay))
                .isPresent();
        if (waits) {
            queueAfter(task, attempt.number(), delay);
            cancelIfClosed(task);
        }
        return waits;
    }

    /** False if the task is not to pause any more, since somebody asked it to stop for good. */
    boolean pause(Attempt<?> attempt, Optional<Failure> failure) {
        Transition pause = Transition.pause(attempt.lease(), attempt.counts(), failure, now());
        boolean paused =
                changes.apply(attempt.task(), pause, TaskEvent.Paused::new).isPresent();
        if (paused) {
            cancelIfClosed(attempt.task());
        }
        return paused;
    }

    /** A shutdown looks through the tasks once; whoever puts one to rest later, looks at the door. */
    void cancelIfClosed(LiveTask<?, ?> task) {
        if (live.isClosed()) {
            cancelForShutdown(task);
        }
    }

    /** Ends a task whose attempt a shutdown cut short: this registry would forget it anyway. */
    void interrupt(Attempt<?> attempt, Optional<Object> kept) {
        Transition interrupt = Transition.interrupt(attempt.lease(), attempt.counts(), now());
        if (changes.apply(attempt.task(), interrupt, TaskEvent.Interrupted::new).isPresent()) {
            cancelAtOnce(attempt.task(), new Outcome.Cancelled<>(ON_SHUTDOWN, kept), "");
        } else {
            finishCancelled(attempt, kept);
        }
    }

    void finishCancelled(Attempt<?> attempt, Optional<Object> kept) {
        finish(attempt, new Outcome.Cancelled<>(reasonFor(attempt.task()), kept));
    }

    /** What whoever cancelled a task said, or that somebody did. */
    String reasonFor(LiveTask<?, ?> task) {
        return changes.latest(task).status().timeline().reversed().stream()
                .filter(step -> step.state() == TaskState.CANCELLING)
                .findFirst()
                .map(TimelineEntry::note)
                .filter(note -> !note.isBlank())
                .orElse(ON_REQUEST);
    }

    /** Ends a task. While the registry cannot write it down, the end is kept and tried again. */
    void finish(Attempt<?> attempt, Outcome<? extends @Nullable Object> outcome) {
        LiveTask<?, ?> task = attempt.task();
        Optional<TaskSnapshot> ended;
        try {
            Transition end = Transition.end(attempt.lease(), outcome, attempt.counts(), now());
            ended = changes.apply(task, end, snapshot -> new TaskEvent.Ended(snapshot, outcome));
        } catch (RuntimeException registryAway) {
            time.after(BETWEEN_TRIES, () -> finish(attempt, outcome));
            LOG.error("The end of task {} cannot be recorded now, and is tried again", task.id(), registryAway);
            return;
        }
        if (ended.isPresent()) {
            conclude(task, outcome);
        } else {
            changes.end(task).ifPresent(task::complete); // if nobody has come to it yet
            LOG.warn("An attempt of task {} ended after the task was taken from it; its result is dropped", task.id());
        }
    }

    /** The last resort of a shutdown: those who wait are told, though the registry could not be, or has just been. */
    void concludeUnrecorded(LiveTask<?, ?> task) {
        conclude(task, changes.end(task).orElseGet(() -> new Outcome.Cancelled<>(ON_SHUTDOWN, Optional.empty())));
    }

    /** Cancels a task that does not run, in somebody's name. */
    @CanIgnoreReturnValue
    boolean cancelAtOnce(LiveTask<?, ?> task, Outcome.Cancelled<?> outcome, String by) {
        return endWith(task, Transition.cancel(outcome, by, now()), outcome);
    }

    /** Takes a task from code that does not heed the request to stop. */
    @CanIgnoreReturnValue
    boolean forceStop(LiveTask<?, ?> task, Outcome.Cancelled<?> outcome, String by) {
        return endWith(task, Transition.forceStop(outcome, by, now()), outcome);
    }

    private boolean endWith(LiveTask<?, ?> task, Transition transition, Outcome<?> outcome) {
        boolean ended = changes.apply(task, transition, snapshot -> new TaskEvent.Ended(snapshot, outcome))
                .isPresent();
        if (ended) {
            dispatcher.align(task);
            conclude(task, outcome);
        }
        return ended;
    }

    private void conclude(LiveTask<?, ?> task, Outcome<? extends @Nullable Object> outcome) {
        task.endAlarms();
        live.forget(task);
        task.complete(outcome);
        TaskSnapshot ended = task.updates().latest();
        TaskMdc.inNameOf(ended, () -> log(ended, outcome));
    }

    /** What a task says of itself is an expected end and needs no stack trace; the cause that it names may. */
    private static void log(TaskSnapshot task, Outcome<? extends @Nullable Object> outcome) {
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

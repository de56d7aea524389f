package dev.errand.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Submission;
import dev.errand.SubmitOptions;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskStatus;
import dev.errand.event.TaskEvent;
import dev.errand.progress.Progress;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts tasks, looks them up, and moves them from state to state.
 *
 * <p>Of two threads that want to end a task the registry lets one, and that one draws the consequences; so they are
 * drawn once.
 */
final class Supervisor {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final int LOOKS = 3;
    private static final String ON_REQUEST = "It was cancelled on request.";
    private static final Outcome.Cancelled<?> ON_REQUEST_AT_ONCE =
            new Outcome.Cancelled<>(ON_REQUEST, Optional.empty());
    private static final String ON_SHUTDOWN = "The application was shut down.";

    private final TaskRegistry registry;
    private final TimeSource time;
    private final TimeOrderedIds ids;
    private final LiveTasks live;
    private final Changes changes;
    private final Dispatcher dispatcher;

    Supervisor(EngineParts parts, LiveTasks live, Changes changes) {
        this.registry = parts.registry();
        this.time = parts.time();
        this.ids = new TimeOrderedIds(time);
        this.live = live;
        this.changes = changes;
        AttemptRunner runner = new AttemptRunner(parts, live, changes, this);
        this.dispatcher = new Dispatcher(parts.executor(), runner::run);
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Instant now() {
        return time.instant();
    }

    <I, R extends @Nullable Object> TaskHandle<R> submit(
            Definition<I, R> definition, @Nullable I input, SubmitOptions options) {
        TaskSnapshot first = firstSnapshot(definition, options);
        LiveTask<I, R> task = new LiveTask<>(first, definition, input);
        live.admit(task);
        Optional<TaskHandle<R>> earlier = addOrFindEarlier(task, new TaskEntry(first, input));
        if (earlier.isPresent()) {
            live.forget(task);
            return earlier.get();
        }
        if (first.state() == TaskState.SCHEDULED) {
            queueAfter(task, options.delay());
        } else {
            dispatcher.add(task);
        }
        if (live.isClosed()) {
            cancelForShutdown(task);
        }
        return new LiveHandle<>(task, this);
    }

    Optional<TaskHandle<?>> find(TaskId id) {
        for (int look = 0; look < LOOKS; look++) {
            Optional<TaskSnapshot> known = registry.find(id).map(TaskEntry::snapshot);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            if (known.get().state().isFinal()) {
                return Optional.of(new EndedHandle<>(known.get()));
            }
            Optional<LiveTask<?, ?>> task = live.find(id);
            if (task.isPresent()) {
                return Optional.of(new LiveHandle<>(task.get(), this));
            }
            // it has ended between the two look-ups, and by now the registry says so
        }
        throw new IllegalStateException(
                "task " + id + " has not ended, and is not this engine's: a registry in memory" + " serves one engine");
    }

    List<TaskSnapshot> list(TaskQuery query) {
        return registry.list(query).stream().map(this::withFreshProgress).toList();
    }

    /** The task as it is now; as it was last, if the registry has forgotten it. */
    TaskSnapshot snapshot(LiveTask<?, ?> task) {
        return registry.find(task.id())
                .map(known -> withFreshProgress(known.snapshot()))
                .orElseGet(() -> changes.latest(task));
    }

    boolean cancel(LiveTask<?, ?> task) {
        while (true) {
            TaskState state = snapshot(task).state();
            if (state.isFinal() || state == TaskState.CANCELLING) {
                return false;
            }
            if (state.isRunning() ? requestCancel(task) : cancelAtOnce(task, ON_REQUEST_AT_ONCE)) {
                return true;
            }
            // somebody changed the state between the look and the request: look again
        }
    }

    /** Cancels a task that does not run. */
    void cancelForShutdown(LiveTask<?, ?> task) {
        cancelAtOnce(task, new Outcome.Cancelled<>(ON_SHUTDOWN, Optional.empty()));
    }

    void queueAfter(LiveTask<?, ?> task, Duration delay) {
        task.wakeUp(time.after(delay, () -> {
            if (changes.wake(task, Transition.wake(now()))) {
                dispatcher.add(task);
            }
        }));
    }

    /** False if the task cannot be retried any more, since somebody asked it to stop. */
    boolean retryLater(Attempt<?> attempt, Failure failure, Duration delay) {
        LiveTask<?, ?> task = attempt.task();
        boolean waits = changes.apply(
                        task,
                        Transition.retryLater(attempt.lease(), attempt.progress(), now()),
                        snapshot -> new TaskEvent.RetryScheduled(snapshot, failure, delay))
                .isPresent();
        if (waits) {
            queueAfter(task, delay);
            if (live.isClosed()) {
                cancelForShutdown(task);
            }
        }
        return waits;
    }

    /** Ends a task whose attempt a shutdown cut short: this registry would forget it anyway. */
    void interrupt(Attempt<?> attempt, Optional<Object> kept) {
        Transition interrupt = Transition.interrupt(attempt.lease(), attempt.progress(), now());
        if (changes.apply(attempt.task(), interrupt, TaskEvent.Interrupted::new).isPresent()) {
            cancelAtOnce(attempt.task(), new Outcome.Cancelled<>(ON_SHUTDOWN, kept));
        } else {
            finishCancelled(attempt, kept);
        }
    }

    void finishCancelled(Attempt<?> attempt, Optional<Object> kept) {
        finish(attempt, new Outcome.Cancelled<>(ON_REQUEST, kept));
    }

    /** Ends a task. While the registry cannot write it down, the end is kept and tried again. */
    void finish(Attempt<?> attempt, Outcome<? extends @Nullable Object> outcome) {
        LiveTask<?, ?> task = attempt.task();
        Optional<TaskSnapshot> ended;
        try {
            Transition end = Transition.end(attempt.lease(), outcome, attempt.progress(), now());
            ended = changes.apply(task, end, snapshot -> new TaskEvent.Ended(snapshot, outcome));
        } catch (RuntimeException registryAway) {
            LOG.error("The end of task {} cannot be recorded now, and is tried again", task.id(), registryAway);
            time.after(BETWEEN_TRIES, () -> finish(attempt, outcome));
            return;
        }
        if (ended.isPresent()) {
            conclude(task, outcome);
        } else {
            LOG.warn("An attempt of task {} ended after the task was taken from it; its result is dropped", task.id());
        }
    }

    /** The last resort of a shutdown: those who wait are told, though the registry could not be. */
    void concludeUnrecorded(LiveTask<?, ?> task) {
        conclude(task, new Outcome.Cancelled<>(ON_SHUTDOWN, Optional.empty()));
    }

    private boolean requestCancel(LiveTask<?, ?> task) {
        boolean requested = changes.apply(task, Transition.requestCancel(now()), TaskEvent.CancelRequested::new)
                .isPresent();
        if (requested) {
            task.attempt().ifPresent(attempt -> attempt.requestStop(StopSignal.Reason.CANCELLED));
        }
        return requested;
    }

    @CanIgnoreReturnValue
    private boolean cancelAtOnce(LiveTask<?, ?> task, Outcome.Cancelled<?> outcome) {
        boolean cancelled = changes.apply(
                        task, Transition.cancel(outcome, now()), snapshot -> new TaskEvent.Ended(snapshot, outcome))
                .isPresent();
        if (cancelled) {
            dispatcher.remove(task);
            task.cancelWakeUp();
            conclude(task, outcome);
        }
        return cancelled;
    }

    private void conclude(LiveTask<?, ?> task, Outcome<? extends @Nullable Object> outcome) {
        live.forget(task);
        complete(task, outcome);
        TaskSnapshot ended = task.updates().latest();
        TaskMdc.inNameOf(ended, () -> log(ended, outcome));
    }

    /** A shutdown does not wait for what others do when a task has ended. */
    private void complete(LiveTask<?, ?> task, Outcome<? extends @Nullable Object> outcome) {
        if (live.isClosed() && task.completion().getNumberOfDependents() > 0) {
            Thread.startVirtualThread(() -> task.complete(outcome));
        } else {
            task.complete(outcome);
        }
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
                        .addKeyValue("reference", failure.reference())
                        .setCause(said.getCause())
                        .log("Task {} failed: {}", name, failure.sentence());
            case Outcome.Failed<?>(Failure failure, var kept) ->
                LOG.atError()
                        .addKeyValue("reference", failure.reference())
                        .setCause(failure.cause().orElse(null))
                        .log("Task {} failed", name);
        }
    }

    /** Adds a task; the handle of an earlier one if its key is in use. */
    private <R extends @Nullable Object> Optional<TaskHandle<R>> addOrFindEarlier(
            LiveTask<?, R> task, TaskEntry entry) {
        try {
            while (true) {
                TaskEntry known = changes.add(task, entry);
                if (known.snapshot().id().equals(task.id())) {
                    return Optional.empty();
                }
                Optional<TaskHandle<R>> earlier = earlier(known, entry.input());
                if (earlier.isPresent()) {
                    return earlier;
                }
                // it was forgotten meanwhile, and its key is free again
            }
        } catch (RuntimeException e) {
            live.forget(task);
            throw e;
        }
    }

    /** The answer to a submission under a key that is in use: the same task, if it was asked for the same thing. */
    @SuppressWarnings("unchecked") // the key holds for one type, whose result is R
    private <R extends @Nullable Object> Optional<TaskHandle<R>> earlier(TaskEntry known, @Nullable Object input) {
        TaskSnapshot snapshot = known.snapshot();
        if (!Objects.equals(known.input(), input)) {
            throw new TaskRefusedException(
                    TaskRefusedException.Reason.KEY_IN_USE,
                    "key \"" + snapshot.submission().key().orElseThrow() + "\" belongs to task " + snapshot.id()
                            + ", which has another input: use another key, or that task");
        }
        return find(snapshot.id()).map(handle -> (TaskHandle<R>) handle);
    }

    private TaskSnapshot firstSnapshot(Definition<?, ?> definition, SubmitOptions options) {
        Instant now = now();
        String type = definition.type().name();
        TaskState state = options.delay().isZero() ? TaskState.QUEUED : TaskState.SCHEDULED;
        return new TaskSnapshot(
                ids.next(),
                1,
                new Submission(
                        type,
                        options.owner(),
                        options.title().orElse(type),
                        options.key(),
                        now,
                        now.plus(options.delay())),
                new TaskStatus(state, 0, Optional.empty(), Optional.empty(), Optional.empty()),
                Progress.NOT_STARTED,
                List.of());
    }

    private TaskSnapshot withFreshProgress(TaskSnapshot known) {
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

package dev.errand.engine;

import dev.errand.Artifact;
import dev.errand.Failure;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.TaskCancelledException;
import dev.errand.TaskFailedException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.event.TaskEvent;
import dev.errand.progress.Progress;
import dev.errand.registry.Lease;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.StartingPoint;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a task from the queue through one attempt, and judges how it ended: on a thread of the executor. */
final class AttemptRunner {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);

    private static final int TRIES_WITHOUT_MEMORY = 1_000;
    private static final long NANOS_BETWEEN_TRIES = 10_000_000;

    private final EngineParts parts;
    private final LiveTasks live;
    private final Changes changes;
    private final Supervisor supervisor;
    private final Complaints complaints;

    /** Draws tokens for leases: random enough, and many at a time. */
    private final TimeOrderedIds ids;

    AttemptRunner(EngineParts parts, Supervisor supervisor) {
        this.parts = parts;
        this.live = supervisor.live();
        this.changes = supervisor.changes();
        this.supervisor = supervisor;
        this.complaints = new Complaints(parts.time());
        this.ids = new TimeOrderedIds(parts.time());
    }

    /** A task that not even an attempt can be made of now, keeps its place in the world. */
    <R extends @Nullable Object> void run(LiveTask<?, R> task) {
        Attempt<R> attempt;
        try {
            attempt = new Attempt<>(task, new Lease(ids.next().value()), parts.time());
        } catch (Throwable noMemory) {
            supervisor.startLater(task, noMemory);
            return;
        }
        run(task, attempt);
    }

    private <R extends @Nullable Object> void run(LiveTask<?, R> task, Attempt<R> attempt) {
        try {
            List<Artifact> before = task.updates().latest().artifacts();
            if (live.begin(attempt)) {
                Transition start = Transition.start(attempt.lease(), supervisor.now());
                changes.apply(task, start, TaskEvent.Started::new)
                        .ifPresent(started -> task.inContextOfSubmitter(
                                () -> TaskMdc.inNameOf(started, () -> perform(attempt, started, before))));
            } else {
                supervisor.turnAway(task);
            }
        } catch (Throwable broken) {
            giveUp(attempt, broken);
        } finally {
            live.end(attempt);
        }
    }

    /** What broke was not the code of the task. If even that cannot be written down, whoever finds the task goes on with it. */
    private void giveUp(Attempt<?> attempt, Throwable broken) {
        boolean seenTo = false;
        try {
            seeTo(attempt, broken);
            seenTo = true;
        } finally {
            if (!seenTo) {
                supervisor.leaveToOthers(attempt.task());
            }
        }
    }

    private void seeTo(Attempt<?> attempt, Throwable broken) {
        LiveTask<?, ?> task = attempt.task();
        if (changes.latest(task).state() == TaskState.QUEUED) {
            supervisor.startLater(task, broken);
        } else if (broken instanceof RegistryUnavailableException) {
            record(attempt, () -> supervisor.interrupt(attempt, Optional.empty()));
        } else {
            fail(attempt, broken);
            LOG.error("An attempt of task {} broke down outside of its own code", task.id(), broken);
        }
    }

    /** When other tasks have taken all the memory, they will not keep it for long. */
    private void fail(Attempt<?> attempt, Throwable broken) {
        for (int tries = 1; ; tries++) {
            try {
                Failure failure = Failures.of(attempt.task().id(), broken);
                record(attempt, () -> supervisor.finish(attempt, new Outcome.Failed<>(failure, Optional.empty())));
                return;
            } catch (OutOfMemoryError stillNone) {
                if (tries == TRIES_WITHOUT_MEMORY) {
                    throw stillNone;
                }
                LockSupport.parkNanos(NANOS_BETWEEN_TRIES);
            }
        }
    }

    private <R extends @Nullable Object> void perform(Attempt<R> attempt, TaskSnapshot started, List<Artifact> before) {
        StartingPoint from = startingPointOf(started);
        attempt.started(started.status().attempt(), from);
        AttemptWriter writer = new AttemptWriter(attempt, changes, parts, complaints);
        AttemptContext context = new AttemptContext(started, from, attempt, writer);
        nameThread(started);
        before.stream().filter(file -> !started.artifacts().contains(file)).forEach(this::delete);
        LOG.debug("Attempt {} begins", context.attempt());
        Ending<R> ending = attempt.perform(context, parts.hooks().interceptors());
        record(attempt, () -> settle(attempt, ending));
    }

    /** A first attempt begins at the beginning, and need not ask. */
    private StartingPoint startingPointOf(TaskSnapshot started) {
        return started.status().attempt() == 1
                ? StartingPoint.BEGINNING
                : parts.registry()
                        .find(started.id())
                        .map(TaskEntry::startingPoint)
                        .orElse(StartingPoint.BEGINNING);
    }

    /** A file that cannot be deleted now expires later. */
    private void delete(Artifact artifact) {
        try {
            parts.artifacts().delete(artifact);
        } catch (RuntimeException e) {
            LOG.warn("A file of the attempt before cannot be deleted: {}", e.toString());
        }
    }

    /** For thread dumps. A virtual thread is ours alone, while a borrowed one has a name already. */
    private static void nameThread(TaskSnapshot task) {
        if (Thread.currentThread().isVirtual()) {
            Thread.currentThread()
                    .setName("errand-" + task.submission().type() + "-"
                            + task.id().reference());
        }
    }

    /** While the registry cannot write down what has become of an attempt, that is kept and tried again. */
    private void record(Attempt<?> attempt, Runnable consequence) {
        try {
            consequence.run();
        } catch (RuntimeException registryAway) {
            supervisor.later(() -> recordAgain(attempt, consequence));
            complaints.error(
                    "The end of an attempt of task {} cannot be recorded now, and is tried again",
                    attempt.task().id(),
                    registryAway);
        }
    }

    private void recordAgain(Attempt<?> attempt, Runnable consequence) {
        try {
            record(attempt, consequence);
        } catch (Throwable broken) {
            giveUp(attempt, broken);
        }
    }

    private <R extends @Nullable Object> void settle(Attempt<R> attempt, Ending<R> ending) {
        switch (ending) {
            case Ending.Returned<R>(R result) when attempt.task().isResult(result) -> settleReturned(attempt, result);
            case Ending.Returned<R>(R result) -> settleFailed(attempt, notAResult(attempt.task(), result));
            case Ending.Threw<R>(Throwable thrown) -> settleThrown(attempt, thrown);
        }
    }

    private <R extends @Nullable Object> void settleReturned(Attempt<R> attempt, R result) {
        Progress progress = attempt.counts();
        if (progress.failed() == 0) {
            attempt.rememberDuration();
            supervisor.finish(attempt, new Outcome.Succeeded<>(result));
        } else if (attempt.hasFailedTooOften(true)) {
            Failure failure = Failures.of(attempt.task().id(), Failures.tooMany(progress));
            supervisor.finish(attempt, new Outcome.Failed<>(failure, Optional.ofNullable((Object) result)));
        } else {
            attempt.rememberDuration();
            supervisor.finish(attempt, new Outcome.Partial<>(result, progress.failed()));
        }
    }

    private static InvalidInputException notAResult(LiveTask<?, ?> task, @Nullable Object result) {
        TaskType<?, ?> type = task.definition().type();
        return new InvalidInputException(
                "result of " + type.name(),
                result,
                "be of type " + type.resultType().getName());
    }

    private void settleThrown(Attempt<?> attempt, Throwable thrown) {
        Optional<StopSignal.Reason> stopped = attempt.stoppedBy(thrown);
        if (stopped.isEmpty()) {
            settleFailed(attempt, thrown);
            return;
        }
        switch (stopped.get()) {
            case CANCELLED -> supervisor.finishCancelled(attempt, keptIn(attempt.task(), thrown));
            case SHUT_DOWN, LEASE_LOST -> supervisor.interrupt(attempt, keptIn(attempt.task(), thrown));
            case TIMED_OUT -> settleFailed(attempt, lateBecauseOf(attempt, thrown));
            case PAUSED -> settlePaused(attempt, thrown);
        }
    }

    private void settlePaused(Attempt<?> attempt, Throwable thrown) {
        if (!supervisor.pause(attempt, Optional.empty())) {
            supervisor.finishCancelled(attempt, keptIn(attempt.task(), thrown));
        }
    }

    /** One that was asked to pause, and could be tried again, pauses instead. */
    private void settleFailed(Attempt<?> attempt, Throwable thrown) {
        LiveTask<?, ?> task = attempt.task();
        Failure failure = Failures.of(task.id(), thrown);
        Optional<Object> kept = keptIn(task, thrown);
        Retry retry = task.policy().retry();
        int failures = changes.latest(task).status().failures() + 1;
        Duration delay = retry.delayAfter(failures, ThreadLocalRandom.current());
        boolean repeatsNothing = kept.isEmpty() || attempt.isResumable();
        boolean again = repeatsNothing && retry.follows(failures, thrown);
        if (again && supervisor.retryLater(attempt, failure, delay)) {
            LOG.warn("Attempt {} failed and is tried again in {}: {}", attempt.number(), delay, failure.detail());
        } else if (!(again && supervisor.pause(attempt, Optional.of(failure)))) {
            supervisor.finish(attempt, new Outcome.Failed<>(failure, kept));
        }
    }

    private static TimeoutException lateBecauseOf(Attempt<?> attempt, Throwable thrown) {
        TimeoutException late = new TimeoutException("attempt not finished within "
                + attempt.task().policy().time().timeout().orElseThrow());
        late.initCause(thrown);
        return late;
    }

    /** What the task handed over as it stopped; also behind a timeout that made it stop. */
    private static Optional<Object> keptIn(LiveTask<?, ?> task, Throwable thrown) {
        Optional<Object> kept = switch (thrown) {
            case TaskCancelledException cancelled -> cancelled.kept();
            case TaskFailedException failed -> failed.kept();
            case TimeoutException late when late.getCause() instanceof TaskCancelledException stopped -> stopped.kept();
            default -> Optional.empty();
        };
        return kept.filter(task::isResult);
    }
}

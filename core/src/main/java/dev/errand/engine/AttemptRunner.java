package dev.errand.engine;

import dev.errand.Artifact;
import dev.errand.Failure;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.TaskCancelledException;
import dev.errand.TaskFailedException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskType;
import dev.errand.event.TaskEvent;
import dev.errand.progress.Progress;
import dev.errand.registry.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a task from the queue through one attempt, and judges how it ended: on a thread of the executor. */
final class AttemptRunner {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);

    private final EngineParts parts;
    private final LiveTasks live;
    private final Changes changes;
    private final Supervisor supervisor;

    AttemptRunner(EngineParts parts, LiveTasks live, Changes changes, Supervisor supervisor) {
        this.parts = parts;
        this.live = live;
        this.changes = changes;
        this.supervisor = supervisor;
    }

    <R extends @Nullable Object> void run(LiveTask<?, R> task) {
        Attempt<R> attempt = new Attempt<>(task, parts.time());
        List<Artifact> superseded = task.updates().latest().artifacts();
        try {
            if (live.begin(attempt)) {
                Transition start = Transition.start(attempt.lease(), supervisor.now());
                changes.apply(task, start, TaskEvent.Started::new)
                        .ifPresent(started -> TaskMdc.inNameOf(started, () -> perform(attempt, started, superseded)));
            } else {
                supervisor.cancelForShutdown(task);
            }
        } catch (Throwable broken) {
            LOG.error("An attempt of task {} broke down outside of its own code", task.id(), broken);
            supervisor.finish(attempt, new Outcome.Failed<>(Failures.of(task.id(), broken), Optional.empty()));
        } finally {
            live.end(attempt);
        }
    }

    private <R extends @Nullable Object> void perform(
            Attempt<R> attempt, TaskSnapshot started, List<Artifact> superseded) {
        AttemptContext context = new AttemptContext(
                started, attempt, (name, mediaType, body) -> writeArtifact(attempt, name, mediaType, body));
        attempt.number(context.attempt());
        nameThread(started);
        superseded.forEach(this::delete);
        LOG.debug("Attempt {} begins", context.attempt());
        settle(attempt, attempt.perform(context, parts.hooks().interceptors()), context.attempt());
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

    private <R extends @Nullable Object> void settle(Attempt<R> attempt, Ending<R> ending, int number) {
        switch (ending) {
            case Ending.Returned<R>(R result)
            when attempt.task().isResult(result) -> supervisor.finish(attempt, outcomeOf(result, attempt.progress()));
            case Ending.Returned<R>(R result) -> settleFailed(attempt, notAResult(attempt.task(), result), number);
            case Ending.Threw<R>(Throwable thrown) -> settleThrown(attempt, thrown, number);
        }
    }

    private static <R extends @Nullable Object> Outcome<R> outcomeOf(R result, Progress progress) {
        return progress.failed() == 0
                ? new Outcome.Succeeded<>(result)
                : new Outcome.Partial<>(result, progress.failed());
    }

    private static InvalidInputException notAResult(LiveTask<?, ?> task, @Nullable Object result) {
        TaskType<?, ?> type = task.definition().type();
        return new InvalidInputException(
                "result of " + type.name(),
                result,
                "be of type " + type.resultType().getName());
    }

    private void settleThrown(Attempt<?> attempt, Throwable thrown, int number) {
        Optional<StopSignal.Reason> stopped = attempt.stoppedBy(thrown);
        if (stopped.isEmpty()) {
            settleFailed(attempt, thrown, number);
            return;
        }
        switch (stopped.get()) {
            case CANCELLED -> supervisor.finishCancelled(attempt, keptIn(attempt.task(), thrown));
            case SHUT_DOWN -> supervisor.interrupt(attempt, keptIn(attempt.task(), thrown));
            case TIMED_OUT -> settleFailed(attempt, lateBecauseOf(attempt, thrown), number);
        }
    }

    private void settleFailed(Attempt<?> attempt, Throwable thrown, int number) {
        LiveTask<?, ?> task = attempt.task();
        Failure failure = Failures.of(task.id(), thrown);
        Optional<Object> kept = keptIn(task, thrown);
        Duration delay = task.policy().retry().delayAfter(number, ThreadLocalRandom.current());
        boolean again = kept.isEmpty() && task.policy().retry().follows(number, thrown);
        if (again && supervisor.retryLater(attempt, failure, delay)) {
            LOG.warn("Attempt {} failed and is tried again in {}: {}", number, delay, failure.detail());
        } else {
            supervisor.finish(attempt, new Outcome.Failed<>(failure, kept));
        }
    }

    private static TimeoutException lateBecauseOf(Attempt<?> attempt, Throwable thrown) {
        TimeoutException late = new TimeoutException("attempt not finished within "
                + attempt.task().policy().timeout().orElseThrow());
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

    private Artifact writeArtifact(Attempt<?> attempt, String fileName, String mediaType, Artifact.Body body)
            throws Exception {
        Artifact artifact = parts.artifacts().write(fileName, mediaType, body);
        if (changes.attach(attempt.task(), attempt.lease(), artifact).isEmpty()) {
            parts.artifacts().delete(artifact);
            throw new TaskCancelledException("this attempt does not hold the task any more");
        }
        return artifact;
    }
}

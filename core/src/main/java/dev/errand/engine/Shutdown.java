package dev.errand.engine;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.executor.TaskExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out: close the door, cancel what waits, let what runs come to its end within the grace, interrupt the rest,
 * and take the tasks from those that do not even heed that. Takes the grace and one second more at most.
 */
final class Shutdown {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
    private static final Duration AFTER_INTERRUPT = Duration.ofMillis(800);
    private static final Duration FOR_LISTENERS = Duration.ofMillis(100);

    private final EngineParts parts;
    private final LiveTasks live;
    private final Changes changes;
    private final Supervisor supervisor;

    /** How many shutdowns have interrupted attempts: two may be under way at the same time. */
    private final AtomicInteger interruptions = new AtomicInteger();

    Shutdown(EngineParts parts, LiveTasks live, Changes changes, Supervisor supervisor) {
        this.parts = parts;
        this.live = live;
        this.changes = changes;
        this.supervisor = supervisor;
    }

    /**
     * Goes through all of it. May be called again, and from inside a task, whose own attempt is then left alone.
     *
     * @return true if every attempt ended by itself
     */
    boolean run(Duration grace) throws InterruptedException {
        int before = interruptions.get();
        live.close();
        supervisor.dispatcher().close();
        live.tasks().forEach(task -> quietly("cancel a waiting task", () -> cancelIfWaiting(task)));
        try {
            if (!awaitAttempts(grace)) {
                interruptions.incrementAndGet();
                othersAttempts().forEach(attempt -> attempt.forceStop(StopSignal.Reason.SHUT_DOWN));
                awaitAttempts(AFTER_INTERRUPT);
            }
            return interruptions.get() == before;
        } finally {
            othersAttempts().forEach(attempt -> quietly("take a task from its code", () -> abandon(attempt)));
            othersTasks().forEach(task -> quietly("end a task", () -> supervisor.concludeUnrecorded(task)));
            closeParts();
        }
    }

    private void cancelIfWaiting(LiveTask<?, ?> task) {
        if (!supervisor.snapshot(task).state().isRunning()) {
            supervisor.cancelForShutdown(task);
        }
    }

    private void closeParts() throws InterruptedException {
        try {
            changes.awaitTold(FOR_LISTENERS);
            for (TaskExecutor executor : parts.executors().all()) {
                executor.shutdown(Duration.ZERO);
            }
        } finally {
            quietly("close the artifact store", parts.artifacts()::close);
        }
    }

    /** What fails on the way out does not keep the rest from going. */
    private static void quietly(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.warn("The shutdown could not {}", what, e);
        }
    }

    @CanIgnoreReturnValue
    private boolean awaitAttempts(Duration limit) throws InterruptedException {
        CompletableFuture<?>[] ends =
                othersAttempts().stream().map(Attempt::ended).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(NANOSECONDS.convert(limit), NANOSECONDS);
            return true;
        } catch (TimeoutException graceIsOver) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("an attempt's end is never exceptional", impossible);
        }
    }

    /** A task that ignores an interrupt goes on, but the registry takes nothing from it any more. */
    private void abandon(Attempt<?> attempt) {
        LOG.atWarn()
                .addKeyValue(TaskMdc.TASK_ID, attempt.task().id())
                .addKeyValue(
                        TaskMdc.TASK_TYPE, attempt.task().definition().type().name())
                .log("A task has not ended within the time of the shutdown, and is abandoned");
        try {
            supervisor.interrupt(attempt, Optional.empty());
        } finally {
            attempt.forceStop(StopSignal.Reason.SHUT_DOWN);
        }
    }

    private List<Attempt<?>> othersAttempts() {
        return live.attempts().stream()
                .filter(attempt -> !attempt.isOnThisThread())
                .toList();
    }

    private List<LiveTask<?, ?>> othersTasks() {
        return live.tasks().stream()
                .filter(task -> task.attempt().filter(Attempt::isOnThisThread).isEmpty())
                .toList();
    }
}

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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out: close the door, cancel what waits in this process, let what runs come to its end within the grace, interrupt
 * the rest, and take the tasks from those that do not even heed that. What lives in a shared registry waits on there, and
 * what is interrupted of it goes back into its queue. Takes the grace and one second more at most, also if the registry is
 * away.
 */
final class Shutdown {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
    private static final Duration AFTER_INTERRUPT = Duration.ofMillis(600);
    private static final Duration TO_LEAVE = Duration.ofMillis(300);
    private static final Duration FOR_LISTENERS = Duration.ofMillis(100);

    private final EngineParts parts;
    private final LocalSupervisor local;
    private final @Nullable Share share;
    private final Announcements announcements;
    private final Pulse pulse;

    /** How many shutdowns have interrupted attempts: two may be under way at the same time. */
    private final AtomicInteger interruptions = new AtomicInteger();

    Shutdown(
            EngineParts parts, LocalSupervisor local, @Nullable Share share, Announcements announcements, Pulse pulse) {
        this.parts = parts;
        this.local = local;
        this.share = share;
        this.announcements = announcements;
        this.pulse = pulse;
    }

    /**
     * Goes through all of it. May be called again, and from inside a task, whose own attempt is then left alone.
     *
     * @return true if every attempt ended by itself
     */
    boolean run(Duration grace) throws InterruptedException {
        int before = interruptions.get();
        long began = System.nanoTime();
        closeDoors();
        local.live().tasks().forEach(task -> quietly("cancel a waiting task", () -> cancelIfWaiting(task)));
        try {
            if (!awaitAttempts(grace)) {
                interruptions.incrementAndGet();
                othersAttempts().forEach(attempt -> attempt.forceStop(StopSignal.Reason.SHUT_DOWN));
                awaitAttempts(AFTER_INTERRUPT);
            }
            return interruptions.get() == before;
        } finally {
            othersAttemptsOf(local)
                    .forEach(attempt -> quietly("take a task from its code", () -> abandon(attempt, local)));
            othersTasks().forEach(task -> quietly("end a task", () -> local.concludeUnrecorded(task)));
            leaveAndClose(began, grace);
        }
    }

    /** All of it, also if the waiting thread is interrupted over a part. */
    private void leaveAndClose(long began, Duration grace) throws InterruptedException {
        try {
            leaveShare();
        } finally {
            pulse.stop();
            closeParts(began, grace);
        }
    }

    private void closeDoors() {
        local.live().close();
        local.dispatcher().close();
        if (share != null) {
            share.closeDoor();
        }
    }

    private void cancelIfWaiting(LiveTask<?, ?> task) {
        if (!local.snapshot(task).state().isRunning()) {
            local.cancelForShutdown(task);
        }
    }

    /** In a thread of its own, since the registry may be away. */
    private void leaveShare() throws InterruptedException {
        if (share != null) {
            List<Attempt<?>> abandoned = othersAttemptsOf(share.supervisor());
            Thread leaving = Thread.ofPlatform().daemon().name("errand-leave").start(() -> leave(share, abandoned));
            leaving.join(TO_LEAVE);
        }
    }

    private static void leave(Share share, List<Attempt<?>> abandoned) {
        abandoned.forEach(attempt -> quietly("take a task from its code", () -> abandon(attempt, share.supervisor())));
        quietly("take leave of the registry", share::leave);
    }

    /** What sweeps the store should be done before that is closed: it has the time that the attempts have left over. */
    private void closeParts(long began, Duration grace) throws InterruptedException {
        try {
            announcements.awaitTold(FOR_LISTENERS);
            Duration forAttempts = Duration.ofNanos(NANOSECONDS.convert(grace)).plus(AFTER_INTERRUPT);
            pulse.awaitSwept(forAttempts.minusNanos(System.nanoTime() - began));
        } finally {
            closeAll();
        }
    }

    /** Whoever is interrupted meanwhile hears of it when all is closed: the next part might give up at once. */
    private void closeAll() {
        AtomicBoolean interrupted = new AtomicBoolean();
        for (TaskExecutor executor : parts.executors().all()) {
            quietly("close an executor", () -> close(executor, interrupted));
        }
        quietly("close the artifact store", parts.artifacts()::close);
        if (interrupted.get()) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(TaskExecutor executor, AtomicBoolean interrupted) {
        try {
            executor.shutdown(Duration.ZERO);
        } catch (InterruptedException e) {
            interrupted.set(true);
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
    private static void abandon(Attempt<?> attempt, Supervisor supervisor) {
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
        Stream<Attempt<?>> shared = share == null ? Stream.empty() : othersAttemptsOf(share.supervisor()).stream();
        return Stream.concat(othersAttemptsOf(local).stream(), shared).toList();
    }

    private static List<Attempt<?>> othersAttemptsOf(Supervisor supervisor) {
        return supervisor.live().attempts().stream()
                .filter(attempt -> !attempt.isOnThisThread())
                .toList();
    }

    private List<LiveTask<?, ?>> othersTasks() {
        return local.live().tasks().stream()
                .filter(task -> task.attempt().filter(Attempt::isOnThisThread).isEmpty())
                .toList();
    }
}

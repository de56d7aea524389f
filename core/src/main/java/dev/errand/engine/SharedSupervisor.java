package dev.errand.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Outcome;
import dev.errand.Restarts;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.event.TaskEvent;
import dev.errand.registry.Holding;
import dev.errand.registry.Transition;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Supervises tasks that live in a shared registry and are here only while they run. What waits, waits there: the registry
 * says when its time has come, and any engine may run it.
 */
final class SharedSupervisor extends Supervisor {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final String ON_INTERRUPTION = "The application was shut down, or lost its database.";

    private final Runnable wake;
    private final Consumer<Duration> wakeDueAfter;

    /**
     * Supervises nothing yet.
     *
     * @param wake lets those who run tasks look whether something may start
     * @param wakeDueAfter lets what is due after a delay into the queue then
     */
    SharedSupervisor(
            EngineParts parts, LiveTasks live, Changes changes, Runnable wake, Consumer<Duration> wakeDueAfter) {
        super(parts, live, changes);
        this.wake = wake;
        this.wakeDueAfter = wakeDueAfter;
    }

    /** It is still in the queue, for whoever comes next. */
    @Override
    void startLater(LiveTask<?, ?> task, Throwable why) {
        live().forget(task);
    }

    /** It is still in the queue, for another engine. */
    @Override
    void turnAway(LiveTask<?, ?> task) {
        live().forget(task);
    }

    @Override
    void restUntilRetry(Attempt<?> attempt, Duration delay) {
        live().forget(attempt.task());
        wakeDueAfter.accept(delay);
    }

    /** Whoever waits for it here looks for it in the registry from now on. */
    @Override
    void leaveToOthers(LiveTask<?, ?> task) {
        live().forget(task);
    }

    @Override
    void restUntilResumed(LiveTask<?, ?> task) {
        live().forget(task);
    }

    @Override
    void leaveQueue(LiveTask<?, ?> task) {}

    /** Where it may block. */
    @Override
    void later(Runnable retry) {
        time().after(BETWEEN_TRIES, () -> Thread.startVirtualThread(retry));
    }

    /**
     * Lets another attempt follow, here or elsewhere. It does not if the task handed over the part that it did and could
     * not go on from there, or if it is one that is begun once only.
     */
    @Override
    void interrupt(Attempt<?> attempt, Optional<Object> kept) {
        LiveTask<?, ?> task = attempt.task();
        boolean isDone = kept.isPresent() && !attempt.isResumable();
        boolean stays = isDone || task.policy().restarts().never();
        Optional<Duration> again = stays ? Optional.empty() : Optional.of(Duration.ZERO);
        Transition interrupt = Transition.interrupt(attempt.lease(), attempt.counts(), again, now());
        if (changes().apply(task, interrupt, TaskEvent.Interrupted::new).isPresent()) {
            if (isDone) {
                endCancelled(task, new Outcome.Cancelled<>(ON_INTERRUPTION, kept));
            } else {
                queueAgain(task, again);
            }
            live().forget(task);
        } else if (changes().refresh(task).state() == TaskState.CANCELLING) {
            finishCancelled(attempt, kept);
        } else {
            live().forget(task); // it was taken from the attempt, and whoever did so goes on with it
        }
    }

    private void queueAgain(LiveTask<?, ?> task, Optional<Duration> again) {
        if (again.isPresent()
                && changes()
                        .apply(task, Transition.wake(now()), TaskEvent.Requeued::new)
                        .isPresent()) {
            wake.run();
        }
    }

    /** A task that runs here, as the registry has it: whoever asked something of it may not have come to tell its attempt. */
    void heed(LiveTask<?, ?> task, TaskState known) {
        if (changes().latest(task).state() != known || isUntold(task, known)) {
            heed(task);
        }
    }

    private static boolean isUntold(LiveTask<?, ?> task, TaskState asked) {
        Optional<StopSignal.Reason> told =
                task.attempt().flatMap(attempt -> attempt.stop().reason());
        return switch (asked) {
            case CANCELLING ->
                told.filter(reason -> reason != StopSignal.Reason.PAUSED).isEmpty();
            case PAUSING -> told.isEmpty();
            default -> false;
        };
    }

    /** Does what others have asked of a task that runs here. */
    void heed(LiveTask<?, ?> task) {
        TaskState state = changes().refresh(task).state();
        task.attempt().ifPresent(attempt -> {
            if (state == TaskState.CANCELLING) {
                stop(attempt);
            } else if (state == TaskState.PAUSING) {
                attempt.requestPause();
            }
        });
    }

    private void stop(Attempt<?> attempt) {
        if (attempt.stop().reason().filter(StopSignal.Reason.CANCELLED::equals).isEmpty()) {
            attempt.requestStop(StopSignal.Reason.CANCELLED);
            attempt.task()
                    .policy()
                    .time()
                    .forceStop()
                    .ifPresent(limit -> attempt.alarmAfter(limit, () -> later(() -> takeFromItsCode(attempt))));
        }
    }

    /** The code may go on, but nothing that it does counts any more. */
    private void takeFromItsCode(Attempt<?> attempt) {
        if (forceStop(attempt.task(), Transition.Cause.ofEngine(now()))) {
            attempt.forceStop(StopSignal.Reason.CANCELLED);
        }
    }

    /** Draws the consequences of an attempt that was lost with its process, or with the start that nobody was told of. */
    void recover(Holding lost, TaskSnapshot task, TaskType.Policy policy) {
        switch (lost.state()) {
            case CANCELLING -> {
                Outcome.Cancelled<?> outcome = new Outcome.Cancelled<>(reasonFor(task), Optional.empty());
                end(lost, task, outcome);
            }
            case PAUSING -> {
                Transition pause = Transition.pause(lost.lease(), task.progress(), Optional.empty(), now());
                changes().apply(lost.task(), pause, TaskEvent.Paused::new);
            }
            default -> recoverRunning(lost, task, policy.restarts());
        }
    }

    private void recoverRunning(Holding lost, TaskSnapshot task, Restarts restarts) {
        int losses = task.status().losses() + 1;
        switch (restarts.after(losses)) {
            case GIVE_UP -> end(lost, task, new Outcome.Failed<>(Failures.lost(lost.task(), losses), Optional.empty()));
            case ASK -> lose(lost, task, Optional.empty());
            case RESTART -> lose(lost, task, Optional.of(pauseAfter(losses)));
        }
    }

    /** What takes its process down with it should not do so in quick succession. */
    private static Duration pauseAfter(int losses) {
        return losses == 1 ? Duration.ZERO : FIRST_PAUSE.multipliedBy(1L << Math.min(losses - 2, 5));
    }

    private void lose(Holding lost, TaskSnapshot task, Optional<Duration> again) {
        Transition lose = Transition.lose(lost.lease(), task.progress(), again, now());
        boolean isLost =
                changes().apply(lost.task(), lose, TaskEvent.Interrupted::new).isPresent();
        if (isLost && again.filter(Duration::isZero).isPresent()) {
            changes().apply(lost.task(), Transition.wake(now()), TaskEvent.Requeued::new);
        }
    }

    private void end(Holding lost, TaskSnapshot task, Outcome<?> outcome) {
        endElsewhere(lost.task(), Transition.end(lost.lease(), outcome, task.progress(), now()), outcome);
    }

    /** Ends a task that does not run here. */
    @CanIgnoreReturnValue
    boolean endElsewhere(TaskId id, Transition end, Outcome<?> outcome) {
        Optional<TaskSnapshot> ended = changes().apply(id, end, task -> new TaskEvent.Ended(task, outcome));
        ended.ifPresent(task -> TaskMdc.inNameOf(task, () -> log(task, outcome)));
        return ended.isPresent();
    }
}

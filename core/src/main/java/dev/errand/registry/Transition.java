package dev.errand.registry;

import static dev.errand.TaskState.CANCELLED;
import static dev.errand.TaskState.CANCELLING;
import static dev.errand.TaskState.INTERRUPTED;
import static dev.errand.TaskState.QUEUED;
import static dev.errand.TaskState.RUNNING;
import static dev.errand.TaskState.SCHEDULED;
import static dev.errand.TaskState.WAITING_RETRY;

import dev.errand.Outcome;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskStatus;
import dev.errand.progress.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One change of a task's state, as a value: a registry applies it as a whole or refuses it.
 *
 * <p>It is refused when {@link LegalTransitions} does not have it, when the task is not in a state that it is meant
 * for, or when it carries a lease other than the one that the task was started with.
 *
 * @param from the states that it is meant for; never more than the table has
 * @param to the state to come
 * @param lease for {@link TaskState#RUNNING} the new lease; otherwise the lease of the attempt that asks, or empty if
 *     somebody else asks
 * @param at when
 * @param progress how far the attempt came, if this ends it
 * @param outcome how the task ended, if it did
 */
public record Transition(
        Set<TaskState> from,
        TaskState to,
        Optional<Lease> lease,
        Instant at,
        Optional<Progress> progress,
        Optional<Outcome<? extends @Nullable Object>> outcome) {

    /**
     * The time of a task that waits has come: it may start as soon as there is room. A task that was cancelled
     * meanwhile stays so.
     *
     * @param at when
     * @return from {@link TaskState#SCHEDULED} or {@link TaskState#WAITING_RETRY} to {@link TaskState#QUEUED}
     */
    public static Transition wake(Instant at) {
        return new Transition(
                Set.of(SCHEDULED, WAITING_RETRY), QUEUED, Optional.empty(), at, Optional.empty(), Optional.empty());
    }

    /**
     * An attempt begins, and holds this lease from now on.
     *
     * @param lease a new one
     * @param at when
     * @return to {@link TaskState#RUNNING}
     */
    public static Transition start(Lease lease, Instant at) {
        return to(RUNNING, Optional.of(lease), at, Optional.empty(), Optional.empty());
    }

    /**
     * Somebody asks a running task to stop.
     *
     * @param at when
     * @return to {@link TaskState#CANCELLING}
     */
    public static Transition requestCancel(Instant at) {
        return to(CANCELLING, Optional.empty(), at, Optional.empty(), Optional.empty());
    }

    /**
     * Somebody cancels a task that is not running.
     *
     * @param outcome the reason
     * @param at when
     * @return to {@link TaskState#CANCELLED}
     */
    public static Transition cancel(Outcome.Cancelled<?> outcome, Instant at) {
        return to(CANCELLED, Optional.empty(), at, Optional.empty(), Optional.of(outcome));
    }

    /**
     * An attempt ends the task.
     *
     * @param lease the attempt's
     * @param outcome how it ended
     * @param progress how far it came
     * @param at when
     * @return to the outcome's state
     */
    public static Transition end(
            Lease lease, Outcome<? extends @Nullable Object> outcome, Progress progress, Instant at) {
        return to(outcome.state(), Optional.of(lease), at, Optional.of(progress), Optional.of(outcome));
    }

    /**
     * An attempt failed, and another one will follow.
     *
     * @param lease the failed attempt's
     * @param progress how far it came
     * @param at when
     * @return to {@link TaskState#WAITING_RETRY}
     */
    public static Transition retryLater(Lease lease, Progress progress, Instant at) {
        return to(WAITING_RETRY, Optional.of(lease), at, Optional.of(progress), Optional.empty());
    }

    /**
     * An attempt is cut short through no fault of its own.
     *
     * @param lease the attempt's
     * @param progress how far it came
     * @param at when
     * @return to {@link TaskState#INTERRUPTED}
     */
    public static Transition interrupt(Lease lease, Progress progress, Instant at) {
        return to(INTERRUPTED, Optional.of(lease), at, Optional.of(progress), Optional.empty());
    }

    /**
     * Whether this may happen to a task, apart from the lease.
     *
     * @param status where the task stands
     * @return true if it is meant for that state, and the table has it
     */
    public boolean fits(TaskStatus status) {
        return from.contains(status.state()) && LegalTransitions.allow(status, to);
    }

    /**
     * The task after this transition. Does not ask whether it is legal.
     *
     * @param before the task before it
     * @return the next version. A start counts the attempt, and forgets the progress and the files of the one before
     */
    public TaskSnapshot applyTo(TaskSnapshot before) {
        boolean starts = to == RUNNING;
        TaskStatus status = before.status();
        return new TaskSnapshot(
                before.id(),
                before.version() + 1,
                before.submission(),
                new TaskStatus(
                        to,
                        starts ? status.attempt() + 1 : status.attempt(),
                        starts ? Optional.of(at) : status.startedAt(),
                        to.isFinal() ? Optional.of(at) : Optional.empty(),
                        outcome),
                starts ? Progress.NOT_STARTED : progress.orElse(before.progress()),
                starts ? List.of() : before.artifacts());
    }

    private static Transition to(
            TaskState to,
            Optional<Lease> lease,
            Instant at,
            Optional<Progress> progress,
            Optional<Outcome<? extends @Nullable Object>> outcome) {
        return new Transition(LegalTransitions.statesBefore(to), to, lease, at, progress, outcome);
    }
}

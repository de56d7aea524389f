package dev.errand.registry;

import dev.errand.Artifact;
import dev.errand.Outcome;
import dev.errand.RetryScope;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskStatus;
import dev.errand.TimelineEntry;
import dev.errand.progress.FailedItem;
import dev.errand.progress.Progress;
import dev.errand.registry.Transition.Effect;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Works out a task after a transition.
 *
 * <p>What an attempt begins with is decided here alone: a first one with nothing; one after a pause, a failure or an
 * interruption with the last checkpoint; one that is to do the failed items with their keys.
 */
record Changeover(Transition transition, TaskEntry before) {

    /** Why a task that has ended cannot be done again with a scope; empty if it can. */
    static Optional<String> refusalOf(TaskSnapshot task, RetryScope scope) {
        return switch (scope) {
            case ALL -> Optional.of("everything is done again by a new task");
            case RESUME -> refusalToResume(task);
            case FAILED_ITEMS -> refusalOfFailedItems(task);
        };
    }

    private static Optional<String> refusalToResume(TaskSnapshot task) {
        if (task.state() == TaskState.SUCCEEDED) {
            return Optional.of("it came to its end, so nothing is left");
        }
        return !task.status().resumable() && hasKept(task)
                ? Optional.of(
                        "it handed over what it had done, and has neither a checkpoint to go on from nor a ledger")
                : Optional.empty();
    }

    private static Optional<String> refusalOfFailedItems(TaskSnapshot task) {
        Progress progress = task.progress();
        if (task.state() != TaskState.SUCCEEDED) {
            return Optional.of("it stopped midway, so what it had not come to would be left out: resume it first");
        }
        if (progress.failed() == 0) {
            return Optional.of("it has no failed items");
        }
        return progress.failedItems().size() == progress.failed()
                ? Optional.empty()
                : Optional.of("it does not know the keys of all items that failed");
    }

    /** What handed over the part that it did would do that part once more. */
    private static boolean hasKept(TaskSnapshot task) {
        return task.outcome()
                .map(outcome -> switch (outcome) {
                    case Outcome.Failed<?> failed -> failed.kept().isPresent();
                    case Outcome.Cancelled<?> cancelled -> cancelled.kept().isPresent();
                    default -> true;
                })
                .orElse(false);
    }

    TaskEntry entry() {
        TaskSnapshot after = before.snapshot().next(status(), progress(), artifacts());
        return new TaskEntry(after, before.input(), startingPoint());
    }

    private TaskStatus status() {
        TaskStatus status = before.snapshot().status();
        int attempt = transition.effect() instanceof Effect.Begin ? status.attempt() + 1 : status.attempt();
        TimelineEntry step = new TimelineEntry(
                transition.at(),
                transition.to(),
                attempt,
                transition.cause().by(),
                transition.cause().note());
        boolean goesOn = transition.effect() instanceof Effect.None;
        return new TaskStatus(
                transition.to(),
                attempt,
                failures(status),
                losses(status),
                goesOn && status.irrevocable(),
                status.resumable(),
                transition.dueAt(),
                outcome(),
                false,
                status.timelineWith(step));
    }

    private int failures(TaskStatus status) {
        return switch (transition.effect()) {
            case Effect.Stop stop when stop.why() == Transition.Why.FAILED -> status.failures() + 1;
            case Effect.Again again -> 0;
            default -> status.failures();
        };
    }

    private int losses(TaskStatus status) {
        return switch (transition.effect()) {
            case Effect.Stop stop when stop.why() == Transition.Why.LOST -> status.losses() + 1;
            case Effect.Again again -> 0;
            default -> isResumed() ? 0 : status.losses();
        };
    }

    /** Somebody who lets a task go on that was interrupted, knows what she does. */
    private boolean isResumed() {
        return before.snapshot().state() == TaskState.INTERRUPTED
                && transition.to() == TaskState.QUEUED
                && !transition.cause().by().isEmpty();
    }

    private Optional<Outcome<? extends @Nullable Object>> outcome() {
        return transition.effect() instanceof Effect.End end ? Optional.of(end.outcome()) : Optional.empty();
    }

    private Progress progress() {
        Progress known = before.snapshot().progress();
        return switch (transition.effect()) {
            case Effect.Begin begin -> before.startingPoint().progress();
            case Effect.Stop stop -> stop.progress();
            case Effect.End end -> end.progress().orElse(known);
            case Effect.None none -> known;
            case Effect.Again again -> startingPoint().progress();
        };
    }

    private List<Artifact> artifacts() {
        return switch (transition.effect()) {
            case Effect.Begin begin -> before.startingPoint().artifacts();
            default -> before.snapshot().artifacts();
        };
    }

    private StartingPoint startingPoint() {
        if (transition.effect() instanceof Effect.Again again) {
            List<FailedItem> items = before.snapshot().progress().failedItems();
            return again.scope() == RetryScope.FAILED_ITEMS
                    ? before.startingPoint().only(items, before.snapshot().artifacts())
                    : before.startingPoint().forgiving();
        }
        return before.startingPoint();
    }
}

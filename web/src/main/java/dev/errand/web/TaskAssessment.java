package dev.errand.web;

import dev.errand.Outcome;
import dev.errand.RetryScope;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.registry.LegalTransitions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a snapshot means to those who look at it from outside. */
final class TaskAssessment {

    private static final Duration POLL_QUICKLY = Duration.ofSeconds(1);
    private static final Duration POLL_SLOWLY = Duration.ofSeconds(5);

    private TaskAssessment() {}

    /** Clients that do not know a state go by this. */
    static String classOf(TaskState state) {
        return switch (state) {
            case RUNNING, PAUSING, CANCELLING -> "active";
            case SCHEDULED, QUEUED, PAUSED, WAITING_RETRY, INTERRUPTED -> "waiting";
            case SUCCEEDED, FAILED, CANCELLED -> "final";
        };
    }

    static Optional<String> outcomeOf(TaskSnapshot task) {
        return task.outcome().map(outcome -> switch (outcome) {
            case Outcome.Succeeded<?> succeeded -> hadNothingToDo(task) ? "NONE" : "OK";
            case Outcome.Partial<?> partial -> "PARTIAL";
            case Outcome.Failed<?> failed -> "FAILED";
            case Outcome.Cancelled<?> cancelled -> "CANCELLED";
        });
    }

    /** It has counted, found nothing, and made no file that somebody could want. */
    private static boolean hadNothingToDo(TaskSnapshot task) {
        return task.progress().total().equals(OptionalLong.of(0))
                && task.progress().done() == 0
                && task.artifacts().isEmpty();
    }

    /** When to ask again: soon while it may change by itself. */
    static Optional<Duration> pollAfter(TaskSnapshot task) {
        return switch (task.state()) {
            case SUCCEEDED, FAILED, CANCELLED -> Optional.empty();
            case PAUSED, SCHEDULED -> Optional.of(POLL_SLOWLY);
            default -> Optional.of(POLL_QUICKLY);
        };
    }

    static boolean mayBeCancelled(TaskSnapshot task) {
        return switch (task.state()) {
            case SUCCEEDED, FAILED, CANCELLED, CANCELLING -> false;
            case RUNNING, PAUSING -> !task.status().irrevocable();
            default -> true;
        };
    }

    static boolean mayBePaused(TaskSnapshot task) {
        boolean goesOn = task.status().resumable() && !task.status().irrevocable();
        return task.state() == TaskState.QUEUED || (task.state() == TaskState.RUNNING && goesOn);
    }

    static boolean mayBeResumed(TaskSnapshot task) {
        return switch (task.state()) {
            case PAUSED, INTERRUPTED, WAITING_RETRY -> true;
            default -> false;
        };
    }

    /** How much of an ended task may be done again, the most sensible first. */
    static List<RetryScope> retryScopes(TaskSnapshot task, Instant now) {
        if (!task.state().isFinal()) {
            return List.of();
        }
        return Stream.of(RetryScope.RESUME, RetryScope.FAILED_ITEMS, RetryScope.ALL)
                .filter(scope -> scope == RetryScope.ALL
                        || LegalTransitions.refusalOf(task, scope).isEmpty())
                .filter(scope -> !needsFiles(task, scope) || hasItsFiles(task, now))
                .toList();
    }

    /** The failed items of a task are added to what it has made; so is the rest of one that has a checkpoint. */
    private static boolean needsFiles(TaskSnapshot task, RetryScope scope) {
        return switch (scope) {
            case ALL -> false;
            case RESUME -> task.status().resumable();
            case FAILED_ITEMS -> true;
        };
    }

    static boolean hasItsFiles(TaskSnapshot task, Instant now) {
        return task.artifacts().stream().allMatch(file -> file.expiresAt().isAfter(now));
    }

    static String nameOf(RetryScope scope) {
        return scope.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

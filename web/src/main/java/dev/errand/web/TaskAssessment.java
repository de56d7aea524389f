package dev.errand.web;

import dev.errand.Outcome;
import dev.errand.RetryScope;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
            case Outcome.Succeeded<?> succeeded -> "OK";
            case Outcome.Partial<?> partial -> "PARTIAL";
            case Outcome.Failed<?> failed -> "FAILED";
            case Outcome.Cancelled<?> cancelled -> "CANCELLED";
        });
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
    static List<RetryScope> retryScopes(TaskSnapshot task) {
        List<RetryScope> scopes = new ArrayList<>();
        boolean stoppedMidway = task.state() == TaskState.FAILED || task.state() == TaskState.CANCELLED;
        if (stoppedMidway && (task.status().resumable() || !hasKept(task))) {
            scopes.add(RetryScope.RESUME);
        }
        long failed = task.progress().failed();
        if (task.state() == TaskState.SUCCEEDED
                && failed > 0
                && failed == task.progress().failedItems().size()) {
            scopes.add(RetryScope.FAILED_ITEMS);
        }
        if (task.state().isFinal()) {
            scopes.add(RetryScope.ALL);
        }
        return scopes;
    }

    static String nameOf(RetryScope scope) {
        return scope.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What handed over a part that it did would do that part once more. */
    private static boolean hasKept(TaskSnapshot task) {
        return task.outcome()
                .map(outcome -> switch (outcome) {
                    case Outcome.Failed<?> failed -> failed.kept().isPresent();
                    case Outcome.Cancelled<?> cancelled -> cancelled.kept().isPresent();
                    default -> false;
                })
                .orElse(false);
    }
}

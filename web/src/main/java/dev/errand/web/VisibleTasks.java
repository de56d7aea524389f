package dev.errand.web;

import dev.errand.InvalidInputException;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.registry.TaskQuery;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds the task that a call is about. To those who may not see it there is none; an id that is none is looked up like any
 * other. Neither the answer nor its time tells one from the other: that there is nothing is told in even steps of time, since what
 * is there takes longer to read.
 */
final class VisibleTasks {

    private static final int MOST_UNENDED = 200;
    private static final long STEP_NANOS = 4_000_000;

    private final WebParts parts;

    VisibleTasks(WebParts parts) {
        this.parts = parts;
    }

    /** The task, if the caller may do what the route is for. */
    Found require(Visit visit) {
        long began = System.nanoTime();
        TaskId id = parsed(visit.variable("id"));
        Optional<Found> visible = find(id, visit.caller());
        if (visible.isEmpty()) {
            ProblemException missing = missing(id, visit.caller());
            awaitStep(began);
            throw missing;
        }
        Found found = visible.get();
        if (!parts.access().allows(visit.caller(), visit.route().action(), found.task())) {
            throw Problem.of(ProblemKind.FORBIDDEN).toException();
        }
        return found;
    }

    boolean isVisible(TaskSnapshot task, Caller caller) {
        return parts.access().allows(caller, TaskAction.VIEW, task);
    }

    Instant now() {
        return parts.time().instant();
    }

    Optional<Found> find(String id, Caller caller) {
        return find(parsed(id), caller);
    }

    /** The task that does another one all over again and has not ended; looked for among the newest of her tasks of its type. */
    Optional<TaskSnapshot> unendedAgain(TaskSnapshot task) {
        TaskQuery unended = TaskQuery.newest(MOST_UNENDED)
                .ownedBy(task.owner())
                .ofType(task.submission().type())
                .in(WatchedTasks.UNENDED);
        return parts.engine().list(unended).stream()
                .filter(other -> other.submission().terms().retryOf().equals(Optional.of(task.id())))
                .findFirst();
    }

    private static void awaitStep(long began) {
        long end = began + STEP_NANOS * ((System.nanoTime() - began) / STEP_NANOS + 1);
        for (long left = end - System.nanoTime();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Only its owner is told that there was one. */
    private ProblemException missing(TaskId id, Caller caller) {
        return parts.engine().forgottenAt(id, caller.owner()).isPresent()
                ? Problem.of(ProblemKind.PURGED).toException()
                : Problem.of(ProblemKind.TASK_NOT_FOUND).toException();
    }

    private Optional<Found> find(TaskId id, Caller caller) {
        Optional<TaskHandle<?>> handle = parts.engine().find(id);
        if (handle.isEmpty()) {
            return Optional.empty();
        }
        TaskSnapshot task = handle.get().snapshot();
        return isVisible(task, caller) ? Optional.of(new Found(handle.get(), task)) : Optional.empty();
    }

    private static TaskId parsed(String id) {
        try {
            return TaskId.parse(id);
        } catch (InvalidInputException noId) {
            return new TaskId(UUID.randomUUID());
        }
    }
}

package dev.errand.web;

import dev.errand.InvalidInputException;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds the task that a call is about. To those who may not see it there is none; an id that is none is looked up like any
 * other, so that neither the answer nor its time tells one from the other.
 */
final class VisibleTasks {

    private final WebParts parts;

    VisibleTasks(WebParts parts) {
        this.parts = parts;
    }

    /** The task, if the caller may do what the route is for. */
    Found require(Visit visit) {
        Found found = find(visit.variable("id"), visit.caller())
                .orElseThrow(() -> Problem.of(ProblemKind.TASK_NOT_FOUND).toException());
        if (!parts.access().allows(visit.caller(), visit.route().action(), found.task())) {
            throw Problem.of(ProblemKind.FORBIDDEN).toException();
        }
        return found;
    }

    Optional<Found> find(String id, Caller caller) {
        Optional<TaskHandle<?>> handle = parts.engine().find(parsed(id));
        if (handle.isEmpty()) {
            return Optional.empty();
        }
        TaskSnapshot task = handle.get().snapshot();
        return parts.access().allows(caller, TaskAction.VIEW, task)
                ? Optional.of(new Found(handle.get(), task))
                : Optional.empty();
    }

    private static TaskId parsed(String id) {
        try {
            return TaskId.parse(id);
        } catch (InvalidInputException noId) {
            return new TaskId(UUID.randomUUID());
        }
    }
}

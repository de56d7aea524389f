package dev.errand.web;

import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;

/**
 * Finds the task of a command, unless the caller has seen another version of it, and answers with the task as it is after the
 * command; unless it has become somebody else's meanwhile.
 */
final class FreshTasks {

    private final VisibleTasks tasks;
    private final TaskJson json;
    private final Replies replies;

    FreshTasks(VisibleTasks tasks, TaskJson json, Replies replies) {
        this.tasks = tasks;
        this.json = json;
        this.replies = replies;
    }

    /** The task, if the caller may do what the route is for, and it is as her {@code If-Match} says. */
    Found require(Visit visit) {
        Found found = tasks.require(visit);
        boolean stale = visit.call()
                .headers()
                .joined("If-Match")
                .filter(tags -> !Etag.areOfVersion(tags, found.task()))
                .isPresent();
        if (stale) {
            throw problem(visit, Problem.of(ProblemKind.STALE), found, found.task())
                    .toException();
        }
        return found;
    }

    /** The answer to what was done as asked. */
    HttpReply shown(int status, Visit visit, TaskHandle<?> handle, TaskSnapshot after) {
        return tasks.isVisible(after, visit.caller())
                ? replies.task(status, handle, after, visit.caller(), visit.links())
                : Replies.nothing();
    }

    /** The answer to what was not done, with the task, so that the caller need not ask again to see why. */
    Problem problem(Visit visit, Problem problem, Found found, TaskSnapshot task) {
        if (!tasks.isVisible(task, visit.caller())) {
            return Problem.of(ProblemKind.TASK_NOT_FOUND);
        }
        return problem.header("ETag", Etag.of(task))
                .member("task", json.writer(task, Moment.of(found.handle(), task), visit.caller(), visit.links()));
    }
}

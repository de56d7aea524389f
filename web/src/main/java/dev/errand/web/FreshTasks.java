package dev.errand.web;

import dev.errand.TaskSnapshot;

/** Finds the task of a command, unless the caller has seen another version of it, and says what is wrong with one. */
final class FreshTasks {

    private final VisibleTasks tasks;
    private final TaskJson json;

    FreshTasks(VisibleTasks tasks, TaskJson json) {
        this.tasks = tasks;
        this.json = json;
    }

    /** The task, if the caller may do what the route is for, and it is as her {@code If-Match} says. */
    Found require(Visit visit) {
        Found found = tasks.require(visit);
        boolean stale = visit.call()
                .headers()
                .joined("If-Match")
                .filter(tags -> !Etag.matchesStrongly(tags, Etag.of(found.task())))
                .isPresent();
        if (stale) {
            throw problem(visit, Problem.of(ProblemKind.STALE), found, found.task())
                    .toException();
        }
        return found;
    }

    /** With the task as it is, so that the caller need not ask again to see why; unless it has become somebody else's business. */
    Problem problem(Visit visit, Problem problem, Found found, TaskSnapshot task) {
        if (!tasks.isVisible(task, visit.caller())) {
            return problem;
        }
        return problem.header("ETag", Etag.of(task))
                .member("task", json.writer(task, Moment.of(found.handle(), task), visit.caller(), visit.links()));
    }
}

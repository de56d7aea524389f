package dev.errand.web;

import dev.errand.Command;
import dev.errand.Reply;
import dev.errand.RetryScope;
import dev.errand.TaskHandle;
import dev.errand.TaskRefusedException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What people ask of a task. */
final class CommandPages {

    private final VisibleTasks tasks;
    private final FreshTasks fresh;
    private final Bodies bodies;

    CommandPages(VisibleTasks tasks, FreshTasks fresh, Bodies bodies) {
        this.tasks = tasks;
        this.fresh = fresh;
        this.bodies = bodies;
    }

    HttpReply cancel(Visit visit) {
        Found found = fresh.require(visit);
        Command command = command(visit, bodies.read(visit.call()));
        Reply reply = found.handle().cancel(command);
        TaskSnapshot after = found.handle().snapshot();
        return switch (reply) {
            case ACCEPTED, ALREADY_ASKED -> shown(visit, found, after);
            case ENDED ->
                after.state() == TaskState.CANCELLED
                        ? shown(visit, found, after)
                        : refused(visit, ProblemKind.ALREADY_FINISHED, found, after);
            case PAST_NO_RETURN, NOT_PAUSABLE -> refused(visit, ProblemKind.NOT_CANCELLABLE, found, after);
            default -> refused(visit, ProblemKind.NOT_NOW, found, after);
        };
    }

    HttpReply pause(Visit visit) {
        Found found = fresh.require(visit);
        Command command = command(visit, bodies.read(visit.call()));
        Reply reply = found.handle().pause(command);
        TaskSnapshot after = found.handle().snapshot();
        return switch (reply) {
            case ACCEPTED, ALREADY_ASKED -> shown(visit, found, after);
            case ENDED -> refused(visit, ProblemKind.ALREADY_FINISHED, found, after);
            case PAST_NO_RETURN, NOT_PAUSABLE -> refused(visit, ProblemKind.NOT_PAUSABLE, found, after);
            default -> refused(visit, ProblemKind.NOT_NOW, found, after);
        };
    }

    HttpReply resume(Visit visit) {
        Found found = fresh.require(visit);
        Command command = command(visit, bodies.read(visit.call()));
        Reply reply = found.handle().resume(command);
        TaskSnapshot after = found.handle().snapshot();
        return switch (reply) {
            case ACCEPTED -> fresh.shown(202, visit, found.handle(), after);
            case ALREADY_ASKED -> fresh.shown(200, visit, found.handle(), after);
            case ENDED -> refused(visit, ProblemKind.ALREADY_FINISHED, found, after);
            default -> refused(visit, ProblemKind.NOT_NOW, found, after);
        };
    }

    HttpReply retry(Visit visit) {
        Found found = fresh.require(visit);
        JsonFields fields = bodies.read(visit.call());
        RetryScope scope = scopeOf(fields, found.task(), tasks.now());
        Optional<String> key = IdempotencyKey.of(visit.call());
        if (scope == RetryScope.ALL) {
            requireNotDoneAgainNow(visit, found, key);
        }
        try {
            TaskHandle<?> handle = retry(visit, found, scope, key, command(visit, fields));
            TaskSnapshot after = handle.snapshot();
            HttpReply reply = fresh.shown(202, visit, handle, after)
                    .with("Location", visit.links().task(after.id()));
            return IdempotencyKey.marked(reply, handle.isStandIn());
        } catch (TaskRefusedException refused) {
            if (refused.reason() == TaskRefusedException.Reason.NOT_RETRYABLE) {
                TaskSnapshot now = found.handle().snapshot();
                ProblemKind kind = now.state().isFinal() ? ProblemKind.NOT_RETRYABLE : ProblemKind.STILL_ACTIVE;
                return refused(visit, kind, found, now);
            }
            if (refused.reason() == TaskRefusedException.Reason.INPUT_GONE) {
                return refused(
                        visit, ProblemKind.INPUTS_EXPIRED, found, found.handle().snapshot());
            }
            throw refused;
        }
    }

    private static TaskHandle<?> retry(
            Visit visit, Found found, RetryScope scope, Optional<String> key, Command command) {
        if (key.isPresent()) {
            return found.handle().retry(scope, command, key.get());
        }
        return scope == RetryScope.ALL
                ? retryOnce(visit, found, command)
                : found.handle().retry(scope, command);
    }

    /** Of two that ask at the same time one is told that the other was first: each time goes by a key that follows from the last. */
    private static TaskHandle<?> retryOnce(Visit visit, Found found, Command command) {
        String key = "again-" + found.task().id();
        TaskHandle<?> again = found.handle().retry(RetryScope.ALL, command, key);
        while (again.isStandIn()) {
            TaskSnapshot last = again.lastKnown();
            if (!last.state().isFinal()) {
                throw beingDone(visit, last);
            }
            key = "again-" + found.task().id() + "-" + last.id();
            again = found.handle().retry(RetryScope.ALL, command, key);
        }
        return again;
    }

    private static ProblemException beingDone(Visit visit, TaskSnapshot again) {
        return Problem.of(ProblemKind.CONFLICTING_TASK, "This is being done again already.")
                .task(again.id(), visit.links())
                .toException();
    }

    /** Whoever asks twice wants it once; unless it is the same call, whose answer is the task that is under way. */
    private void requireNotDoneAgainNow(Visit visit, Found found, Optional<String> key) {
        tasks.unendedAgain(found.task())
                .filter(again ->
                        key.isEmpty() || !key.equals(again.submission().terms().key()))
                .ifPresent(again -> {
                    throw beingDone(visit, again);
                });
    }

    HttpReply seen(Visit visit) {
        Found found = fresh.require(visit);
        found.handle().markSeen();
        return Replies.nothing();
    }

    /** Somebody else may have deleted it a moment ago: then it is as asked for, too. */
    HttpReply delete(Visit visit) {
        Found found = fresh.require(visit);
        Command command = command(visit, bodies.read(visit.call()));
        Reply reply = found.handle().delete(command);
        return switch (reply) {
            case ACCEPTED, ALREADY_ASKED -> Replies.nothing();
            case NOT_ENDED ->
                refused(visit, ProblemKind.STILL_ACTIVE, found, found.handle().snapshot());
            default -> refused(visit, ProblemKind.NOT_NOW, found, found.handle().snapshot());
        };
    }

    /** As asked for; otherwise the most sensible one that there is. */
    private static RetryScope scopeOf(JsonFields fields, TaskSnapshot task, Instant now) {
        Optional<String> asked = fields.text("scope");
        if (asked.isPresent()) {
            return Arrays.stream(RetryScope.values())
                    .filter(scope -> TaskAssessment.nameOf(scope).equals(asked.get()))
                    .findFirst()
                    .orElseThrow(() -> Problem.invalid(
                                    "scope", Lines.one(asked.get()), "be one of resume, failed-items, all")
                            .toException());
        }
        List<RetryScope> possible = TaskAssessment.retryScopes(task, now);
        return possible.isEmpty() ? RetryScope.ALL : possible.getFirst();
    }

    /** In the caller's name, for the reason that she gives, if any. */
    static Command command(Visit visit, JsonFields fields) {
        Command command = Command.by(visit.caller().owner().id());
        return fields.text("reason").map(command::because).orElse(command);
    }

    private HttpReply shown(Visit visit, Found found, TaskSnapshot after) {
        boolean underWay = after.state() == TaskState.CANCELLING || after.state() == TaskState.PAUSING;
        return fresh.shown(underWay ? 202 : 200, visit, found.handle(), after);
    }

    private HttpReply refused(Visit visit, ProblemKind kind, Found found, TaskSnapshot after) {
        throw fresh.problem(visit, Problem.of(kind), found, after).toException();
    }
}

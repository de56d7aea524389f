package dev.errand.web;

import dev.errand.Artifact;
import dev.errand.Command;
import dev.errand.Owner;
import dev.errand.Reply;
import dev.errand.artifact.ArtifactException;

/** What operators change of tasks that have ended: how long a file is kept, and whose the task is. */
final class AmendmentPages {

    private final VisibleTasks tasks;
    private final FreshTasks fresh;
    private final Bodies bodies;

    AmendmentPages(VisibleTasks tasks, FreshTasks fresh, Bodies bodies) {
        this.tasks = tasks;
        this.fresh = fresh;
        this.bodies = bodies;
    }

    HttpReply keep(Visit visit) {
        Found found = fresh.require(visit);
        Command command = CommandPages.command(visit, bodies.read(visit.call()));
        requireEnded(visit, found);
        Artifact file = FilePages.fileIn(visit, found)
                .orElseThrow(() -> Problem.of(ProblemKind.FILE_NOT_FOUND).toException());
        if (!file.expiresAt().isAfter(tasks.now())) {
            throw FilePages.expired(visit, found).toException();
        }
        Reply reply = keep(visit, found, file, command);
        if (reply != Reply.ACCEPTED) {
            throw refusal(visit, found, reply);
        }
        return shown(visit, found);
    }

    private static Reply keep(Visit visit, Found found, Artifact file, Command command) {
        try {
            return found.handle().keep(file, command);
        } catch (ArtifactException e) {
            throw e.isGone() ? FilePages.expired(visit, found).toException() : e;
        }
    }

    /** Within the tenant of the task, whatever the call says. */
    HttpReply handOver(Visit visit) {
        Found found = fresh.require(visit);
        JsonFields fields = bodies.read(visit.call());
        Owner to =
                new Owner(fields.required("owner").strip(), found.task().owner().tenant());
        Command command = Command.by(visit.caller().owner().id()).because(fields.required("reason"));
        requireEnded(visit, found);
        Reply reply = found.handle().handOver(to, command);
        return switch (reply) {
            case ACCEPTED, ALREADY_ASKED -> shown(visit, found);
            default -> throw refusal(visit, found, reply);
        };
    }

    private void requireEnded(Visit visit, Found found) {
        if (!found.task().state().isFinal()) {
            throw refusal(visit, found, Reply.NOT_ENDED);
        }
    }

    private HttpReply shown(Visit visit, Found found) {
        return fresh.shown(200, visit, found.handle(), found.handle().snapshot());
    }

    private ProblemException refusal(Visit visit, Found found, Reply reply) {
        ProblemKind kind = switch (reply) {
            case NOT_ENDED -> ProblemKind.STILL_ACTIVE;
            case KEY_TAKEN -> ProblemKind.KEY_IN_USE;
            default -> ProblemKind.NOT_NOW;
        };
        return fresh.problem(visit, Problem.of(kind), found, found.handle().snapshot())
                .toException();
    }
}

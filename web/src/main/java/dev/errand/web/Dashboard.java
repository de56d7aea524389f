package dev.errand.web;

import dev.errand.Command;
import dev.errand.InvalidInputException;
import dev.errand.Reply;
import dev.errand.registry.TaskQuery;
import dev.errand.web.figures.Sample;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the page of operators asks for besides what everybody may. Each answer is for those only who may list everybody's
 * tasks, and speaks of no task that they may not see.
 */
final class Dashboard {

    private final WebParts parts;
    private final VisibleTasks tasks;
    private final FreshTasks fresh;
    private final Bodies bodies;
    private final Samples samples;
    private final OverviewJson overview;
    private final WorkersJson workers;
    private final TaskHistoryJson history;

    Dashboard(WebParts parts, TaskJson json, VisibleTasks tasks, FreshTasks fresh, Bodies bodies) {
        this.parts = parts;
        this.tasks = tasks;
        this.fresh = fresh;
        this.bodies = bodies;
        this.samples = new Samples(parts.engine(), parts.time());
        this.overview = new OverviewJson(parts, json);
        this.workers = new WorkersJson(parts);
        this.history = new TaskHistoryJson(parts);
    }

    HttpReply overview(Visit visit) {
        Sample sample = sampleFor(visit);
        Parameters parameters = Parameters.of(visit.call().target().query(), Set.of("span"));
        OverviewJson.Span span = OverviewJson.Span.named(parameters.get("span").orElse("hour"));
        return Replies.json(out -> overview.write(out, sample, span, visit));
    }

    HttpReply types(Visit visit) {
        Sample sample = sampleFor(visit);
        boolean mayPause = parts.access().allowsForAll(visit.caller());
        TypesJson types = new TypesJson(parts.engine().types(), parts.engine().pausedTypes(), sample, mayPause);
        return Replies.json(types::write);
    }

    /** All tenants share the types, too. */
    HttpReply pauseType(Visit visit) {
        Command command = commandForAll(visit);
        parts.engine().pauseType(knownType(visit), command);
        return Replies.nothing();
    }

    HttpReply resumeType(Visit visit) {
        Command command = commandForAll(visit);
        parts.engine().resumeType(knownType(visit), command);
        return Replies.nothing();
    }

    /** What concerns everybody's tasks takes a permission of its own, and a reason. */
    private Command commandForAll(Visit visit) {
        requireOperator(visit);
        if (!parts.access().allowsForAll(visit.caller())) {
            throw Problem.of(ProblemKind.FORBIDDEN).toException();
        }
        return Command.by(visit.caller().owner().id())
                .because(bodies.read(visit.call()).required("reason"));
    }

    /** One that is registered here or has tasks, or is paused already. */
    private String knownType(Visit visit) {
        String type = visit.variable("type");
        boolean known = parts.engine().types().stream()
                        .anyMatch(one -> one.name().equals(type))
                || parts.engine().pausedTypes().stream()
                        .anyMatch(one -> one.type().equals(type))
                || !parts.engine().list(TaskQuery.newest(1).ofType(type)).isEmpty();
        if (!known) {
            throw Problem.of(ProblemKind.UNKNOWN_TYPE).toException();
        }
        return type;
    }

    HttpReply workers(Visit visit) {
        Sample sample = sampleFor(visit);
        return Replies.json(out -> workers.write(out, sample, visit.caller()));
    }

    /** All tenants share the workers, so that this takes a permission of its own. */
    HttpReply drain(Visit visit) {
        requireOperator(visit);
        if (!parts.access().allowsForAll(visit.caller())) {
            throw Problem.of(ProblemKind.FORBIDDEN).toException();
        }
        String drain = bodies.read(visit.call()).json("drain").orElse("");
        if (!drain.equals("true") && !drain.equals("false")) {
            throw new InvalidInputException("drain", drain, "be true or false");
        }
        boolean known = nodeIn(visit)
                .filter(node -> parts.engine().drain(node, drain.equals("true")))
                .isPresent();
        if (!known) {
            throw Problem.of(ProblemKind.NOT_FOUND).toException();
        }
        return Replies.nothing();
    }

    HttpReply files(Visit visit) {
        FilesJson files = new FilesJson(parts, new ActionsJson(parts), sampleFor(visit));
        return Replies.json(out -> files.write(out, visit.caller(), visit.links()));
    }

    HttpReply audit(Visit visit) {
        AuditJson audit = new AuditJson(sampleFor(visit));
        return Replies.json(audit::write);
    }

    HttpReply history(Visit visit) {
        requireOperator(visit);
        Found found = tasks.require(visit);
        return Replies.json(out -> history.write(out, found.task(), visit.caller()));
    }

    /** What the task's own code goes on to do counts no more. */
    HttpReply forceStop(Visit visit) {
        requireOperator(visit);
        Found found = fresh.require(visit);
        JsonFields fields = bodies.read(visit.call());
        Command command = Command.by(visit.caller().owner().id()).because(fields.required("reason"));
        if (found.handle().forceStop(command) != Reply.ACCEPTED) {
            Problem notNow = Problem.of(
                    ProblemKind.NOT_NOW, "Only a task that was asked to stop, and has not, is stopped by force.");
            throw fresh.problem(visit, notNow, found, found.handle().snapshot()).toException();
        }
        return fresh.shown(200, visit, found.handle(), found.handle().snapshot());
    }

    private Sample sampleFor(Visit visit) {
        requireOperator(visit);
        return samples.latest().only(task -> parts.access().allows(visit.caller(), TaskAction.VIEW, task));
    }

    private void requireOperator(Visit visit) {
        if (!parts.access().allowsListing(visit.caller(), Optional.empty())) {
            throw Problem.of(ProblemKind.FORBIDDEN, "This is for those who may see everybody's tasks.")
                    .toException();
        }
    }

    private static Optional<UUID> nodeIn(Visit visit) {
        try {
            return Optional.of(UUID.fromString(visit.variable("node")));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}

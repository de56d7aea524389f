package dev.errand.web;

import dev.errand.Artifact;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.QueuePlace;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TimelineEntry;
import dev.errand.progress.Confidence;
import dev.errand.progress.Phase;
import dev.errand.progress.Progress;
import dev.errand.progress.TimeLeft;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** The picture of a task that one caller gets. The order of its fields is part of the contract. */
final class TaskJson {

    private final WebParts parts;
    private final ActionsJson actions;

    TaskJson(WebParts parts) {
        this.parts = parts;
        this.actions = new ActionsJson(parts);
    }

    String text(TaskSnapshot task, Moment moment, Caller caller, Links links) {
        return Json.text(writer(task, moment, caller, links));
    }

    Consumer<JsonGenerator> writer(TaskSnapshot task, Moment moment, Caller caller, Links links) {
        return json -> write(json, task, moment, caller, links);
    }

    private void write(JsonGenerator json, TaskSnapshot task, Moment moment, Caller caller, Links links) {
        Instant now = parts.time().instant();
        json.writeStartObject();
        json.writeStringProperty("id", task.id().toString());
        json.writeStringProperty("type", task.submission().type());
        json.writeStringProperty("title", task.title());
        writeOwner(json, task.owner(), caller);
        json.writeStringProperty("state", task.state().name());
        json.writeStringProperty("stateClass", TaskAssessment.classOf(task.state()));
        Json.text(json, "outcome", TaskAssessment.outcomeOf(task));
        json.writeNumberProperty("version", task.version());
        json.writeNumberProperty("attempt", task.status().attempt());
        json.writeNumberProperty(
                "maxAttempts", parts.attemptsOf(task.submission().type()));
        json.writeBooleanProperty("resumesByItself", parts.resumesByItself(task));
        json.writeBooleanProperty("resumable", task.status().resumable());
        writeProgress(json, task);
        writeTimeLeft(json, task.progress());
        writePlace(json, moment.place(), waitOf(task, moment, now));
        writeTimes(json, task, moment, now);
        Json.number(json, "pollAfterSeconds", Json.seconds(TaskAssessment.pollAfter(task)));
        writeLastStep(json, task, caller);
        writeError(json, task);
        writeResult(json, task, caller, links);
        json.writeName("actions");
        actions.write(json, task, caller, links);
        json.writeObjectPropertyStart("links");
        json.writeStringProperty("self", links.task(task.id()));
        json.writeStringProperty("events", links.of(task.id(), "events"));
        Json.text(
                json,
                "failures",
                task.progress().failed() > 0 ? Optional.of(links.of(task.id(), "failures")) : Optional.empty());
        Json.text(json, "retryOf", task.submission().terms().retryOf().map(links::task));
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeOwner(JsonGenerator json, Owner owner, Caller caller) {
        String display = owner.equals(caller.owner()) ? caller.display() : parts.nameOf(owner);
        json.writeObjectPropertyStart("owner");
        json.writeStringProperty("id", owner.id());
        json.writeStringProperty("display", display);
        json.writeEndObject();
    }

    private void writeProgress(JsonGenerator json, TaskSnapshot task) {
        Progress progress = task.progress();
        OptionalInt percent = task.percent();
        json.writeObjectPropertyStart("progress");
        json.writeStringProperty("mode", percent.isPresent() ? "determinate" : "indeterminate");
        json.writeNumberProperty("done", progress.done());
        Json.number(json, "total", progress.total());
        json.writeBooleanProperty("totalIsEstimate", false);
        json.writeNumberProperty("failed", progress.failed());
        json.writeNumberProperty("skipped", progress.skipped());
        json.writeStringProperty(
                "unit", parts.words().of(task.submission().type()).unit());
        Json.number(json, "percent", percent.isPresent() ? OptionalLong.of(percent.getAsInt()) : OptionalLong.empty());
        if (progress.unitsPerSecond().isPresent()) {
            json.writeNumberProperty(
                    "ratePerSecond", Math.round(progress.unitsPerSecond().getAsDouble() * 10) / 10.0);
        } else {
            json.writeNullProperty("ratePerSecond");
        }
        writePhase(json, progress.phase());
        Json.text(json, "message", Optional.of(progress.message()).filter(text -> !text.isEmpty()));
        Json.number(json, "stalledSeconds", Json.seconds(progress.stalledFor()));
        json.writeEndObject();
    }

    private static void writePhase(JsonGenerator json, Phase phase) {
        if (phase.name().isEmpty()) {
            json.writeNullProperty("phase");
            return;
        }
        json.writeObjectPropertyStart("phase");
        json.writeStringProperty("key", phase.name());
        json.writeStringProperty("label", phase.name());
        json.writeNumberProperty("index", phase.number());
        json.writeNumberProperty("count", phase.count());
        json.writeEndObject();
    }

    private static void writeTimeLeft(JsonGenerator json, Progress progress) {
        Optional<TimeLeft> left = progress.timeLeft();
        json.writeObjectPropertyStart("eta");
        Json.number(json, "seconds", Json.seconds(left.map(TimeLeft::expected)));
        Json.number(json, "low", Json.seconds(left.map(TimeLeft::low)));
        Json.number(json, "high", Json.seconds(left.map(TimeLeft::high)));
        json.writeStringProperty(
                "confidence",
                left.map(known -> known.confidence() == Confidence.GOOD ? "ok" : "low")
                        .orElse("none"));
        json.writeBooleanProperty("overdue", progress.isOverdue());
        json.writeEndObject();
    }

    /** Until it begins, or is tried again; at least zero, since what is due may have to wait for its turn. */
    private static Optional<Duration> waitOf(TaskSnapshot task, Moment moment, Instant now) {
        return task.status()
                .dueAt()
                .map(due -> due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO)
                .or(() -> moment.place().flatMap(QueuePlace::expectedWait));
    }

    private static void writePlace(JsonGenerator json, Optional<QueuePlace> place, Optional<Duration> wait) {
        json.writeObjectPropertyStart("queue");
        Json.number(
                json,
                "position",
                place.isPresent() ? OptionalLong.of(place.get().position()) : OptionalLong.empty());
        Json.number(json, "waitSeconds", Json.seconds(wait));
        json.writeEndObject();
    }

    private static void writeTimes(JsonGenerator json, TaskSnapshot task, Moment moment, Instant now) {
        Json.time(json, "createdAt", Optional.of(task.submission().submittedAt()));
        Json.time(json, "startsAt", Optional.of(task.submission().startsAt()));
        Json.time(json, "startedAt", task.status().startedAt());
        Json.time(json, "finishedAt", task.status().endedAt());
        Json.time(json, "lastHeartbeatAt", moment.heartbeat());
        Json.time(json, "progressAt", task.progress().stalledFor().map(now::minus));
        Json.time(json, "serverTime", Optional.of(now));
    }

    private static void writeLastStep(JsonGenerator json, TaskSnapshot task, Caller caller) {
        List<TimelineEntry> steps = task.status().stepsToState();
        if (steps.isEmpty()) {
            json.writeNullProperty("lastStep");
            return;
        }
        TimelineEntry last = steps.getLast();
        String by = askedBy(steps);
        json.writeObjectPropertyStart("lastStep");
        Json.time(json, "at", Optional.of(last.at()));
        Json.text(json, "by", Optional.of(by).filter(text -> !text.isEmpty()));
        json.writeBooleanProperty("you", by.equals(caller.owner().id()));
        Json.text(json, "note", Optional.of(last.note()).filter(text -> !text.isEmpty()));
        json.writeEndObject();
    }

    /** Who asked for the last step: where it took the task a while to stop, that was the step before. */
    private static String askedBy(List<TimelineEntry> timeline) {
        TimelineEntry last = timeline.getLast();
        if (!last.by().isEmpty() || timeline.size() < 2) {
            return last.by();
        }
        TimelineEntry before = timeline.get(timeline.size() - 2);
        boolean stopped = (last.state() == TaskState.CANCELLED && before.state() == TaskState.CANCELLING)
                || (last.state() == TaskState.PAUSED && before.state() == TaskState.PAUSING);
        return stopped ? before.by() : "";
    }

    private void writeError(JsonGenerator json, TaskSnapshot task) {
        if (!(task.outcome().orElse(null) instanceof Outcome.Failed<?> failed)) {
            json.writeNullProperty("error");
            return;
        }
        json.writeObjectPropertyStart("error");
        json.writeStringProperty("code", "task-failed");
        json.writeStringProperty("message", failed.failure().sentence());
        json.writeStringProperty("ref", failed.failure().reference());
        json.writeBooleanProperty(
                "retryable",
                !TaskAssessment.retryScopes(task, parts.time().instant()).isEmpty());
        Json.time(json, "at", task.status().endedAt());
        json.writeEndObject();
    }

    private void writeResult(JsonGenerator json, TaskSnapshot task, Caller caller, Links links) {
        json.writeObjectPropertyStart("result");
        Json.text(
                json,
                "summary",
                Optional.of(task.progress().summary())
                        .filter(line -> task.state() == TaskState.SUCCEEDED && !line.isEmpty()));
        boolean mayFetch = parts.access().allows(caller, TaskAction.DOWNLOAD, task);
        json.writeArrayPropertyStart("files");
        for (Artifact file : task.artifacts()) {
            json.writeStartObject();
            json.writeStringProperty("id", file.id().toString());
            json.writeStringProperty("name", file.fileName());
            json.writeStringProperty("mediaType", file.mediaType());
            json.writeNumberProperty("size", file.size());
            json.writeStringProperty("sha256", file.sha256());
            Json.text(
                    json,
                    "href",
                    Optional.of(links.of(task.id(), "files/" + file.id())).filter(link -> mayFetch));
            Json.time(json, "expiresAt", Optional.of(file.expiresAt()));
            json.writeNumberProperty("downloads", task.downloadsOf(file));
            actions.writeKeep(json, task, file, caller, links);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        Json.time(
                json,
                "expiresAt",
                task.artifacts().stream().map(Artifact::expiresAt).min(Comparator.naturalOrder()));
    }
}

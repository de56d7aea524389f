package dev.errand.web;

import dev.errand.InvalidInputException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.registry.NodeStatus;
import dev.errand.web.figures.FailureGroup;
import dev.errand.web.figures.Queue;
import dev.errand.web.figures.Sample;
import dev.errand.web.figures.Series;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** Answers what an operator asks first: what waits too long, what runs, what failed, what is stuck, and who works. */
final class OverviewJson {

    private static final Duration FAILED_WITHIN = Duration.ofHours(24);
    private static final int MOST_SHOWN = 10;

    private final WebParts parts;
    private final TaskJson json;

    /** How far back the series go. */
    enum Span {
        HOUR(Duration.ofMinutes(2), 30),
        DAY(Duration.ofHours(1), 24);

        private final Duration step;
        private final int steps;

        Span(Duration step, int steps) {
            this.step = step;
            this.steps = steps;
        }

        static Span named(String name) {
            return switch (name) {
                case "hour" -> HOUR;
                case "day" -> DAY;
                default -> throw new InvalidInputException("span", name, "be hour or day");
            };
        }
    }

    OverviewJson(WebParts parts, TaskJson json) {
        this.parts = parts;
        this.json = json;
    }

    void write(JsonGenerator out, Sample sample, Span span, Visit visit) {
        out.writeStartObject();
        out.writeNumberProperty("sampleSize", Sample.SIZE);
        out.writeNumberProperty("types", parts.engine().types().size());
        out.writeNumberProperty("tasks", sample.recent().size());
        out.writeBooleanProperty("queueIsFull", sample.full().queued());
        writeQueues(out, Queue.of(sample));
        out.writeBooleanProperty("runningIsFull", sample.full().running());
        out.writeNumberProperty("runningCount", sample.running().size());
        writeTasks(out, "running", sample.running(), visit);
        out.writeBooleanProperty("failedIsFull", sample.full().failed());
        writeFailures(out, FailureGroup.of(sample, FAILED_WITHIN));
        List<TaskSnapshot> stuck = stuck(sample);
        out.writeBooleanProperty(
                "stuckIsFull", sample.full().running() || sample.full().putOff());
        out.writeNumberProperty("stuckCount", stuck.size());
        writeTasks(out, "stuck", stuck, visit);
        writeWorkers(out, parts.engine().nodes());
        out.writeBooleanProperty("seriesIsFull", sample.full().recent());
        writeSeries(out, Series.of(sample, span.step, span.steps));
        Json.time(out, "serverTime", Optional.of(sample.at()));
        out.writeEndObject();
    }

    private static List<TaskSnapshot> stuck(Sample sample) {
        Stream<TaskSnapshot> still = sample.running().stream()
                .filter(task -> task.progress().stalledFor().isPresent());
        Stream<TaskSnapshot> interrupted =
                sample.waiting().stream().filter(task -> task.state() == TaskState.INTERRUPTED);
        return Stream.concat(still, interrupted).toList();
    }

    private static void writeQueues(JsonGenerator out, List<Queue> queues) {
        out.writeArrayPropertyStart("queues");
        for (Queue queue : queues) {
            out.writeStartObject();
            out.writeStringProperty("type", queue.type());
            out.writeNumberProperty("tasks", queue.tasks());
            out.writeNumberProperty("oldestSeconds", queue.waited().toSeconds());
            out.writeStringProperty("oldest", queue.oldest().id().toString());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void writeTasks(JsonGenerator out, String name, List<TaskSnapshot> tasks, Visit visit) {
        out.writeArrayPropertyStart(name);
        tasks.stream()
                .limit(MOST_SHOWN)
                .forEach(task -> json.writer(task, Moment.UNKNOWN, visit.caller(), visit.links())
                        .accept(out));
        out.writeEndArray();
    }

    private static void writeFailures(JsonGenerator out, List<FailureGroup> groups) {
        out.writeArrayPropertyStart("failures");
        for (FailureGroup group : groups) {
            out.writeStartObject();
            out.writeStringProperty("type", group.type());
            out.writeStringProperty("message", group.sentence());
            out.writeNumberProperty("tasks", group.tasks());
            out.writeStringProperty("latest", group.latest().id().toString());
            Json.time(out, "at", Optional.of(group.at()));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeWorkers(JsonGenerator out, List<NodeStatus> nodes) {
        out.writeObjectPropertyStart("workers");
        out.writeBooleanProperty("shared", !nodes.isEmpty());
        out.writeNumberProperty(
                "alive", nodes.stream().filter(NodeStatus::alive).count());
        out.writeNumberProperty(
                "dead", nodes.stream().filter(node -> !node.alive()).count());
        out.writeNumberProperty(
                "draining",
                nodes.stream().filter(node -> node.alive() && node.draining()).count());
        out.writeNumberProperty(
                "capacity",
                nodes.stream()
                        .filter(NodeStatus::alive)
                        .mapToLong(node -> node.node().capacity())
                        .sum());
        out.writeEndObject();
    }

    private static void writeSeries(JsonGenerator out, Series series) {
        out.writeObjectPropertyStart("series");
        Json.time(out, "from", Optional.of(series.from()));
        out.writeNumberProperty("stepSeconds", series.step().toSeconds());
        out.writeArrayPropertyStart("points");
        for (Series.Point point : series.points()) {
            out.writeStartObject();
            out.writeNumberProperty("succeeded", point.succeeded());
            out.writeNumberProperty("failed", point.failed());
            Json.millis(out, "waitMillis", point.waited());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}

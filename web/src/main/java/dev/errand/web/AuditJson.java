package dev.errand.web;

import dev.errand.TaskSnapshot;
import dev.errand.TaskStatus;
import dev.errand.TimelineEntry;
import dev.errand.TraceParent;
import dev.errand.web.figures.Sample;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** What people asked of the latest tasks: who, what, when and why. */
record AuditJson(Sample sample) {

    private static final int MOST = 500;

    private record Step(TaskSnapshot task, int number) {

        static Stream<Step> of(TaskSnapshot task) {
            return IntStream.range(0, task.status().timeline().size()).mapToObj(number -> new Step(task, number));
        }

        TimelineEntry entry() {
            return task.status().timeline().get(number);
        }
    }

    void write(JsonGenerator out) {
        List<Step> steps = sample.recent().stream()
                .flatMap(Step::of)
                .filter(step -> !step.entry().by().isEmpty())
                .sorted(Comparator.comparing((Step step) -> step.entry().at()).reversed())
                .toList();
        out.writeStartObject();
        out.writeNumberProperty("sampleSize", Sample.SIZE);
        out.writeBooleanProperty("recentIsFull", sample.full().recent());
        out.writeNumberProperty("count", steps.size());
        out.writeArrayPropertyStart("items");
        steps.stream().limit(MOST).forEach(step -> write(out, step));
        out.writeEndArray();
        Json.time(out, "serverTime", Optional.of(sample.at()));
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Step step) {
        out.writeStartObject();
        write(out, step.task().status(), step.number());
        writeTask(out, step.task());
        out.writeEndObject();
    }

    /** One step of a task's life, as fields of the object that is being written. */
    static void write(JsonGenerator out, TaskStatus status, int step) {
        TimelineEntry entry = status.timeline().get(step);
        Json.time(out, "at", Optional.of(entry.at()));
        out.writeStringProperty("state", entry.state().name());
        out.writeBooleanProperty("amends", status.isAmendment(step));
        out.writeNumberProperty("attempt", entry.attempt());
        Json.text(out, "by", Optional.of(entry.by()).filter(text -> !text.isEmpty()));
        Json.text(out, "note", Optional.of(entry.note()).filter(text -> !text.isEmpty()));
    }

    /** Which task something belongs to. */
    static void writeTask(JsonGenerator out, TaskSnapshot task) {
        out.writeObjectPropertyStart("task");
        out.writeStringProperty("id", task.id().toString());
        out.writeStringProperty("title", task.title());
        out.writeStringProperty("type", task.submission().type());
        out.writeStringProperty("owner", task.owner().id());
        Json.text(out, "traceId", task.submission().terms().trace().map(TraceParent::traceId));
        out.writeEndObject();
    }
}

package dev.errand.web;

import dev.errand.TaskSnapshot;
import dev.errand.TaskType;
import dev.errand.registry.PausedType;
import dev.errand.web.figures.Sample;
import dev.errand.web.figures.TypeFigures;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** The types of tasks, with their limits, and how their latest tasks did; also types that only others have registered. */
record TypesJson(List<TaskType<?, ?>> types, List<PausedType> paused, Sample sample, boolean mayPause) {

    void write(JsonGenerator out) {
        TreeMap<String, Optional<TaskType<?, ?>>> byName = new TreeMap<>();
        Stream.of(sample.recent(), sample.running(), sample.waiting())
                .flatMap(List::stream)
                .map(TaskSnapshot::submission)
                .forEach(submission -> byName.put(submission.type(), Optional.empty()));
        paused.forEach(type -> byName.put(type.type(), Optional.empty()));
        types.forEach(type -> byName.put(type.name(), Optional.of(type)));
        out.writeStartObject();
        out.writeNumberProperty("sampleSize", Sample.SIZE);
        out.writeBooleanProperty("recentIsFull", sample.full().recent());
        out.writeBooleanProperty(
                "waitingIsFull", sample.full().queued() || sample.full().putOff());
        out.writeBooleanProperty("runningIsFull", sample.full().running());
        out.writeBooleanProperty("mayPause", mayPause);
        out.writeArrayPropertyStart("items");
        byName.forEach((name, type) -> write(out, name, type));
        out.writeEndArray();
        Json.time(out, "serverTime", Optional.of(sample.at()));
        out.writeEndObject();
    }

    private void write(JsonGenerator out, String name, Optional<TaskType<?, ?>> type) {
        TypeFigures figures = TypeFigures.of(name, sample);
        out.writeStartObject();
        out.writeStringProperty("name", name);
        out.writeNumberProperty("waiting", figures.waiting());
        out.writeNumberProperty("running", figures.running());
        out.writeNumberProperty("ended", figures.ended());
        out.writeNumberProperty("failed", figures.failed());
        Json.millis(out, "medianMillis", figures.median());
        Json.millis(out, "slowMillis", figures.slow());
        Json.time(out, "lastSuccess", figures.lastSuccess());
        Json.time(out, "lastFailure", figures.lastFailure());
        out.writeName("paused");
        writePause(out, name);
        out.writeName("limits");
        if (type.isPresent()) {
            writeLimits(out, type.get().policy());
        } else {
            out.writeNull();
        }
        out.writeEndObject();
    }

    private void writePause(JsonGenerator out, String name) {
        Optional<PausedType> pause =
                paused.stream().filter(one -> one.type().equals(name)).findFirst();
        if (pause.isEmpty()) {
            out.writeNull();
            return;
        }
        out.writeStartObject();
        out.writeStringProperty("by", pause.get().by().by());
        out.writeStringProperty("reason", pause.get().by().reason());
        Json.time(out, "since", Optional.of(pause.get().since()));
        out.writeEndObject();
    }

    private static void writeLimits(JsonGenerator out, TaskType.Policy policy) {
        int running = policy.demand().maxRunning();
        out.writeStartObject();
        Json.number(out, "maxRunning", running == Integer.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(running));
        out.writeNumberProperty("attempts", policy.retry().attempts());
        Json.number(out, "timeoutSeconds", Json.seconds(policy.time().timeout()));
        out.writeNumberProperty("stallSeconds", policy.time().stallAfter().toSeconds());
        out.writeArrayPropertyStart("resources");
        policy.demand().resources().stream().sorted().forEach(out::writeString);
        out.writeEndArray();
        out.writeEndObject();
    }
}

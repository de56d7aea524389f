package dev.errand.web;

import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.registry.Node;
import dev.errand.registry.NodeStatus;
import dev.errand.web.figures.Sample;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** The engines that share a registry, and what each of them runs. */
record WorkersJson(WebParts parts) {

    void write(JsonGenerator out, Sample sample, Caller caller) {
        List<NodeStatus> nodes = parts.engine().nodes();
        out.writeStartObject();
        out.writeBooleanProperty("shared", !nodes.isEmpty());
        out.writeBooleanProperty("mayDrain", parts.access().allowsForAll(caller));
        out.writeBooleanProperty("runningIsFull", sample.full().running());
        out.writeNumberProperty("running", sample.running().size());
        out.writeBooleanProperty("waitingIsFull", sample.full().queued());
        out.writeNumberProperty(
                "waiting",
                sample.waiting().stream()
                        .filter(task -> task.state() == TaskState.QUEUED)
                        .count());
        out.writeArrayPropertyStart("items");
        nodes.forEach(node -> write(out, node, caller));
        out.writeEndArray();
        Json.time(out, "serverTime", Optional.of(parts.time().instant()));
        out.writeEndObject();
    }

    private void write(JsonGenerator out, NodeStatus status, Caller caller) {
        Node node = status.node();
        out.writeStartObject();
        out.writeStringProperty("id", node.id().toString());
        out.writeStringProperty("name", node.name());
        out.writeBooleanProperty("alive", status.alive());
        out.writeBooleanProperty("draining", status.draining());
        out.writeNumberProperty("running", status.running());
        out.writeNumberProperty("capacity", node.capacity());
        Json.time(out, "startedAt", Optional.of(node.startedAt()));
        Json.time(out, "aliveUntil", Optional.of(status.aliveUntil()));
        out.writeArrayPropertyStart("types");
        node.types().stream().sorted().forEach(out::writeString);
        out.writeEndArray();
        out.writeArrayPropertyStart("tasks");
        if (status.running() > 0) {
            parts.engine().runningOn(node.id()).stream()
                    .filter(task -> parts.access().allows(caller, TaskAction.VIEW, task))
                    .forEach(task -> write(out, task));
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, TaskSnapshot task) {
        out.writeStartObject();
        out.writeStringProperty("id", task.id().toString());
        out.writeStringProperty("title", task.title());
        out.writeStringProperty("type", task.submission().type());
        out.writeEndObject();
    }
}

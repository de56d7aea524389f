package dev.errand.web;

import dev.errand.Outcome;
import dev.errand.Submission;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TraceParent;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** What an operator wants to know of one task besides what its owner sees: every step, and why an attempt failed. */
record TaskHistoryJson(WebParts parts) {

    void write(JsonGenerator out, TaskSnapshot task, Caller caller) {
        Submission submission = task.submission();
        out.writeStartObject();
        out.writeStringProperty("tenant", task.owner().tenant());
        out.writeStringProperty("priority", submission.terms().priority().name());
        Json.text(out, "key", submission.key());
        Json.text(out, "traceId", submission.terms().trace().map(TraceParent::traceId));
        out.writeNumberProperty("failures", task.status().failures());
        out.writeNumberProperty("losses", task.status().losses());
        out.writeBooleanProperty("irrevocable", task.status().irrevocable());
        Json.text(
                out,
                "detail",
                task.outcome()
                        .map(outcome -> outcome instanceof Outcome.Failed<?> failed
                                ? failed.failure().detail()
                                : ""));
        boolean mayForce =
                task.state() == TaskState.CANCELLING && parts.access().allows(caller, TaskAction.CANCEL, task);
        out.writeBooleanProperty("mayForceStop", mayForce);
        out.writeArrayPropertyStart("timeline");
        for (int step = 0; step < task.status().timeline().size(); step++) {
            out.writeStartObject();
            AuditJson.write(out, task.status(), step);
            out.writeEndObject();
        }
        out.writeEndArray();
        Json.time(out, "serverTime", Optional.of(parts.time().instant()));
        out.writeEndObject();
    }
}

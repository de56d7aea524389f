package dev.errand.webhook;

import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.TaskSnapshot;
import dev.errand.notice.TaskNotice;
import dev.errand.progress.Units;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What is told: enough to look at the task, and nothing of its input or result. */
final class NoticeBody {

    private static final JsonFactory FACTORY = new JsonFactory();

    private NoticeBody() {}

    static String of(TaskNotice notice) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("type", "task." + endOf(notice.task()));
            json.writeStringProperty("timestamp", timeOf(notice.endedAt()));
            json.writeName("data");
            write(json, notice.task());
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, TaskSnapshot task) {
        Units units = task.progress().units();
        json.writeStartObject();
        json.writeStringProperty("task", task.id().toString());
        json.writeStringProperty("type", task.submission().type());
        json.writeStringProperty("title", task.title());
        json.writeStringProperty("owner", task.owner().id());
        json.writeStringProperty("tenant", task.owner().tenant());
        json.writeStringProperty("outcome", endOf(task));
        json.writeNumberProperty("attempt", task.status().attempt());
        json.writeNumberProperty("done", units.done());
        json.writeNumberProperty("failed", units.failed());
        json.writeNumberProperty("skipped", units.skipped());
        json.writeNumberProperty("files", task.artifacts().size());
        switch (outcomeOf(task)) {
            case Outcome.Failed<?>(Failure failure, var kept) -> {
                json.writeStringProperty("sentence", failure.sentence());
                json.writeStringProperty("reference", failure.reference());
            }
            case Outcome.Cancelled<?> cancelled -> json.writeStringProperty("sentence", cancelled.reason());
            case Outcome.Succeeded<?> succeeded -> {}
            case Outcome.Partial<?> partial -> {}
        }
        json.writeEndObject();
    }

    private static String endOf(TaskSnapshot task) {
        return switch (outcomeOf(task)) {
            case Outcome.Succeeded<?> succeeded -> "succeeded";
            case Outcome.Partial<?> partial -> "partial";
            case Outcome.Failed<?> failed -> "failed";
            case Outcome.Cancelled<?> cancelled -> "cancelled";
        };
    }

    private static Outcome<?> outcomeOf(TaskSnapshot task) {
        return task.outcome().orElseThrow();
    }

    private static String timeOf(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}

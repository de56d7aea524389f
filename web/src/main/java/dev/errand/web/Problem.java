package dev.errand.web;

import dev.errand.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * What was wrong with a call, as in RFC 9457.
 *
 * @param kind which problem it is
 * @param detail for people; the title if there is no more to say
 * @param errors which values were refused
 * @param retryAfter when to try again
 * @param headers what the reply says besides
 * @param members what the body has besides, each written after its name
 */
record Problem(
        ProblemKind kind,
        String detail,
        List<FieldError> errors,
        Optional<Duration> retryAfter,
        Map<String, String> headers,
        Map<String, Consumer<JsonGenerator>> members) {

    private static final String TYPE_PREFIX = "urn:errand:problem:";

    /** One value that was refused: which, what it was, and what would have been right. */
    record FieldError(String field, String value, String must) {}

    /** Under what it is found again: in the log, and in the trace of the call, if it belongs to one. */
    record Origin(String reference, Optional<String> traceId) {}

    static Problem of(ProblemKind kind) {
        return of(kind, kind.title());
    }

    static Problem of(ProblemKind kind, String detail) {
        return new Problem(kind, detail, List.of(), Optional.empty(), Map.of(), Map.of());
    }

    static Problem invalid(String field, String value, String must) {
        return of(ProblemKind.INVALID_PARAMETERS, field + " must " + must).and(new FieldError(field, value, must));
    }

    Problem and(FieldError error) {
        List<FieldError> more = new ArrayList<>(errors);
        more.add(error);
        return new Problem(kind, detail, List.copyOf(more), retryAfter, headers, members);
    }

    Problem retryAfter(Duration delay) {
        return new Problem(kind, detail, errors, Optional.of(delay), headers, members);
    }

    Problem header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(kind, detail, errors, retryAfter, more, members);
    }

    Problem member(String name, Consumer<JsonGenerator> value) {
        Map<String, Consumer<JsonGenerator>> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Problem(kind, detail, errors, retryAfter, headers, more);
    }

    /** With a link to the task that is in the way. */
    Problem task(TaskId id, Links links) {
        return member("task", json -> {
            json.writeStartObject();
            json.writeStringProperty("id", id.toString());
            json.writeStringProperty("href", links.task(id));
            json.writeEndObject();
        });
    }

    ProblemException toException() {
        return new ProblemException(this);
    }

    /** A foreign task and none at all must not be told apart, so that answer has nothing of its own. */
    HttpReply reply(String instance, Origin origin) {
        boolean anonymous = kind == ProblemKind.TASK_NOT_FOUND;
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Content-Type", "application/problem+json");
        fields.put("Cache-Control", "no-store");
        retryAfter.ifPresent(delay -> fields.put("Retry-After", Long.toString(delay.toSeconds())));
        fields.putAll(headers);
        String text = Json.text(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", TYPE_PREFIX + kind.code());
            json.writeStringProperty("title", kind.title());
            json.writeNumberProperty("status", kind.status());
            json.writeStringProperty("detail", detail);
            if (!anonymous) {
                json.writeStringProperty("instance", instance);
            }
            json.writeStringProperty("code", kind.code());
            if (!anonymous) {
                json.writeStringProperty("ref", origin.reference());
                origin.traceId().ifPresent(id -> json.writeStringProperty("traceId", id));
            }
            retryAfter.ifPresent(delay -> json.writeNumberProperty("retryAfterSeconds", delay.toSeconds()));
            writeErrors(json);
            members.forEach((name, value) -> {
                json.writeName(name);
                value.accept(json);
            });
            json.writeEndObject();
        });
        return new HttpReply(kind.status(), fields, new HttpReply.Text(text));
    }

    private void writeErrors(JsonGenerator json) {
        if (errors.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("errors");
        for (FieldError error : errors) {
            json.writeStartObject();
            json.writeStringProperty("field", error.field());
            json.writeStringProperty("value", error.value());
            json.writeStringProperty("must", error.must());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}

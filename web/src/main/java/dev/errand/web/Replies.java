package dev.errand.web;

import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Replies that several pages give, above all those that show a task. */
final class Replies {

    private static final String REVALIDATED = "private, no-cache";

    private final TaskJson json;

    Replies(TaskJson json) {
        this.json = json;
    }

    HttpReply task(int status, TaskHandle<?> handle, TaskSnapshot task, Caller caller, Links links) {
        return task(status, task, Moment.of(handle, task), caller, links);
    }

    /** A task that has just come in. Its place in the queue is told to who asks again: to count those before it takes time. */
    HttpReply newcomer(int status, TaskSnapshot task, Caller caller, Links links) {
        return task(status, task, Moment.UNKNOWN, caller, links);
    }

    private HttpReply task(int status, TaskSnapshot task, Moment moment, Caller caller, Links links) {
        Map<String, String> headers = headersOf(task, caller);
        headers.put("Content-Type", "application/json");
        String text = json.text(task, moment, caller, links);
        return new HttpReply(status, headers, new HttpReply.Text(text));
    }

    /** What the caller may keep, but is to ask for again each time. */
    static HttpReply json(Consumer<JsonGenerator> content) {
        return new HttpReply(
                200,
                Map.of("Content-Type", "application/json", "Cache-Control", REVALIDATED),
                new HttpReply.Text(Json.text(content)));
    }

    /** The same for somebody who has it already. */
    static HttpReply unchanged(String tag) {
        return new HttpReply(304, Map.of("Cache-Control", REVALIDATED, "ETag", tag), new HttpReply.Nothing());
    }

    /** A task for somebody who has it already. */
    static HttpReply unchanged(TaskSnapshot task, Caller caller) {
        return new HttpReply(304, headersOf(task, caller), new HttpReply.Nothing());
    }

    /** It is done, and there is nothing to show. */
    static HttpReply nothing() {
        return new HttpReply(204, Map.of("Cache-Control", "no-store"), new HttpReply.Nothing());
    }

    private static Map<String, String> headersOf(TaskSnapshot task, Caller caller) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", REVALIDATED);
        headers.put("ETag", Etag.of(task, caller));
        TaskAssessment.pollAfter(task).ifPresent(delay -> headers.put("Retry-After", Long.toString(delay.toSeconds())));
        return headers;
    }
}

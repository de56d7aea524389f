package dev.errand.web;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.errand.BackgroundTask;
import dev.errand.SubmitOptions;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Whatever is called, the answer is in order: no failure of ours, no field that breaks a line, JSON where it says so, and
 * nothing of somebody else's.
 */
public final class CallsFuzz {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final String SECRET = "canary 4f1d";
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "DELETE", "PUT", "OPTIONS");
    private static final List<String> FIELDS = List.of(
            "Accept",
            "Content-Type",
            "Content-Length",
            "Cookie",
            "Host",
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
            "If-Range",
            "Last-Event-ID",
            "Origin",
            "Range",
            "Sec-Fetch-Site",
            "X-XSRF-TOKEN");
    private static final List<String> PARAMETERS =
            List.of("state", "type", "since", "q", "limit", "cursor", "owner", "count", "tasks", "scope", "unseen");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final TaskEngine ENGINE =
            TaskEngine.builder().register(ECHO, new Echo()).build();
    private static final TaskHttp HTTP = TaskHttp.on(ENGINE)
            .accepting(ECHO, json -> MAPPER.readValue(json, String.class))
            .build();
    private static final List<String> PATHS = paths();

    /** A class of its own: code of this one waits until its fields are set, for which tasks have to end. */
    private static final class Echo implements BackgroundTask<String, String> {

        @Override
        public String run(String input, TaskContext context) {
            return input;
        }
    }

    private CallsFuzz() {}

    /** Hers, and somebody else's. */
    private static List<String> paths() {
        try {
            String base = "/background-tasks/api/v1";
            String hers = idOf("ana", "hers");
            String other = idOf("ben", SECRET);
            return List.of(
                    base,
                    base + "/tasks",
                    base + "/tasks/summary",
                    base + "/tasks/" + hers,
                    base + "/tasks/" + other,
                    base + "/tasks/" + hers + "/",
                    base + "/tasks/" + other + "/",
                    base + "/events",
                    "/background-tasks/assets/",
                    "/");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String idOf(String owner, String title) throws InterruptedException {
        TaskHandle<String> task =
                ENGINE.submit(ECHO, "x", SubmitOptions.by(owner).title(title));
        task.await(Duration.ofSeconds(20)).orElseThrow();
        return task.id().toString();
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) throws IOException {
        HttpCall call = call(data);
        boolean asksForIt = call.toString().contains(SECRET);
        HttpReply reply = HTTP.handle(call);
        try {
            require(reply.status() >= 200 && reply.status() != 500, "status " + reply.status());
            reply.headers().forEach((name, value) -> {
                require(name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ':'), "a field called " + name);
                require(value.chars().allMatch(c -> c >= ' ' && c < 0x7F), "a field that says " + value);
            });
            if (reply.body() instanceof HttpReply.Text text) {
                require(asksForIt || !text.text().contains(SECRET), "somebody else's task is told of");
                if (reply.headers().getOrDefault("Content-Type", "").contains("json")) {
                    JsonNode json = MAPPER.readTree(text.text());
                    require(json.isObject(), "no object: " + text.text());
                }
            }
        } finally {
            reply.discard();
        }
    }

    private static HttpCall call(FuzzedDataProvider data) {
        String method = data.consumeBoolean() ? data.pickValue(METHODS) : data.consumeString(10);
        String path = data.pickValue(PATHS) + (data.consumeBoolean() ? data.consumeString(60) : "");
        String query = data.consumeBoolean() ? data.pickValue(PARAMETERS) + "=" + data.consumeString(60) : "";
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (int number = data.consumeInt(0, 3); number > 0; number--) {
            fields.put(data.pickValue(FIELDS), List.of(data.consumeString(80)));
        }
        if (data.consumeBoolean()) {
            fields.put("Sec-Fetch-Site", List.of("same-origin"));
        }
        Optional<Caller> caller = data.consumeBoolean() ? Optional.of(Caller.user("ana")) : Optional.empty();
        return new HttpCall(
                method,
                new HttpCall.Target("http://localhost:8080", "", path, query),
                new HttpFields(fields),
                caller,
                new ByteArrayInputStream(data.consumeRemainingAsBytes()));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}

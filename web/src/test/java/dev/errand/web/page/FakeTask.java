package dev.errand.web.page;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A task as the server tells it, of which a test sets what it is about. */
final class FakeTask {

    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final String id;
    private int version = 1;

    private FakeTask(String id, String state, String stateClass) {
        this.id = id;
        with("id", id);
        with("type", "orders-export");
        with("title", "Orders, September 2026");
        with("owner", Map.of("id", "u-12", "display", "A. Novak"));
        with("state", state);
        with("stateClass", stateClass);
        with("attempt", 1);
        with("maxAttempts", 3);
        with("pollAfterSeconds", 1);
        with("progress", new LinkedHashMap<>(Map.of("mode", "indeterminate", "done", 0, "failed", 0, "unit", "rows")));
        with("actions", new LinkedHashMap<>());
        with("links", new LinkedHashMap<>(Map.of("self", "/api/tasks/" + id)));
    }

    static FakeTask active(String id, String state) {
        return new FakeTask(id, state, "active");
    }

    static FakeTask waiting(String id, String state) {
        return new FakeTask(id, state, "waiting");
    }

    static FakeTask ended(String id, String state, String outcome) {
        return new FakeTask(id, state, "final").with("outcome", outcome);
    }

    /** Running, at 4,200 of 10,000 rows. */
    static FakeTask running(String id) {
        return active(id, "RUNNING").at(4_200, 10_000).may("cancel");
    }

    String id() {
        return id;
    }

    /** Sets a field, also one of an object within: {@code progress.done}. A duration is told as the time so long ago. */
    @SuppressWarnings("unchecked") // what stands before a dot is an object
    FakeTask with(String path, Object value) {
        Map<String, Object> object = fields;
        String[] names = path.split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            object = (Map<String, Object>) object.computeIfAbsent(names[i], name -> new LinkedHashMap<>());
        }
        object.put(names[names.length - 1], value instanceof Map<?, ?> map ? new LinkedHashMap<>(map) : value);
        return this;
    }

    FakeTask at(int done, int total) {
        with("progress.mode", "determinate");
        with("progress.done", done);
        with("progress.total", total);
        return with("progress.percent", 100 * done / total);
    }

    FakeTask may(String... actions) {
        for (String action : actions) {
            with("actions." + action, Map.of("method", "POST", "href", "/api/tasks/" + id() + "/" + action));
        }
        return this;
    }

    FakeTask mayRetry(String... scopes) {
        return with(
                "actions.retry",
                Map.of("method", "POST", "href", "/api/tasks/" + id() + "/retry", "scopes", List.of(scopes)));
    }

    FakeTask file(String name, Duration left) {
        Map<String, Object> file = described(name, left);
        file.put("href", "/api/tasks/" + id() + "/files/1");
        return with("result.files", List.of(file));
    }

    /** One that this person may see, and not fetch. */
    FakeTask fileOfOthers(String name, Duration left) {
        return with("result.files", List.of(described(name, left)));
    }

    private Map<String, Object> described(String name, Duration left) {
        return new LinkedHashMap<>(
                Map.of("id", "f-" + id(), "name", name, "size", 2_400_000, "expiresAt", left.negated()));
    }

    FakeTask since(Duration ago, String by, boolean you) {
        return with("lastStep", Map.of("at", ago, "by", by, "you", you));
    }

    boolean isOver() {
        return "final".equals(fields.get("stateClass"));
    }

    boolean isUnseen() {
        return isOver() && ((Map<?, ?>) fields.getOrDefault("actions", Map.of())).containsKey("seen");
    }

    void version(int version) {
        this.version = version;
    }

    int version() {
        return version;
    }

    String json() {
        with("version", version);
        with("serverTime", Duration.ZERO);
        return JsonMapper.shared().writeValueAsString(told(fields, Instant.now()));
    }

    private static Object told(Object value, Instant now) {
        return switch (value) {
            case Duration ago -> now.minus(ago).toString();
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((name, field) -> copy.put(name, told(field, now)));
                yield copy;
            }
            case List<?> list -> list.stream().map(item -> told(item, now)).toList();
            default -> value;
        };
    }
}

package dev.errand.web;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All endpoints, and what may be done with each task that one of them is about. */
enum Route {
    LIST("GET", "/tasks", TaskAction.VIEW),
    SUBMIT("POST", "/tasks", TaskAction.VIEW),
    SUMMARY("GET", "/tasks/summary", TaskAction.VIEW),
    STATUS("GET", "/tasks/{id}", TaskAction.VIEW),
    DELETE("DELETE", "/tasks/{id}", TaskAction.DELETE),
    EVENTS("GET", "/tasks/{id}/events", TaskAction.VIEW),
    CANCEL("POST", "/tasks/{id}/cancel", TaskAction.CANCEL),
    PAUSE("POST", "/tasks/{id}/pause", TaskAction.PAUSE),
    RESUME("POST", "/tasks/{id}/resume", TaskAction.RESUME),
    RETRY("POST", "/tasks/{id}/retry", TaskAction.RETRY),
    SEEN("POST", "/tasks/{id}/seen", TaskAction.MARK_SEEN),
    FILE("GET", "/tasks/{id}/files/{file}", TaskAction.DOWNLOAD),
    KEEP("POST", "/tasks/{id}/files/{file}/keep", TaskAction.KEEP),
    HAND_OVER("POST", "/tasks/{id}/hand-over", TaskAction.HAND_OVER),
    FAILURES("GET", "/tasks/{id}/failures", TaskAction.VIEW),
    ALL_EVENTS("GET", "/events", TaskAction.VIEW),
    OVERVIEW("GET", "/dashboard/overview", TaskAction.VIEW),
    TYPES("GET", "/dashboard/types", TaskAction.VIEW),
    PAUSE_TYPE("POST", "/dashboard/types/{type}/pause", TaskAction.VIEW),
    RESUME_TYPE("POST", "/dashboard/types/{type}/resume", TaskAction.VIEW),
    WORKERS("GET", "/dashboard/workers", TaskAction.VIEW),
    DRAIN("POST", "/dashboard/workers/{node}/drain", TaskAction.VIEW),
    FILES("GET", "/dashboard/files", TaskAction.VIEW),
    AUDIT("GET", "/dashboard/audit", TaskAction.VIEW),
    HISTORY("GET", "/dashboard/tasks/{id}", TaskAction.VIEW),
    FORCE_STOP("POST", "/dashboard/tasks/{id}/force-stop", TaskAction.CANCEL);

    private final String method;
    private final String pattern;
    private final TaskAction action;

    Route(String method, String pattern, TaskAction action) {
        this.method = method;
        this.pattern = pattern;
        this.action = action;
    }

    String method() {
        return method;
    }

    String pattern() {
        return pattern;
    }

    TaskAction action() {
        return action;
    }

    /** Whether a call is one of this route; a call for the headers only goes where one for the whole goes. */
    boolean takes(String asked) {
        return method.equals(asked) || (method.equals("GET") && asked.equals("HEAD"));
    }

    /** Which routes a path fits; those without a variable in that place first. */
    static List<Route> of(String path) {
        List<Route> fit = Arrays.stream(values())
                .filter(route -> route.variables(path).isPresent())
                .toList();
        List<Route> literal =
                fit.stream().filter(route -> route.pattern.equals(path)).toList();
        return literal.isEmpty() ? fit : literal;
    }

    /** The values of the variables; empty if the path does not fit. */
    Optional<Map<String, String>> variables(String path) {
        List<String> given = segmentsOf(path);
        List<String> segments = segmentsOf(pattern);
        if (given.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            String expected = segments.get(i);
            if (expected.startsWith("{")) {
                variables.put(expected.substring(1, expected.length() - 1), given.get(i));
            } else if (!expected.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    private static List<String> segmentsOf(String path) {
        return List.of(path.split("/", -1));
    }
}

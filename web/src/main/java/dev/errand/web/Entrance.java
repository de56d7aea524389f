package dev.errand.web;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lets calls in that are in order, and finds the way for them. */
final class Entrance {

    private final String basePath;
    private final HttpLimits limits;
    private final CrossSiteGuard guard;

    Entrance(String basePath, HttpLimits limits, CrossSiteGuard guard) {
        this.basePath = basePath;
        this.limits = limits;
        this.guard = guard;
    }

    boolean isFor(String path) {
        return path.startsWith(basePath + "/") || path.equals(basePath);
    }

    Links links(HttpCall call) {
        return new Links(call.target().prefix() + basePath);
    }

    Visit admit(HttpCall call) {
        requireShort(call);
        String path = call.target().path();
        List<Route> routes = isFor(path) ? Route.of(path.substring(basePath.length())) : List.of();
        if (routes.isEmpty()) {
            throw Problem.of(ProblemKind.NOT_FOUND).toException();
        }
        Route route = routes.stream()
                .filter(one -> one.takes(call.method()))
                .findFirst()
                .orElseThrow(() -> methodNotAllowed(routes));
        Caller caller = call.caller()
                .orElseThrow(() -> Problem.of(ProblemKind.UNAUTHENTICATED).toException());
        if (guard.refuses(call)) {
            throw Problem.of(ProblemKind.CROSS_SITE).toException();
        }
        Map<String, String> variables =
                route.variables(path.substring(basePath.length())).orElseThrow();
        return new Visit(call, route, variables, caller, links(call));
    }

    private static ProblemException methodNotAllowed(List<Route> routes) {
        String allowed = routes.stream()
                .map(route -> route.takes("HEAD") ? route.method() + ", HEAD" : route.method())
                .collect(Collectors.joining(", "));
        return Problem.of(ProblemKind.METHOD_NOT_ALLOWED)
                .header("Allow", allowed)
                .toException();
    }

    private void requireShort(HttpCall call) {
        int longest = limits.targetLength();
        if (call.target().path().length() > longest || call.target().query().length() > longest) {
            throw Problem.of(ProblemKind.TARGET_TOO_LONG, "Path and query may have " + longest + " characters each.")
                    .toException();
        }
        boolean tooLong = call.headers().byName().values().stream()
                .flatMap(List::stream)
                .anyMatch(value -> value.length() > limits.headerLength());
        if (tooLong) {
            throw Problem.of(
                            ProblemKind.HEADERS_TOO_LARGE,
                            "A header field may have " + limits.headerLength() + " characters.")
                    .toException();
        }
    }
}

package dev.errand.web;

import dev.errand.InvalidInputException;
import dev.errand.TaskSnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Streams of events: of one task, of several, or of all that the caller has. */
final class EventPages implements AutoCloseable {

    private static final Map<String, String> HEADERS = headers();

    private final VisibleTasks tasks;
    private final EventHub hub;

    EventPages(VisibleTasks tasks, EventHub hub) {
        this.tasks = tasks;
        this.hub = hub;
    }

    EventHub hub() {
        return hub;
    }

    /** A reader that has seen the end is told that nothing will come, so that it does not come back. */
    HttpReply ofOne(Visit visit) {
        Found found = tasks.require(visit);
        if (found.task().state().isFinal() && isLast(visit, EventId.ofOne(found.task()))) {
            return nothingMore();
        }
        return reply(open(visit, Optional.empty(), List.of(found), false));
    }

    /** Whoever asks for more tasks than a stream has room for is told of the first, and sees by their snapshots which those are. */
    HttpReply ofMany(Visit visit) {
        Parameters parameters = Parameters.of(visit.call().target().query(), Set.of("tasks", "scope"));
        Optional<String> scope = parameters.get("scope");
        if (scope.isPresent() && !scope.get().equals("mine")) {
            throw new InvalidInputException("scope", scope.get(), "be mine");
        }
        List<String> ids = parameters
                .get("tasks")
                .map(text -> List.of(text.split(",", -1)))
                .orElse(List.of());
        if (scope.isPresent() != ids.isEmpty()) {
            throw new InvalidInputException("tasks", "", "be some ids, unless scope is mine");
        }
        List<Found> found = ids.stream()
                .distinct()
                .limit(hub.limits().tasks())
                .flatMap(id -> tasks.find(id, visit.caller()).stream())
                .sorted(Comparator.comparing(EventPages::endOf))
                .toList();
        if (scope.isEmpty() && found.isEmpty()) {
            throw Problem.of(ProblemKind.TASK_NOT_FOUND).toException();
        }
        if (scope.isEmpty() && hasSeenTheLastEnd(visit, found.getLast().task())) {
            return nothingMore();
        }
        return reply(open(visit, scope.map(mine -> visit.caller()), found, true));
    }

    /** Ends are told in their order, so that whoever was told the last of them was told them all. */
    private static boolean hasSeenTheLastEnd(Visit visit, TaskSnapshot last) {
        return last.state().isFinal() && isLast(visit, EventId.ofSeveral(last));
    }

    private static Instant endOf(Found found) {
        return found.task().status().endedAt().orElse(Instant.MAX);
    }

    private static HttpReply nothingMore() {
        return new HttpReply(204, Map.of("Cache-Control", "no-store"), new HttpReply.Nothing());
    }

    private static boolean isLast(Visit visit, String id) {
        return visit.call().headers().first("Last-Event-ID").filter(id::equals).isPresent();
    }

    private TaskEventStream open(Visit visit, Optional<Caller> everythingOf, List<Found> found, boolean several) {
        Mailbox mailbox = new Mailbox(hub.parts().time());
        WatchedTasks watched = new WatchedTasks(hub.feeds(), mailbox, everythingOf);
        TaskEventStream stream =
                hub.open(new TaskEventStream.Plan(watched, mailbox, visit.caller(), visit.links(), several));
        boolean begun = false;
        try {
            for (Found one : found) {
                boolean seen = isLast(visit, several ? EventId.ofSeveral(one.task()) : EventId.ofOne(one.task()));
                if (seen) {
                    stream.skip(one.task());
                }
                if (!seen
                        || !one.task()
                                .state()
                                .isFinal()) { // of an end that was told nothing comes, so it would never go
                    mailbox.put(one.task()); // before its feed does, which keeps no order
                    watched.add(one.handle());
                }
            }
            begun = true;
            return stream;
        } finally {
            if (!begun) {
                stream.close();
            }
        }
    }

    private static HttpReply reply(TaskEventStream stream) {
        return new HttpReply(200, HEADERS, new HttpReply.Events(stream));
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/event-stream");
        headers.put("Cache-Control", "no-store, no-transform");
        headers.put("X-Accel-Buffering", "no");
        return headers;
    }

    @Override
    public void close() {
        hub.close();
    }
}

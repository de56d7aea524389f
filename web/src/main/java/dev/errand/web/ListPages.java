package dev.errand.web;

import dev.errand.InvalidInputException;
import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskSummary;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;

/** Lists of tasks, the newest first. */
final class ListPages {

    private static final Set<String> PARAMETERS =
            Set.of("state", "type", "since", "q", "limit", "cursor", "owner", "unseen", "count");
    private static final int USUAL_PAGE = 50;
    private static final int LONGEST_TEXT = 200;

    /** Beyond it the total is at least so many. */
    private static final int MOST_COUNTED = 1_000;

    private final WebParts parts;
    private final TaskJson json;

    ListPages(WebParts parts, TaskJson json) {
        this.parts = parts;
        this.json = json;
    }

    HttpReply list(Visit visit) {
        Parameters parameters = Parameters.of(visit.call().target().query(), PARAMETERS);
        Optional<Owner> owner = ownerIn(parameters, visit.caller());
        if (!parts.access().allowsListing(visit.caller(), owner)) {
            throw Problem.of(ProblemKind.FORBIDDEN).toException();
        }
        int most = parts.limits().pageSize();
        int limit = parameters.count("limit", Math.min(USUAL_PAGE, most), most);
        Optional<Instant> since = parameters.get("since").map(ListPages::instant);
        Optional<String> text = parameters.get("q").map(ListPages::searched);
        TaskQuery query = query(parameters, owner, limit);
        String filter = String.join(
                "\n",
                query.owner() + "",
                query.type() + "",
                new TreeSet<>(query.states()) + "",
                since + "",
                text + "",
                query.unseen() + "");
        Optional<TaskId> after = Cursor.taskIn(parameters.get("cursor"), filter);
        TaskScan scan = new TaskScan(
                parts.engine(),
                task -> parts.access().allows(visit.caller(), TaskAction.VIEW, task)
                        && text.map(part ->
                                        task.title().toLowerCase(Locale.ROOT).contains(part))
                                .orElse(true),
                since);
        TaskScan.Page page = scan.page(after.map(query::before).orElse(query));
        Optional<TaskScan.Page> counted = isCounted(parameters)
                ? Optional.of(scan.page(query(parameters, owner, MOST_COUNTED)))
                : Optional.empty();
        return reply(visit, page, page.last().map(last -> Cursor.after(last, filter)), counted);
    }

    private static boolean isCounted(Parameters parameters) {
        Optional<String> count = parameters.get("count");
        if (count.isPresent() && !count.get().equals("estimate")) {
            throw new InvalidInputException("count", count.get(), "be estimate");
        }
        return count.isPresent();
    }

    /** For a badge, which asks often: as long as nothing has changed, there is nothing to send. */
    HttpReply summary(Visit visit) {
        Caller caller = visit.caller();
        if (!parts.access().allowsListing(caller, Optional.of(caller.owner()))) {
            throw Problem.of(ProblemKind.FORBIDDEN).toException();
        }
        TaskSummary summary = parts.engine().summary(caller.owner());
        String tag = "\"s" + summary.active() + "-" + summary.needsAttention() + "-" + summary.unseen() + "\"";
        return Etag.isKnown(visit.call(), tag)
                ? Replies.unchanged(tag)
                : Replies.json(out -> write(out, summary)).with("ETag", tag);
    }

    private void write(JsonGenerator out, TaskSummary summary) {
        out.writeStartObject();
        out.writeNumberProperty("active", summary.active());
        out.writeNumberProperty("needsAttention", summary.needsAttention());
        out.writeNumberProperty("unseenFinished", summary.unseen());
        Json.time(out, "serverTime", Optional.of(parts.time().instant()));
        out.writeEndObject();
    }

    private HttpReply reply(Visit visit, TaskScan.Page page, Optional<String> cursor, Optional<TaskScan.Page> counted) {
        HttpReply reply = Replies.json(out -> {
            out.writeStartObject();
            out.writeArrayPropertyStart("items");
            for (TaskSnapshot task : page.tasks()) {
                json.writer(task, Moment.UNKNOWN, visit.caller(), visit.links()).accept(out);
            }
            out.writeEndArray();
            Json.text(out, "nextCursor", cursor);
            if (counted.isPresent()) {
                out.writeNumberProperty("total", counted.get().tasks().size());
                out.writeBooleanProperty("totalIsAtLeast", counted.get().last().isPresent());
            }
            Json.time(out, "serverTime", Optional.of(parts.time().instant()));
            out.writeEndObject();
        });
        return cursor.map(word -> reply.with("Link", "<" + next(visit, word) + ">; rel=\"next\""))
                .orElse(reply);
    }

    /** The same list further on: the query as it came, with another cursor. */
    private static String next(Visit visit, String cursor) {
        String kept = Arrays.stream(visit.call().target().query().split("&", -1))
                .filter(pair -> !pair.isEmpty() && !pair.startsWith("cursor="))
                .map(pair -> pair + "&")
                .reduce("", String::concat)
                .replaceAll("[<>\"\\s]", "");
        return visit.links().base() + "/tasks?" + kept + "cursor=" + cursor;
    }

    private static Optional<Owner> ownerIn(Parameters parameters, Caller caller) {
        return switch (parameters.get("owner").orElse("me")) {
            case "me" -> Optional.of(caller.owner());
            case "*" -> Optional.empty();
            case String other -> throw new InvalidInputException("owner", other, "be me or *");
        };
    }

    private static TaskQuery query(Parameters parameters, Optional<Owner> owner, int limit) {
        TaskQuery query = TaskQuery.newest(limit);
        query = owner.map(query::ownedBy).orElse(query);
        query = parameters.get("type").map(ListPages::line).map(query::ofType).orElse(query);
        query = parameters.yes("unseen") ? query.onlyUnseen() : query;
        Optional<TaskState[]> states = parameters.get("state").map(ListPages::states);
        return states.map(query::in).orElse(query);
    }

    /** States by name, or a whole class of them. */
    private static TaskState[] states(String text) {
        Set<TaskState> states = new TreeSet<>();
        for (String name : text.split(",", -1)) {
            List<TaskState> named = Arrays.stream(TaskState.values())
                    .filter(state -> state.name().equals(name)
                            || TaskAssessment.classOf(state).equals(name))
                    .toList();
            if (named.isEmpty()) {
                throw new InvalidInputException(
                        "state", name, "be active, waiting, final or one of " + Arrays.toString(TaskState.values()));
            }
            states.addAll(named);
        }
        return states.toArray(TaskState[]::new);
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new InvalidInputException("since", text, "be a time as in RFC 3339, such as 2026-09-01T00:00:00Z", e);
        }
    }

    private static String searched(String text) {
        return line(text).toLowerCase(Locale.ROOT);
    }

    private static String line(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new InvalidInputException("text", text, "have at most " + LONGEST_TEXT + " characters");
        }
        return text;
    }
}

package dev.errand.web;

import dev.errand.progress.FailedItem;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A task as it is now, and what of it failed. */
final class StatusPages {

    private final VisibleTasks tasks;
    private final Replies replies;
    private final int pageSize;

    StatusPages(VisibleTasks tasks, Replies replies, int pageSize) {
        this.tasks = tasks;
        this.replies = replies;
        this.pageSize = pageSize;
    }

    /**
     * Until a task has ended, much of what is told changes without it: its place in the queue, signs of life, the time. So does
     * what may be done when its files expire.
     */
    HttpReply status(Visit visit) {
        Found found = tasks.require(visit);
        boolean known = Etag.isKnown(visit.call(), Etag.of(found.task(), visit.caller()));
        boolean settled = found.task().state().isFinal() && TaskAssessment.hasItsFiles(found.task(), tasks.now());
        return known && settled
                ? Replies.unchanged(found.task(), visit.caller())
                : replies.task(200, found.handle(), found.task(), visit.caller(), visit.links());
    }

    HttpReply failures(Visit visit) {
        Found found = tasks.require(visit);
        Parameters parameters = Parameters.of(visit.call().target().query(), Set.of("cursor", "limit"));
        int limit = parameters.count("limit", pageSize, pageSize);
        List<FailedItem> items = found.task().progress().failedItems();
        int from = Cursor.numberIn(parameters.get("cursor"), items.size());
        int to = Math.min(items.size(), from + limit);
        return Replies.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("items");
            for (FailedItem item : items.subList(from, to)) {
                json.writeStartObject();
                json.writeStringProperty("key", item.key());
                json.writeStringProperty("message", item.message());
                json.writeNumberProperty("attempt", item.attempt());
                Json.time(json, "at", Optional.of(item.at()));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberProperty("failed", found.task().progress().failed());
            Json.text(json, "nextCursor", Cursor.ofNumber(to, items.size()));
            Json.time(json, "serverTime", Optional.of(tasks.now()));
            json.writeEndObject();
        });
    }
}

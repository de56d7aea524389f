package dev.errand.web;

import dev.errand.TaskHandle;
import dev.errand.TaskId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The tasks that somebody watches. */
final class Feeds {

    private final ConcurrentMap<TaskId, TaskFeed> feeds = new ConcurrentHashMap<>();

    /** A task that was done again after its end gets a feed anew, since the other one has come to its end. */
    void attach(TaskHandle<?> handle, Mailbox mailbox) {
        TaskFeed feed = feeds.compute(handle.id(), (id, known) -> {
            TaskFeed one = known == null || known.isOver() ? new TaskFeed() : known;
            one.add(mailbox);
            return one;
        });
        feed.begin(handle, mailbox);
    }

    void detach(TaskId id, Mailbox mailbox) {
        feeds.computeIfPresent(id, (task, feed) -> {
            if (!feed.remove(mailbox)) {
                return feed;
            }
            feed.end();
            return null;
        });
    }

    int size() {
        return feeds.size();
    }
}

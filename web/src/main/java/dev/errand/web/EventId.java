package dev.errand.web;

import dev.errand.TaskSnapshot;

/** How far a reader is, which it says when it comes again: the version of the task that it was told of last. */
final class EventId {

    private EventId() {}

    static String ofOne(TaskSnapshot task) {
        return Long.toString(task.version());
    }

    static String ofSeveral(TaskSnapshot task) {
        return task.id() + "@" + task.version();
    }
}

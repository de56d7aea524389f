package dev.errand.web;

import dev.errand.TaskId;

/** Where things are, as seen from the caller's browser: without the host's name, with its context path. */
record Links(String base) {

    String task(TaskId id) {
        return base + "/tasks/" + id;
    }

    String of(TaskId id, String what) {
        return task(id) + "/" + what;
    }
}

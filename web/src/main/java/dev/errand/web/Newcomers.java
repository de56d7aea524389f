package dev.errand.web;

import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells a task that was just submitted from one that was submitted before under the same key. Of several calls that bring
 * the same key to this server at the same time, one is told that its task is new; of those that bring it to different
 * servers within the same moment, it may be several.
 */
final class Newcomers {

    private static final int MOST = 10_000;

    private final Map<TaskId, Boolean> latest = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TaskId, Boolean> eldest) {
            return size() > MOST;
        }
    };

    /** Whether a task is new to a call that came at some time. */
    synchronized boolean isNew(TaskSnapshot task, Instant callCame) {
        return !task.submission().submittedAt().isBefore(callCame) && latest.put(task.id(), true) == null;
    }
}

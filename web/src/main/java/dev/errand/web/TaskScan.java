package dev.errand.web;

import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.engine.TaskEngine;
import dev.errand.registry.TaskQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Goes through a list for what the registry cannot look for, a page at a time. After a few pages it says how far it has
 * come, so that a call for what is rare does not read everything.
 */
record TaskScan(TaskEngine engine, Predicate<TaskSnapshot> wanted, Optional<Instant> since) {

    private static final int MOST_PAGES = 10;

    /** What was found, and the last task that was looked at if there are more to look at. */
    record Page(List<TaskSnapshot> tasks, Optional<TaskId> last) {}

    Page page(TaskQuery query) {
        List<TaskSnapshot> found = new ArrayList<>();
        TaskQuery rest = query;
        for (int page = 0; page < MOST_PAGES; page++) {
            List<TaskSnapshot> looked = engine.list(rest);
            for (TaskSnapshot task : looked) {
                if (isTooOld(task)) {
                    return new Page(found, Optional.empty());
                }
                if (wanted.test(task)) {
                    found.add(task);
                }
                if (found.size() == query.limit()) {
                    boolean more =
                            looked.size() == query.limit() || !looked.getLast().equals(task);
                    return new Page(found, more ? Optional.of(task.id()) : Optional.empty());
                }
            }
            if (looked.size() < query.limit()) {
                return new Page(found, Optional.empty());
            }
            rest = query.before(looked.getLast().id());
        }
        return new Page(found, rest.before());
    }

    /** Ids are in the order of submission, so that all that follow are older still. */
    private boolean isTooOld(TaskSnapshot task) {
        return since.filter(earliest -> task.submission().submittedAt().isBefore(earliest))
                .isPresent();
    }
}

package dev.errand.jdbc;

import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.TaskId;
import dev.errand.TaskState;
import dev.errand.registry.Candidate;
import dev.errand.registry.Retention;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.Transition;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets what is old enough, or too much, some rows at a time; and gives up what nobody can run any more. */
record Sweep(OpenRegistry registry) {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final int SWEPT_AT_ONCE = 500;

    /** How many tasks it has forgotten. */
    int run(Instant now, Retention retention) {
        registry.nodes().forgetGone();
        Instant limit = now.minus(retention.maxAge());
        int forgotten = untilNoneIsLeft(() -> registry.tasks().forgetEndedAt(limit, SWEPT_AT_ONCE, now));
        boolean counts = retention.maxEnded() < Integer.MAX_VALUE;
        int beyond = counts
                ? untilNoneIsLeft(() -> registry.tasks().forgetEndedBut(retention.maxEnded(), SWEPT_AT_ONCE, now))
                : 0;
        registry.tasks().forgotten().deleteLedgers();
        registry.tasks().tombstones().forgetBefore(now.minus(Retention.OF_TOMBSTONES));
        registry.backlog()
                .waitingSince(limit, registry.nodes().typesKnown(), SWEPT_AT_ONCE)
                .forEach(task -> giveUp(task, limit, now));
        return forgotten + beyond;
    }

    /** A task that no application can run is not kept waiting for ever, and never deleted without a word. */
    private void giveUp(Candidate task, Instant limit, Instant now) {
        Failure failure = new Failure(
                task.task().reference(),
                "The task was given up: it has waited too long for an application that can run it.",
                "no node that is alive knows the type " + task.type(),
                Optional.empty());
        try {
            boolean unused = waitsSince(task.task(), limit)
                    && registry.changes()
                            .apply(task.task(), Transition.giveUp(new Outcome.Failed<>(failure, Optional.empty()), now))
                            .isPresent();
        } catch (RuntimeException e) {
            LOG.debug("Task {} cannot be given up now", task.task(), e);
        }
    }

    /** Whether a task has been queued since then: it may have been paused, or have run, since it was to start. */
    private boolean waitsSince(TaskId id, Instant limit) {
        return registry.find(id)
                .map(TaskEntry::snapshot)
                .filter(task -> task.state() == TaskState.QUEUED)
                .map(task -> task.status().timeline())
                .filter(timeline ->
                        timeline.isEmpty() || timeline.getLast().at().isBefore(limit))
                .isPresent();
    }

    private static int untilNoneIsLeft(IntSupplier some) {
        int all = 0;
        int last;
        do {
            last = some.getAsInt();
            all += last;
        } while (last == SWEPT_AT_ONCE);
        return all;
    }
}

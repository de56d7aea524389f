package dev.errand.jdbc.table;

import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.jdbc.queue.FairQueueing;
import dev.errand.registry.Lease;
import dev.errand.registry.OwedNotice;
import dev.errand.registry.TaskEntry;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A task as it stands in the table.
 *
 * @param stamp a random number of whoever wrote it last, to find out whether a write has happened whose answer was lost
 * @param turn which of the turns of its owner it goes with, see {@link FairQueueing}
 * @param node who runs it
 * @param lease the lease of the attempt under way
 * @param dueAt when it is to be woken
 * @param owed the notice that is owed with this change; what is owed since an earlier one is not read
 */
public record TaskRow(
        TaskEntry entry,
        long stamp,
        long turn,
        @Nullable UUID node,
        @Nullable Lease lease,
        @Nullable Instant dueAt,
        @Nullable OwedNotice owed) {

    public TaskRow(
            TaskEntry entry,
            long stamp,
            long turn,
            @Nullable UUID node,
            @Nullable Lease lease,
            @Nullable Instant dueAt) {
        this(entry, stamp, turn, node, lease, dueAt, null);
    }

    /** What is written next of a task that stays where it is. */
    public TaskRow with(TaskEntry changed) {
        return new TaskRow(changed, newStamp(), turn, node, lease, dueAt);
    }

    /** For whoever writes a row next. */
    public static long newStamp() {
        return ThreadLocalRandom.current().nextLong();
    }

    public TaskId id() {
        return snapshot().id();
    }

    public TaskSnapshot snapshot() {
        return entry.snapshot();
    }

    public long version() {
        return snapshot().version();
    }
}

package dev.errand.registry;

import dev.errand.Owner;
import dev.errand.TaskSnapshot;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One task of a registry in memory. Each change replaces the row by compare-and-set, so that of two that race one starts over. A
 * task that is forgotten loses its row first: nobody can wake it up while it is taken out of the maps.
 */
final class MemoryCell extends AtomicReference<MemoryCell.@Nullable Row> {

    private static final long serialVersionUID = 1L;

    /**
     * A task and, while an attempt holds it, that attempt's lease. Flat, since there may be a million of them.
     *
     * @param versionOfEnd the version with which it ended; zero until it has
     */
    record Row(
            TaskSnapshot snapshot,
            @Nullable Object input,
            StartingPoint startingPoint,
            @Nullable Lease lease,
            @Nullable OwedNotice owed,
            long versionOfEnd) {

        static Row of(TaskEntry entry) {
            return of(entry, null, null);
        }

        /** A task that has ended has done so just now. */
        static Row of(TaskEntry entry, @Nullable Lease lease, @Nullable OwedNotice owed) {
            TaskSnapshot task = entry.snapshot();
            long versionOfEnd = task.state().isFinal() ? task.version() : 0;
            return new Row(task, entry.input(), entry.startingPoint(), lease, owed, versionOfEnd);
        }

        /** The same task, which has not ended just now. */
        Row with(TaskEntry after) {
            return new Row(after.snapshot(), after.input(), after.startingPoint(), lease, owed, versionOfEnd);
        }

        Row with(TaskSnapshot after) {
            return new Row(after, input, startingPoint, lease, owed, versionOfEnd);
        }

        Row owing(@Nullable OwedNotice notice) {
            return new Row(snapshot, input, startingPoint, lease, notice, versionOfEnd);
        }

        TaskEntry entry() {
            return new TaskEntry(snapshot, input, startingPoint);
        }
    }

    MemoryCell(Row row) {
        super(row);
    }

    Optional<Row> row() {
        return Optional.ofNullable(get());
    }

    boolean isOf(Owner owner) {
        Row row = get();
        return row != null && row.snapshot.owner().equals(owner);
    }
}

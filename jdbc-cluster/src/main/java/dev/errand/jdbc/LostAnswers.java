package dev.errand.jdbc;

import dev.errand.TaskId;
import dev.errand.TaskState;
import dev.errand.jdbc.table.TaskRow;
import dev.errand.registry.Lease;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Changes that were asked for, and whose answers were lost: each may have happened, and may happen yet for as long as the task
 * has the version before. Whoever asks for the same again is told if the row shows it.
 */
final class LostAnswers {

    private static final int MOST = 4_096;

    private final ConcurrentMap<TaskId, Lost> lost = new ConcurrentHashMap<>();

    /** A transition, as it is asked for: that of another attempt is another one. */
    record Move(TaskState to, Optional<Lease> lease) {}

    /**
     * A change.
     *
     * @param what was asked for
     * @param version the one before
     * @param stamps what shows that it has happened: one for each time that it was tried
     */
    private record Lost(Object what, long version, Set<Long> stamps) {

        Lost or(Lost again) {
            if (!again.what.equals(what) || again.version != version) {
                return again;
            }
            Set<Long> either = new HashSet<>(stamps);
            either.addAll(again.stamps);
            return new Lost(what, version, either);
        }
    }

    void add(Object what, TaskRow before, TaskRow after) {
        if (lost.size() >= MOST) {
            lost.keySet().stream().findFirst().ifPresent(lost::remove); // nobody has asked again for long
        }
        lost.merge(before.id(), new Lost(what, before.version(), Set.of(after.stamp())), Lost::or);
    }

    /** Whether a change of the task may have happened that is not known here. */
    boolean concerns(TaskId id) {
        return lost.containsKey(id);
    }

    void forget(TaskId id) {
        lost.remove(id);
    }

    /** Whether the row, as it has just been read, shows that the same was asked for before and has happened. */
    boolean showsDone(TaskRow row, Object what) {
        Lost earlier = lost.get(row.id());
        if (earlier == null || earlier.version == row.version()) {
            return false;
        }
        lost.remove(row.id(), earlier);
        return earlier.what.equals(what) && (earlier.stamps.contains(row.stamp()) || isBegunBy(what, row));
    }

    /** Somebody may have asked the attempt for something since; that it has begun shows all the same. */
    private static boolean isBegunBy(Object what, TaskRow row) {
        return what instanceof Move(TaskState to, Optional<Lease> lease)
                && to == TaskState.RUNNING
                && lease.isPresent()
                && lease.get().equals(row.lease());
    }
}

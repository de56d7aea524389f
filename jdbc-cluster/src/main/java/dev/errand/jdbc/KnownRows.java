package dev.errand.jdbc;

import dev.errand.TaskId;
import dev.errand.TaskState;
import dev.errand.jdbc.sql.GroupRead;
import dev.errand.jdbc.sql.Late;
import dev.errand.jdbc.table.TaskRow;
import dev.errand.jdbc.table.TaskTable;
import dev.errand.registry.TaskEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;

/**
 * The rows that one process is about to change, as it has last read or written them.
 *
 * <p>What a process runs it has read when it began it, and written ever since; so it need not read it again to change it, and
 * finds out by the version if somebody else has.
 */
final class KnownRows {

    private static final int MOST = 4_096;

    private final TaskTable tasks;
    private final GroupRead<TaskId, TaskRow> reads;
    private final Duration timeout;
    private final UUID node;
    private final ConcurrentMap<TaskId, TaskRow> rows = new ConcurrentHashMap<>();

    /** Those of a node, which are read on its threads, each within the limit of time. */
    KnownRows(TaskTable tasks, ExecutorService threads, Duration timeout, UUID node) {
        this.tasks = tasks;
        this.reads = new GroupRead<>(threads, tasks::find);
        this.timeout = timeout;
        this.node = node;
    }

    /** As it was last read or written here. */
    Optional<TaskRow> known(TaskId id) {
        return Optional.ofNullable(rows.get(id));
    }

    /** As it is in the table. */
    Optional<TaskRow> read(TaskId id) {
        Optional<TaskRow> row = read(id, Late.endOf(timeout));
        row.ifPresentOrElse(this::remember, () -> forget(id));
        return row;
    }

    /** As it is in the table; remembers nothing of it. */
    Optional<TaskRow> read(TaskId id, long end) {
        return reads.read(id, end);
    }

    /** What is about to be begun here: those that there are and can be read. */
    Map<TaskId, TaskEntry> readAhead(Connection connection, Collection<TaskId> ids) throws SQLException {
        Map<TaskId, TaskEntry> found = new HashMap<>();
        tasks.findLegible(connection, ids).forEach(row -> {
            remember(row);
            found.put(row.id(), row.entry());
        });
        return found;
    }

    /** What is not about to be changed here need not be remembered. */
    void remember(TaskRow row) {
        boolean changesHere = node.equals(row.node()) || row.snapshot().state() == TaskState.QUEUED;
        if (!changesHere) {
            forget(row.id());
            return;
        }
        if (rows.size() >= MOST) {
            rows.values().removeIf(known -> known.node() == null);
        }
        rows.merge(row.id(), row, (known, read) -> read.version() >= known.version() ? read : known);
    }

    void forget(TaskId id) {
        rows.remove(id);
    }
}

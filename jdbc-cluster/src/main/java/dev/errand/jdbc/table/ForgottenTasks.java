package dev.errand.jdbc.table;

import static java.util.Objects.requireNonNull;

import dev.errand.TaskId;
import dev.errand.jdbc.sql.Binder;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tasks that were deleted, and whose ledgers were not yet: a ledger may have a million rows. What has become of a task and that
 * its ledger is to go is one transaction, so that neither a ledger outlives its task for ever, nor a task lives on without.
 */
public final class ForgottenTasks {

    private static final int ROWS_AT_ONCE = 1_000;
    private static final int TASKS_AT_ONCE = 100;

    private final Database database;

    public ForgottenTasks(Database database) {
        this.database = database;
    }

    /** Where a ledger is cut. */
    private record Cut(String section, String item) {}

    /** Notes those of some tasks that are deleted now and have a ledger. */
    public void note(Connection connection, Collection<TaskId> tasks) throws SQLException {
        Dialect dialect = database.dialect();
        database.update(
                connection,
                dialect.insertUnlessThere() + " errand_forgotten (task_id)"
                        + " SELECT DISTINCT task_id FROM errand_ledger l WHERE task_id IN ("
                        + Binder.marks(tasks.size())
                        + ") AND NOT EXISTS (SELECT 1 FROM errand_task t WHERE t.id = l.task_id)"
                        + dialect.unless("SELECT 1 FROM errand_forgotten f WHERE f.task_id = l.task_id")
                        + dialect.onConflictDoNothing(),
                binder -> {
                    for (TaskId task : tasks) {
                        binder.id(task.value());
                    }
                });
    }

    /** Deletes the ledgers of those that are noted, also by others: they may have died over it. */
    public void deleteLedgers() {
        List<UUID> some = noted();
        while (!some.isEmpty()) {
            some.forEach(this::deleteLedger);
            some = noted();
        }
    }

    private List<UUID> noted() {
        return database.query(
                "SELECT task_id FROM errand_forgotten LIMIT " + TASKS_AT_ONCE,
                binder -> {},
                results -> requireNonNull(database.dialect().id(results, "task_id")));
    }

    private void deleteLedger(UUID task) {
        for (Optional<Cut> cut = cut(task); cut.isPresent(); cut = cut(task)) {
            Cut last = cut.get();
            database.update(
                    "DELETE FROM errand_ledger WHERE task_id = ? AND (section < ? OR (section = ? AND item <= ?))",
                    binder -> binder.id(task)
                            .text(last.section)
                            .text(last.section)
                            .text(last.item));
        }
        database.update("DELETE FROM errand_ledger WHERE task_id = ?", binder -> binder.id(task));
        database.update("DELETE FROM errand_forgotten WHERE task_id = ?", binder -> binder.id(task));
    }

    /** The last of the first thousand rows; empty if there are fewer. */
    private Optional<Cut> cut(UUID task) {
        return database
                .query(
                        "SELECT section, item FROM errand_ledger WHERE task_id = ? ORDER BY section, item LIMIT 1 OFFSET "
                                + (ROWS_AT_ONCE - 1),
                        binder -> binder.id(task),
                        results -> new Cut(results.getString("section"), results.getString("item")))
                .stream()
                .findFirst();
    }
}

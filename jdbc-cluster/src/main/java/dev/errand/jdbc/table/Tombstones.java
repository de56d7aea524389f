package dev.errand.jdbc.table;

import static java.util.Objects.requireNonNull;

import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.jdbc.sql.Binder;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Dialect;
import dev.errand.jdbc.sql.Micros;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Whose tasks were that are forgotten. Noted in the transaction that deletes them, and before that; so it may be noted of one
 * that was done again at that moment and lives on, which does no harm: what is there is not looked for here.
 */
public final class Tombstones {

    private static final int AT_ONCE = 500;

    private final Database database;

    Tombstones(Database database) {
        this.database = database;
    }

    void note(Connection connection, Collection<TaskId> tasks, Instant now) throws SQLException {
        Dialect dialect = database.dialect();
        database.update(
                connection,
                dialect.insertUnlessThere() + " errand_tombstone (task_id, tenant, owner, forgotten_at)"
                        + " SELECT id, tenant, owner, " + Micros.of(now) + " FROM errand_task t WHERE id IN ("
                        + Binder.marks(tasks.size()) + ") AND ended_at IS NOT NULL"
                        + dialect.unless("SELECT 1 FROM errand_tombstone f WHERE f.task_id = t.id")
                        + dialect.onConflictDoNothing(),
                binder -> {
                    for (TaskId task : tasks) {
                        binder.id(task.value());
                    }
                });
    }

    public Optional<Instant> find(TaskId id, Owner owner) {
        return database
                .query(
                        "SELECT forgotten_at FROM errand_tombstone WHERE task_id = ? AND tenant = ? AND owner = ?"
                                + " AND NOT EXISTS (SELECT 1 FROM errand_task t WHERE t.id = task_id)",
                        binder -> binder.id(id.value()).text(owner.tenant()).text(owner.id()),
                        results -> Micros.instant(results.getLong("forgotten_at")))
                .stream()
                .findFirst();
    }

    public void forgetBefore(Instant limit) {
        List<UUID> old;
        do {
            old = database.query(
                    "SELECT task_id FROM errand_tombstone WHERE forgotten_at < ? ORDER BY forgotten_at LIMIT "
                            + AT_ONCE,
                    binder -> binder.number(Micros.of(limit)),
                    results -> requireNonNull(database.dialect().id(results, "task_id")));
            delete(old);
        } while (old.size() == AT_ONCE);
    }

    private void delete(List<UUID> tombstones) {
        if (!tombstones.isEmpty()) {
            database.update(
                    "DELETE FROM errand_tombstone WHERE task_id IN (" + Binder.marks(tombstones.size()) + ")",
                    binder -> {
                        for (UUID task : tombstones) {
                            binder.id(task);
                        }
                    });
        }
    }
}

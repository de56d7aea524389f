package dev.errand.jdbc.table;

import dev.errand.TaskId;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.SqlStates;
import dev.errand.registry.RecurrencePoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** How far each recurrence has come. Instants are texts, since they are compared, and schedules may be finer than the tables. */
public final class RecurrenceTable {

    private final Database database;

    public RecurrenceTable(Database database) {
        this.database = database;
    }

    public RecurrencePoint point(String name, Instant ifNew) {
        return find(name).orElseGet(() -> enter(name, ifNew));
    }

    private Optional<RecurrencePoint> find(String name) {
        return database.reading(connection -> find(connection, name));
    }

    private Optional<RecurrencePoint> find(Connection connection, String name) throws SQLException {
        return database
                .query(
                        connection,
                        "SELECT decided_up_to, latest FROM errand_recurrence WHERE name = ?",
                        binder -> binder.text(name),
                        results -> {
                            UUID latest = database.dialect().id(results, "latest");
                            return new RecurrencePoint(
                                    Instant.parse(results.getString("decided_up_to")),
                                    Optional.ofNullable(latest).map(TaskId::new));
                        })
                .stream()
                .findFirst();
    }

    /** Of two that do so at the same time, one is first. */
    private RecurrencePoint enter(String name, Instant ifNew) {
        return database.alone(connection -> {
            try {
                database.update(
                        connection,
                        "INSERT INTO errand_recurrence (name, decided_up_to, latest) VALUES (?, ?, ?)"
                                + database.dialect().onConflictDoNothing(),
                        binder -> binder.text(name).text(ifNew.toString()).id(null));
            } catch (SQLException e) {
                if (!SqlStates.isDuplicate(e)) {
                    throw e;
                }
            }
            return find(connection, name).orElse(new RecurrencePoint(ifNew, Optional.empty()));
        });
    }

    public boolean advance(String name, RecurrencePoint from, RecurrencePoint to) {
        return database.update(
                        "UPDATE errand_recurrence SET decided_up_to = ?, latest = ? WHERE name = ? AND decided_up_to = ?",
                        binder -> binder.text(to.decidedUpTo().toString())
                                .id(to.latest().map(TaskId::value).orElse(null))
                                .text(name)
                                .text(from.decidedUpTo().toString()))
                == 1;
    }
}

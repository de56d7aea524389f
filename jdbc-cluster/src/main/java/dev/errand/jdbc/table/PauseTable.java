package dev.errand.jdbc.table;

import dev.errand.Command;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Dialect;
import dev.errand.jdbc.sql.Micros;
import dev.errand.jdbc.sql.SqlStates;
import dev.errand.registry.PausedType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The types of which no task is begun. */
public final class PauseTable {

    /** What the condition ends with by which a task is begun: constant, so that all who begin tasks see it at once. */
    public static final String NOT_PAUSED = " AND type NOT IN (SELECT type FROM errand_pause)";

    /** What the condition ends with by which a ticket is taken, for those that were made before the pause. */
    public static final String TICKET_NOT_PAUSED = " AND task_name NOT IN (SELECT type FROM errand_pause)";

    private final Database database;

    public PauseTable(Database database) {
        this.database = database;
    }

    public List<PausedType> list() {
        return database.legible(
                "SELECT type, paused_by, reason, paused_at FROM errand_pause ORDER BY type",
                binder -> {},
                results -> new PausedType(
                        results.getString("type"),
                        new Command(results.getString("paused_by"), results.getString("reason")),
                        Micros.instant(results.getLong("paused_at"))));
    }

    /**
     * Also takes the tickets back that nobody has taken yet: who may go next is asked again when it goes on. A round that makes
     * tickets is waited for, since what it has not committed yet could not be found.
     */
    public boolean pause(PausedType paused) {
        try {
            return database.inTransaction(connection -> {
                if (hasTickets()) {
                    Gates.pass(database, connection, Gates.ADMISSION);
                }
                int entered = database.update(
                        connection,
                        "INSERT INTO errand_pause (type, paused_by, reason, paused_at) VALUES (?, ?, ?, ?)"
                                + database.dialect().onConflictDoNothing(),
                        binder -> binder.text(paused.type())
                                .text(paused.by().by())
                                .text(paused.by().reason())
                                .number(Micros.of(paused.since())));
                if (hasTickets()) {
                    database.update(
                            connection,
                            "DELETE FROM errand_ticket WHERE task_name = ? AND picked = ?",
                            binder -> binder.text(paused.type()).flag(false));
                }
                return entered == 1;
            });
        } catch (RuntimeException e) {
            if (e.getCause() instanceof SQLException why && SqlStates.isDuplicate(why)) {
                return false;
            }
            throw e;
        }
    }

    /** SQLite is for one machine. */
    private boolean hasTickets() {
        return database.dialect() != Dialect.SQLITE;
    }

    public boolean resume(Connection connection, String type) throws SQLException {
        return database.update(connection, "DELETE FROM errand_pause WHERE type = ?", binder -> binder.text(type)) == 1;
    }
}

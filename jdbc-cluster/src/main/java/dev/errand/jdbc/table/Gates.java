package dev.errand.jdbc.table;

import dev.errand.jdbc.sql.Database;
import java.sql.Connection;
import java.sql.SQLException;

/** What one transaction does at a time, of all processes: whoever passes a gate keeps the others out until it ends. */
public final class Gates {

    /** Through which tickets are made. */
    public static final String ADMISSION = "admission";

    private Gates() {}

    /**
     * Lets a transaction of the host change something later on, although it only asks now. In a file with one writer, whoever has
     * read cannot write any more once somebody else has: so it becomes the one that writes before it reads.
     */
    public static void beforeAsking(Database database, Connection transaction) throws SQLException {
        if (database.dialect().hasOneWriter()) {
            pass(database, transaction, "submission-0");
        }
    }

    /**
     * Waits until no other transaction is inside. Where it can, it changes the gate: a transaction that has read before somebody
     * else was inside, and is shown nothing newer, is refused by the database then.
     */
    static void pass(Database database, Connection connection, String name) throws SQLException {
        boolean passed = switch (database.dialect()) {
            case POSTGRESQL, H2, SQLITE ->
                database.update(
                                connection,
                                "UPDATE errand_gate SET name = name WHERE name = ?",
                                binder -> binder.text(name))
                        == 1;
            case MARIADB, MYSQL -> lock(database, connection, name, "");
        };
        if (!passed) {
            throw new SQLException("the table errand_gate has no row " + name + ", which the schema puts there");
        }
    }

    /** False if another transaction is inside. Not for a database with one writer. */
    public static boolean tryToPass(Database database, Connection connection, String name) throws SQLException {
        return lock(database, connection, name, " SKIP LOCKED");
    }

    private static boolean lock(Database database, Connection connection, String name, String unlessLocked)
            throws SQLException {
        return !database.query(
                        connection,
                        "SELECT name FROM errand_gate WHERE name = ? FOR UPDATE" + unlessLocked,
                        binder -> binder.text(name),
                        results -> true)
                .isEmpty();
    }
}

package dev.errand.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** What one transaction does at a time, of all processes: whoever passes a gate keeps the others out until it ends. */
final class Gates {

    private Gates() {}

    /** Waits until no other transaction is inside. */
    static void pass(Database database, Connection connection, String name) throws SQLException {
        if (database.dialect().hasOneWriter()) {
            database.update(
                    connection, "UPDATE errand_gate SET name = name WHERE name = ?", binder -> binder.text(name));
        } else {
            boolean passed = !database.query(
                            connection,
                            "SELECT name FROM errand_gate WHERE name = ? FOR UPDATE",
                            binder -> binder.text(name),
                            results -> true)
                    .isEmpty();
            if (!passed) {
                throw new SQLException("the table errand_gate has no row " + name + ", which the schema puts there");
            }
        }
    }
}

package dev.errand.jdbc;

import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Dialect;
import dev.errand.jdbc.sql.SqlStates;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What a user of the database may do, asked by statements that change nothing: who may not is told by name. */
final class Rights {

    private static final String NOTHING = " WHERE 1 = 0";

    private final Database database;
    private final List<String> tables;

    Rights(Database database, List<String> tables) {
        this.database = database;
        this.tables = tables;
    }

    /** Throws unless all may be done that is needed. */
    void require() {
        boolean usersHaveNoRights = database.dialect() == Dialect.SQLITE;
        database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String table : tables) {
                    if (usersHaveNoRights) {
                        requireDelete(statement, table);
                    } else {
                        requireAll(statement, table);
                    }
                }
            }
            return this;
        });
    }

    private static void requireAll(Statement statement, String table) throws SQLException {
        String none = "SELECT * FROM " + table + NOTHING;
        require(statement, "SELECT", table, none);
        String column = firstColumn(statement, none);
        require(statement, "INSERT", table, "INSERT INTO " + table + " " + none);
        require(statement, "UPDATE", table, "UPDATE " + table + " SET " + column + " = " + column + NOTHING);
        requireDelete(statement, table);
    }

    private static void requireDelete(Statement statement, String table) throws SQLException {
        require(statement, "DELETE", table, "DELETE FROM " + table + NOTHING);
    }

    private static String firstColumn(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            return rows.getMetaData().getColumnName(1);
        }
    }

    private static void require(Statement statement, String right, String table, String sql) throws SQLException {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            if (SqlStates.isForbidden(e)) {
                throw new SchemaException(
                        SchemaException.Reason.FORBIDDEN,
                        "the database does not let the tables of Errand be written: its user may not " + right + " "
                                + table + " (" + e.getMessage() + "), and " + Schema.RIGHTS);
            }
            throw e;
        }
    }
}

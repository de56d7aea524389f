package dev.errand.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What processes tell each other through the database, so that nobody need wait for the next look: by NOTIFY of PostgreSQL,
 * which delivers it when the transaction is committed. Other databases have nothing of that kind.
 */
final class Notices {

    static final String CHANNEL = "errand";
    static final String QUEUED = "queued";
    static final String OFFERED = "offered";
    private static final String COMMAND = "command ";

    private final Dialect dialect;

    Notices(Dialect dialect) {
        this.dialect = dialect;
    }

    static String command(String task) {
        return COMMAND + task;
    }

    /** What a command is about; empty if it is none. */
    static String taskOf(String notice) {
        return notice.startsWith(COMMAND) ? notice.substring(COMMAND.length()) : "";
    }

    /** Sends a notice with the transaction. The same one twice is sent once. */
    void send(Connection connection, String notice) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
                statement.setString(1, CHANNEL);
                statement.setString(2, notice);
                statement.execute();
            }
        }
    }
}

package dev.errand.jdbc;

import dev.errand.jdbc.sql.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a database keeps what it was given to keep: some do not unless they are told to. */
final class Fitness {

    private static final Logger LOG = LoggerFactory.getLogger(Fitness.class);

    private Fitness() {}

    static void require(Database database) {
        switch (database.dialect()) {
            case H2 -> requireNoDelay(database);
            case SQLITE -> requireSafeCommits(database);
            case POSTGRESQL, MARIADB, MYSQL -> {}
        }
        requireWritable(database);
    }

    /** With its default of half a second, H2 loses what was acknowledged at every kill of its process; without, at some. */
    private static void requireNoDelay(Database database) {
        boolean inMemory = database.alone(
                connection -> text(connection, "SELECT DATABASE_PATH()").isEmpty());
        if (inMemory) {
            return;
        }
        Optional<String> delay = database.alone(connection -> text(
                connection,
                "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'WRITE_DELAY'"));
        if (!delay.equals(Optional.of("0"))) {
            throw new SchemaException(
                    SchemaException.Reason.UNFIT,
                    "H2 writes with a delay of " + delay.orElse("?")
                            + " ms, and loses what was acknowledged when its process dies: add ;WRITE_DELAY=0 to its URL");
        }
        LOG.warn(
                "H2 in a file does not flush to the disk, and its file grows with every commit: a task may be lost that was"
                        + " acknowledged right before its process was killed. SQLite and PostgreSQL lose none. Without"
                        + " ;DB_CLOSE_ON_EXIT=FALSE in its URL it closes at SIGTERM before the tasks are put away");
    }

    private static void requireSafeCommits(Database database) {
        String mode = database.alone(connection -> text(connection, "PRAGMA synchronous"))
                .orElse("?");
        if ("0".equals(mode)) {
            throw new SchemaException(
                    SchemaException.Reason.UNFIT,
                    "SQLite has PRAGMA synchronous = OFF, and may lose what was acknowledged:"
                            + " set it to FULL, with journal_mode = WAL");
        }
        String journal = database.alone(connection -> text(connection, "PRAGMA journal_mode"))
                .orElse("?");
        if (!"wal".equalsIgnoreCase(journal) || !"2".equals(mode)) {
            LOG.warn(
                    "SQLite has journal_mode = {} and synchronous = {}: with WAL and FULL it is faster and survives a"
                            + " power cut",
                    journal,
                    mode);
        }
    }

    private static void requireWritable(Database database) {
        boolean readOnly = database.alone(Connection::isReadOnly);
        if (readOnly) {
            throw new SchemaException(
                    SchemaException.Reason.UNFIT,
                    "the data source gives read-only connections, and tasks have to be written");
        }
    }

    private static Optional<String> text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                var results = statement.executeQuery(sql)) {
            return results.next() ? Optional.ofNullable(results.getString(1)) : Optional.empty();
        }
    }
}

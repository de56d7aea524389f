package dev.errand.jdbc;

import dev.errand.jdbc.sql.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a database keeps what it was given to keep: some do not unless they are told to. */
final class Fitness {

    private static final Logger LOG = LoggerFactory.getLogger(Fitness.class);
    private static final String SETTING_OF_H2 =
            "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = ";

    /** Those in which no task is begun, or none accepted. */
    private static final Set<String> MODES_OF_NO_USE = Set.of("mssqlserver", "oracle");

    private Fitness() {}

    /**
     * Throws unless it is fit.
     *
     * @param longestStatement how many bytes may be sent to it at once
     */
    static void require(Database database, long longestStatement) {
        switch (database.dialect()) {
            case H2 -> {
                requireUsualMode(database);
                requireNoDelay(database);
            }
            case SQLITE -> requireSafeCommits(database);
            case POSTGRESQL -> requireAllCharacters(database);
            case MARIADB -> requireServer(database, new ServerVersion("MariaDB", "10.6"), longestStatement);
            case MYSQL -> requireServer(database, new ServerVersion("MySQL", "8.0.17"), longestStatement);
        }
        requireWritable(database);
    }

    /** Throws if names that differ in case are the same to it. Needs its tables. */
    static void requireCase(Database database) {
        boolean takenForEachOther = database.alone(
                        connection -> text(connection, "SELECT name FROM errand_gate WHERE name = 'ADMISSION'"))
                .isPresent();
        if (takenForEachOther) {
            throw unfit(
                    "the database does not tell upper and lower case from each other in the tables of Errand, and would"
                            + " take one owner for another: H2 does so without IGNORECASE, and with its default COLLATION; MariaDB"
                            + " and MySQL, with the collations that the scripts name");
        }
    }

    private static SchemaException unfit(String why) {
        return new SchemaException(SchemaException.Reason.UNFIT, why);
    }

    private static void requireServer(Database database, ServerVersion least, long longestStatement) {
        String version = ask(database, "SELECT VERSION()");
        if (least.isNewerThan(version)) {
            throw unfit("the database is " + least.product() + " " + version + ", and " + least.number()
                    + " is needed at least");
        }
        long most = Long.parseLong(ask(database, "SELECT @@max_allowed_packet"));
        if (most < longestStatement) {
            throw unfit(least.product() + " takes " + most + " bytes at once, and this application may have to send "
                    + longestStatement
                    + ": set its max_allowed_packet to no less, or ask for a shorter longestPayload");
        }
    }

    private static void requireAllCharacters(Database database) {
        String encoding = ask(database, "SHOW server_encoding");
        if (!"UTF8".equals(encoding)) {
            throw unfit("the database has the encoding " + encoding
                    + ", in which most characters cannot be written: make it with ENCODING 'UTF8'");
        }
    }

    private static void requireUsualMode(Database database) {
        String mode = ask(database, SETTING_OF_H2 + "'MODE'");
        if (MODES_OF_NO_USE.contains(mode.toLowerCase(Locale.ROOT))) {
            throw unfit("H2 has MODE=" + mode + ", in which no task would run: leave it out of its URL");
        }
    }

    /** With its default of half a second, H2 loses what was acknowledged at every kill of its process; without, at some. */
    private static void requireNoDelay(Database database) {
        boolean inMemory = database.alone(
                connection -> text(connection, "SELECT DATABASE_PATH()").isEmpty());
        if (inMemory) {
            return;
        }
        String delay = ask(database, SETTING_OF_H2 + "'WRITE_DELAY'");
        if (!"0".equals(delay)) {
            throw unfit("H2 writes with a delay of " + delay
                    + " ms, and loses what was acknowledged when its process dies: add ;WRITE_DELAY=0 to its URL");
        }
        LOG.warn(
                "H2 in a file does not flush to the disk, and its file grows with every commit: a task may be lost that was"
                        + " acknowledged right before its process was killed. SQLite and PostgreSQL lose none. Without"
                        + " ;DB_CLOSE_ON_EXIT=FALSE in its URL it closes at SIGTERM before the tasks are put away");
    }

    private static void requireSafeCommits(Database database) {
        String mode = ask(database, "PRAGMA synchronous");
        if ("0".equals(mode)) {
            throw unfit("SQLite has PRAGMA synchronous = OFF, and may lose what was acknowledged:"
                    + " set it to FULL, with journal_mode = WAL");
        }
        String journal = ask(database, "PRAGMA journal_mode");
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
            throw unfit("the data source gives read-only connections, and tasks have to be written");
        }
    }

    private static String ask(Database database, String sql) {
        return database.alone(connection -> text(connection, sql)).orElse("?");
    }

    private static Optional<String> text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                var results = statement.executeQuery(sql)) {
            return results.next() ? Optional.ofNullable(results.getString(1)) : Optional.empty();
        }
    }
}

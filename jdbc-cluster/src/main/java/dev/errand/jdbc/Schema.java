package dev.errand.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Dialect;
import dev.errand.jdbc.sql.SqlStates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables, and their version. Each version is one script for each database, {@code schema/<database>-<version>.sql} beside
 * this class, which enters its version itself; who prefers to run them with a tool of her own finds them there.
 *
 * <p>Of processes that start at the same time, one makes the tables and the others wait: the row of {@code errand_schema} is
 * there from the beginning of the transaction, or, where tables are not made in transactions, a lock of the database is held.
 */
final class Schema {

    static final int VERSION = 1;

    /** What a user needs. */
    static final String RIGHTS =
            "needs SELECT, INSERT, UPDATE and DELETE on all of them, in a database that is not read-only";

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
    private static final String LOCK = "errand-schema";
    private static final long LOCK_NUMBER = 0x4572_7261_6e64L;
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (?:IF NOT EXISTS )?(\\w+)");
    private static final int TRIES = 20;
    private static final long NANOS_BETWEEN_TRIES = 250_000_000;

    private final Database database;

    Schema(Database database) {
        this.database = database;
    }

    /** Makes the tables, or brings them up to this version. */
    void prepare() {
        for (int tries = 1; ; tries++) {
            try {
                if (version().orElse(0) == VERSION) {
                    return;
                }
                database.transact(this::upgrade);
                return;
            } catch (SQLException somebodyElseDoesSo) {
                if (SqlStates.isForbidden(somebodyElseDoesSo)) {
                    throw new SchemaException(
                            SchemaException.Reason.FORBIDDEN,
                            "the database does not let Errand make its tables ("
                                    + somebodyElseDoesSo.getMessage()
                                    + "): let its user do so, or run the scripts schema/"
                                    + database.dialect().fileName() + "-*.sql of its jar as one who may");
                }
                if (tries == TRIES) {
                    throw unmade(somebodyElseDoesSo);
                }
                LOG.debug("The tables cannot be made now", somebodyElseDoesSo);
                LockSupport.parkNanos(NANOS_BETWEEN_TRIES);
            }
        }
    }

    private RuntimeException unmade(SQLException why) {
        return mayPass(why)
                ? Database.unavailable("does not let its tables be made", why)
                : new SchemaException(
                        SchemaException.Reason.UNFIT,
                        "the tables of Errand cannot be made (" + why.getMessage() + "): mend what is in the way");
    }

    /** Besides what is known of databases, limits of time and what their operators do (class 57 of PostgreSQL). */
    private static boolean mayPass(SQLException e) {
        return SqlStates.isAway(e)
                || SqlStates.mayPass(e)
                || e instanceof SQLTransientException
                || String.valueOf(e.getSQLState()).startsWith("57");
    }

    /** Throws unless the tables are there, and of this version. */
    void require() {
        OptionalInt version = version();
        if (version.isEmpty()) {
            throw new SchemaException(
                    SchemaException.Reason.MISSING,
                    "the database has no tables of Errand: let JdbcTaskRegistry make them, or run the scripts schema/"
                            + database.dialect().fileName() + "-*.sql of its jar");
        }
        if (version.getAsInt() < VERSION) {
            throw new SchemaException(
                    SchemaException.Reason.OLDER,
                    "the tables of Errand have version " + version.getAsInt() + ", and this process needs version "
                            + VERSION + ": run the newer scripts");
        }
        refuseNewer(version.getAsInt());
    }

    /** Throws unless rows of all tables may be read and written; of the version, that is known. */
    void requireWritable() {
        List<String> tables = IntStream.rangeClosed(1, VERSION)
                .mapToObj(this::script)
                .flatMap(List::stream)
                .map(TABLE::matcher)
                .filter(Matcher::lookingAt)
                .map(made -> made.group(1))
                .filter(name -> !name.equals("errand_schema"))
                .toList();
        new Rights(database, tables).require();
    }

    private static RuntimeException unreadable(SQLException why) {
        return SqlStates.isForbidden(why)
                ? new SchemaException(
                        SchemaException.Reason.FORBIDDEN,
                        "the database does not let the tables of Errand be read (" + why.getMessage() + "): its user "
                                + RIGHTS)
                : Database.unavailable("did not let its tables be read", why);
    }

    private static void refuseNewer(int version) {
        if (version > VERSION) {
            throw new SchemaException(
                    SchemaException.Reason.NEWER,
                    "the tables of Errand have version " + version + ", and this process knows version " + VERSION
                            + " only: use a newer version of the library");
        }
    }

    /** Empty if there are no tables. */
    private OptionalInt version() {
        try {
            return database.transact(this::version);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private OptionalInt version(Connection connection) throws SQLException {
        boolean known = database.dialect() == Dialect.POSTGRESQL ? isOnPath(connection) : isInSchema(connection);
        if (!known) {
            return OptionalInt.empty();
        }
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT MAX(version) FROM errand_schema")) {
            return rows.next() && rows.getInt(1) > 0 ? OptionalInt.of(rows.getInt(1)) : OptionalInt.empty();
        }
    }

    /** PostgreSQL looks for a table in several schemas, those of them that the user may use. */
    private static boolean isOnPath(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var found = statement.executeQuery(
                        "SELECT to_regclass('errand_schema') IS NOT NULL, current_schema(), current_setting('search_path')")) {
            found.next();
            if (found.getString(2) == null) {
                throw new SQLException(
                        "there is no schema in its search_path " + found.getString(3) + " that it may use",
                        SqlStates.NO_SCHEMA);
            }
            return found.getBoolean(1);
        }
    }

    /** Drivers take the name of a schema for a pattern, which fits others as well. */
    private static boolean isInSchema(Connection connection) throws SQLException {
        String schema = connection.getSchema();
        try (var tables = connection
                .getMetaData()
                .getTables(connection.getCatalog(), schema, "%", new String[] {"TABLE", "BASE TABLE"})) {
            boolean known = false;
            while (tables.next()) {
                boolean here = schema == null || schema.equals(tables.getString("TABLE_SCHEM"));
                known |= here && tables.getString("TABLE_NAME").equalsIgnoreCase("errand_schema");
            }
            return known;
        }
    }

    private Object upgrade(Connection connection) throws SQLException {
        lock(connection);
        try {
            int version = version(connection).orElse(0);
            refuseNewer(version);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS errand_schema (version integer NOT NULL PRIMARY KEY)");
                for (int next = version + 1; next <= VERSION; next++) {
                    for (String command : script(next)) {
                        statement.execute(command);
                    }
                    LOG.info("The tables of Errand have version {} now", next);
                }
            }
            return this;
        } finally {
            unlock(connection);
        }
    }

    /** Until the transaction ends, or {@link #unlock}. */
    private void lock(Connection connection) throws SQLException {
        switch (database.dialect()) {
            case POSTGRESQL -> execute(connection, "SELECT pg_advisory_xact_lock(" + LOCK_NUMBER + ")");
            case MARIADB, MYSQL -> lockByName(connection);
            case SQLITE, H2 -> {} // of two that make a table, one is told no, and looks again
        }
    }

    private static void lockByName(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var taken = statement.executeQuery("SELECT GET_LOCK('" + LOCK + "', 60)")) {
            if (!taken.next() || taken.getInt(1) != 1) {
                throw new SQLTransientException("somebody else has been making the tables for a minute");
            }
        }
    }

    private void unlock(Connection connection) throws SQLException {
        if (database.dialect() == Dialect.MARIADB || database.dialect() == Dialect.MYSQL) {
            execute(connection, "SELECT RELEASE_LOCK('" + LOCK + "')");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> script(int version) {
        String name = "schema/" + database.dialect().fileName() + "-" + version + ".sql";
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("there is no script " + name);
            }
            String text = new String(in.readAllBytes(), UTF_8).replaceAll("(?m)^--.*\n", "");
            return Arrays.stream(text.split(";\n"))
                    .map(String::strip)
                    .filter(command -> !command.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.errand.jdbc.sql;

import dev.errand.InvalidInputException;
import dev.errand.TaskState;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What databases do differently. */
public enum Dialect {
    POSTGRESQL("CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS bigint)") {
        @Override
        void setId(PreparedStatement statement, int index, @Nullable UUID id) throws SQLException {
            statement.setObject(index, id, java.sql.Types.OTHER);
        }

        @Override
        public @Nullable UUID id(ResultSet results, String column) throws SQLException {
            return results.getObject(column, UUID.class);
        }

        // one text, and so one plan, for any number of them
        @Override
        public String idIn(int count) {
            return "id = ANY (?)";
        }

        @Override
        int setIds(PreparedStatement statement, int index, Collection<UUID> ids) throws SQLException {
            Array array = statement.getConnection().createArrayOf("uuid", ids.toArray());
            statement.setArray(index + 1, array);
            return index + 1;
        }

        // a unique violation would abort the transaction, which may be the host's
        @Override
        public String onConflictDoNothing() {
            return " ON CONFLICT DO NOTHING";
        }
    },
    MARIADB(Dialect.MICROS_OF_MARIADB) {
        @Override
        public String insertUnlessThere() {
            return "INSERT IGNORE INTO";
        }
    },
    MYSQL(Dialect.MICROS_OF_MARIADB) {
        @Override
        public String insertUnlessThere() {
            return "INSERT IGNORE INTO";
        }
    },
    SQLITE("CAST(unixepoch('subsec') * 1000000 AS INTEGER)") {
        @Override
        public String onConflictDoNothing() {
            return " ON CONFLICT DO NOTHING";
        }
    },
    H2("CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000000 AS bigint)") {
        @Override
        void setId(PreparedStatement statement, int index, @Nullable UUID id) throws SQLException {
            statement.setObject(index, id);
        }

        @Override
        public @Nullable UUID id(ResultSet results, String column) throws SQLException {
            return results.getObject(column, UUID.class);
        }

        @Override
        public String unless(String found) {
            return " AND NOT EXISTS (" + found + ")";
        }

        // no index of its tells what is not null
        @Override
        public String runs() {
            return IN_A_STATE_THAT_RUNS;
        }

        // it only reads an index in its order if the columns are named as well that have one value
        @Override
        public String beginningOfQueueOrder() {
            return "state, type, ";
        }
    };

    /** Not by way of the server's own time of day, of which there are two of each when summer time ends. */
    private static final String MICROS_OF_MARIADB = "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))";

    private static final String IN_A_STATE_THAT_RUNS = Stream.of(TaskState.values())
            .filter(TaskState::isRunning)
            .map(TaskState::name)
            .collect(Collectors.joining("', '", "state IN ('", "')"));

    private final String nowMicros;

    Dialect(String nowMicros) {
        this.nowMicros = nowMicros;
    }

    /** Asks a database what it is. */
    static Dialect of(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String name = database.getDatabaseProductName();
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains("postgresql")) {
            return POSTGRESQL;
        }
        if (lower.contains("mariadb")
                || database.getDatabaseProductVersion().toLowerCase(Locale.ROOT).contains("mariadb")) {
            return MARIADB;
        }
        return switch (lower) {
            case "mysql" -> MYSQL;
            case "sqlite" -> SQLITE;
            case "h2" -> H2;
            default -> throw new InvalidInputException("database", name, "be PostgreSQL, MariaDB, MySQL, SQLite or H2");
        };
    }

    /** The time of the database as microseconds since 1970, as an expression. */
    public String nowMicros() {
        return nowMicros;
    }

    /** What the files of its schema begin with. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }

    void setId(PreparedStatement statement, int index, @Nullable UUID id) throws SQLException {
        statement.setString(index, id == null ? null : id.toString());
    }

    /** The condition that the id is one of so many. */
    public String idIn(int count) {
        return "id IN (" + Binder.marks(count) + ")";
    }

    /** Sets the parameters of {@link #idIn}, which come after one; the last of them. */
    int setIds(PreparedStatement statement, int index, Collection<UUID> ids) throws SQLException {
        int last = index;
        for (UUID id : ids) {
            setId(statement, ++last, id);
        }
        return last;
    }

    public @Nullable UUID id(ResultSet results, String column) throws SQLException {
        String text = results.getString(column);
        return text == null ? null : UUID.fromString(text);
    }

    /** What an INSERT ends with that does nothing if the row is there; nothing where only an exception tells. */
    public String onConflictDoNothing() {
        return "";
    }

    /** What a SELECT ends with that is to see what others have committed since this transaction began. */
    public String readingLatest() {
        return this == MARIADB || this == MYSQL ? " LOCK IN SHARE MODE" : "";
    }

    /**
     * What an {@code INSERT ... SELECT} begins with that does nothing if the row is there, with values that are known to fit. It
     * needs {@link #unless} and {@link #onConflictDoNothing} as well, since each database has only one of them.
     */
    public String insertUnlessThere() {
        return "INSERT INTO";
    }

    /** What its condition ends with: that a query finds nothing. Nothing where this would lock what is not there. */
    public String unless(String found) {
        return "";
    }

    /** The condition that a task runs, which is when it has a node, as an index answers it. */
    public String runs() {
        return "node IS NOT NULL";
    }

    /**
     * What goes before priority, turn and id where those of one state and one type are read in the order of their index: else a
     * database may sort all that wait to tell the first of them.
     */
    public String beginningOfQueueOrder() {
        return "";
    }

    /** Whether a statement may go with many sets of parameters: the driver of MariaDB has its own protocol for them. */
    boolean takesManyAtOnce(String sql) {
        return this != MARIADB || !sql.contains(" SELECT ");
    }

    /** What a query ends with that keeps others from changing the rows that it finds, until the transaction ends. */
    public String forUpdate() {
        return hasOneWriter() ? "" : " FOR UPDATE";
    }

    /** Whether all changes are made by one process at a time, so that rows need not be locked. */
    public boolean hasOneWriter() {
        return this == SQLITE;
    }
}

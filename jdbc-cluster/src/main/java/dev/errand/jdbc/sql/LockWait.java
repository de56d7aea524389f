package dev.errand.jdbc.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long something in a transaction of the host's waits for what another transaction has locked. That may be one of the same
 * thread, which then waits for itself: no database can tell, since for all it knows the other one has only nothing to say.
 *
 * <p>The host's own limit holds if it is shorter, and is put back afterwards. What has waited too long is undone by itself, and
 * the transaction goes on: a savepoint sees to that on PostgreSQL, where every complaint undoes all, and elsewhere it is only
 * ever the statement that is undone. The savepoint is said in SQL, since drivers keep their own methods for it from transactions
 * that another one manages, as XA does.
 *
 * <p>H2 and SQLite have a limit by themselves, of some seconds unless the host has set another one.
 */
public final class LockWait {

    private static final Logger LOG = LoggerFactory.getLogger(LockWait.class);
    private static final String SAVEPOINT = "SAVEPOINT errand_submission";

    private LockWait() {}

    /**
     * Does something that may have to wait.
     *
     * @param limit for each lock; whole seconds on MariaDB and MySQL
     * @throws SQLException also if the time is over; the transaction is as it was before, then
     */
    public static <T> T atMost(Duration limit, Connection connection, Dialect dialect, Database.Work<T> work)
            throws SQLException {
        return switch (dialect) {
            case POSTGRESQL -> onPostgresql(limit, connection, work);
            case MARIADB, MYSQL -> onMariaDb(limit, connection, work);
            case SQLITE, H2 -> work.on(connection);
        };
    }

    private static <T> T onPostgresql(Duration limit, Connection connection, Database.Work<T> work)
            throws SQLException {
        String before = limitOnPostgresql(limit, connection);
        boolean done = false;
        try {
            T result = work.on(connection);
            execute(connection, "RELEASE " + SAVEPOINT + "; SET LOCAL lock_timeout = '" + before + "'");
            done = true;
            return result;
        } finally {
            if (!done) {
                tryTo(connection, "ROLLBACK TO " + SAVEPOINT + "; RELEASE " + SAVEPOINT);
            }
        }
    }

    /** The limit that there was, which comes back by itself if all is undone from here on. */
    private static String limitOnPostgresql(Duration limit, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String ours = "'" + limit.toMillis() + " ms'";
            statement.execute(SAVEPOINT + "; SELECT was, set_config('lock_timeout',"
                    + " CASE WHEN was::interval BETWEEN interval '1 ms' AND interval " + ours + " THEN was ELSE " + ours
                    + " END, true) FROM (SELECT current_setting('lock_timeout') AS was OFFSET 0) AS host");
            statement.getMoreResults();
            try (ResultSet was = statement.getResultSet()) {
                was.next();
                return was.getString(1);
            }
        }
    }

    private static <T> T onMariaDb(Duration limit, Connection connection, Database.Work<T> work) throws SQLException {
        execute(
                connection,
                "SET @errand_lock_wait = @@SESSION.innodb_lock_wait_timeout, SESSION innodb_lock_wait_timeout ="
                        + " CAST(LEAST(@@SESSION.innodb_lock_wait_timeout, "
                        + limit.plusMillis(999).toSeconds() + ") AS UNSIGNED)"); // MySQL's LEAST is a decimal number
        try {
            return work.on(connection);
        } finally {
            tryTo(connection, "SET SESSION innodb_lock_wait_timeout = @errand_lock_wait");
        }
    }

    private static void tryTo(Connection connection, String sql) {
        try {
            execute(connection, sql);
        } catch (SQLException gone) {
            LOG.debug("A transaction of the host's cannot be left as it was: its connection is gone", gone);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

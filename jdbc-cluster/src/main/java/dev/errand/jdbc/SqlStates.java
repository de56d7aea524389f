package dev.errand.jdbc;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** What a database means by its complaints (ISO/IEC 9075-2, SQLSTATE, and what products add to it). */
final class SqlStates {

    /** Serialization failure, deadlock, lock not available. */
    private static final Set<String> MAY_PASS = Set.of("40001", "40P01", "55P03", "40000");

    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final int H2_LOCK_TIMEOUT = 50_200;
    private static final int MARIADB_LOCK_WAIT = 1_205;
    private static final int MARIADB_DEADLOCK = 1_213;

    private SqlStates() {}

    /** Whether the same transaction may well succeed if it is tried again; it has not happened. */
    static boolean mayPass(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return MAY_PASS.contains(state)
                || e.getErrorCode() == H2_LOCK_TIMEOUT
                || e.getErrorCode() == MARIADB_LOCK_WAIT
                || e.getErrorCode() == MARIADB_DEADLOCK
                || isSqliteBusy(e);
    }

    private static boolean isSqliteBusy(SQLException e) {
        int code = e.getErrorCode() & 0xFF;
        return e.getClass().getName().startsWith("org.sqlite") && (code == SQLITE_BUSY || code == SQLITE_LOCKED);
    }

    /** Whether it is the connection that is broken, or there is none to be had. */
    static boolean isAway(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")
                || e instanceof SQLTransientConnectionException
                || e instanceof SQLNonTransientConnectionException
                || e instanceof SQLRecoverableException;
    }

    /** Whether a row with this key is there already. */
    static boolean isDuplicate(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.equals("23505") || (state.equals("23000") && e.getErrorCode() == 1_062);
    }
}

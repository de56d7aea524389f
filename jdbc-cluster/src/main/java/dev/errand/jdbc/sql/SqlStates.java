package dev.errand.jdbc.sql;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** What a database means by its complaints (ISO/IEC 9075-2, SQLSTATE, and what products add to it). */
public final class SqlStates {

    /** Serialization failure, deadlock, lock not available. */
    private static final Set<String> MAY_PASS = Set.of("40001", "40P01", "55P03", "40000");

    /** Invalid schema name: none of those in which to look for a table is there for this user. */
    public static final String NO_SCHEMA = "3F000";

    /** Insufficient privilege, read-only transaction, no schema; H2's not enough rights, and read-only database. */
    private static final Set<String> FORBIDDEN = Set.of("42501", "25006", NO_SCHEMA, "90096", "90097");

    /** A database, a table or a column that is denied to the user, and a server that is read-only. */
    private static final Set<Integer> FORBIDDEN_BY_MARIADB = Set.of(1_044, 1_142, 1_143, 1_290, 1_792, 1_836);

    private static final int SQLITE_READONLY = 8;
    private static final int SQLITE_CONSTRAINT = 19;
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final int H2_LOCK_TIMEOUT = 50_200;
    private static final int MARIADB_LOCK_WAIT = 1_205;
    private static final int MARIADB_DEADLOCK = 1_213;
    private static final int MARIADB_PACKET_TOO_LARGE = 1_153;

    private SqlStates() {}

    /** Whether the same transaction may well succeed if it is tried again; it has not happened. */
    public static boolean mayPass(SQLException e) {
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

    /** Whether the database can never store what it was given: data exceptions, limits of a product, packets that are too large. */
    public static boolean isUnstorable(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("22") || state.startsWith("54") || isPacketTooLarge(e);
    }

    private static boolean isPacketTooLarge(SQLException e) {
        return e.getErrorCode() == MARIADB_PACKET_TOO_LARGE
                || e.getClass().getSimpleName().equals("PacketTooBigException");
    }

    /** Whether it is the connection that is broken, or there is none to be had; not if it broke for what it was to carry. */
    public static boolean isAway(SQLException e) {
        return !isPacketTooLarge(e) && isBroken(e);
    }

    private static boolean isBroken(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")
                || e instanceof SQLTransientConnectionException
                || e instanceof SQLNonTransientConnectionException
                || e instanceof SQLRecoverableException;
    }

    /** Whether the user may not do so, or nobody may: it does not help to try again. */
    public static boolean isForbidden(SQLException e) {
        return FORBIDDEN.contains(String.valueOf(e.getSQLState()))
                || FORBIDDEN_BY_MARIADB.contains(e.getErrorCode())
                || (e.getClass().getName().startsWith("org.sqlite") && (e.getErrorCode() & 0xFF) == SQLITE_READONLY);
    }

    /** Whether a row with this key is there already. */
    public static boolean isDuplicate(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.equals("23505") || (state.equals("23000") && e.getErrorCode() == 1_062) || isSqliteDuplicate(e);
    }

    /** Its driver tells no more than that a constraint says no, and in words which. */
    private static boolean isSqliteDuplicate(SQLException e) {
        return e.getClass().getName().startsWith("org.sqlite")
                && (e.getErrorCode() & 0xFF) == SQLITE_CONSTRAINT
                && String.valueOf(e.getMessage()).contains("UNIQUE constraint failed");
    }
}

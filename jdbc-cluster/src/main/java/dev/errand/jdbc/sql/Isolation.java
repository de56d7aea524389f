package dev.errand.jdbc.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * How our own transactions are kept apart: each statement sees what is committed by then, since who has waited for a lock has to
 * see what was done by whoever had it. A pool, or the role of a host, may ask for more, which shows a transaction what it has
 * seen at its first look.
 *
 * @param usual that of the connections which the host gives; empty if we need no other one
 */
record Isolation(Optional<Integer> usual) {

    /** Asks a connection that has just been lent. */
    static Isolation of(Connection connection, Dialect dialect) throws SQLException {
        return switch (dialect) {
            case POSTGRESQL, H2 -> {
                int usual = connection.getTransactionIsolation();
                yield new Isolation(
                        usual > Connection.TRANSACTION_READ_COMMITTED ? Optional.of(usual) : Optional.empty());
            }
            case MARIADB, MYSQL, SQLITE -> new Isolation(Optional.empty()); // a lock shows what is newest
        };
    }

    /** Works with a connection, which gets the isolation back that it had. */
    <T> T on(Connection connection, Database.Asking<T> work) throws SQLException {
        if (usual.isEmpty()) {
            return work.answer();
        }
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        try {
            return work.answer();
        } finally {
            Database.giveBack(() -> connection.setTransactionIsolation(usual.get()));
        }
    }
}

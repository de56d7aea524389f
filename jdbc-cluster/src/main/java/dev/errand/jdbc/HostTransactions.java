package dev.errand.jdbc;

import dev.errand.InvalidInputException;
import dev.errand.jdbc.sql.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The transactions that the submissions of a registry belong to: those that its callers name, and those that a host tells of. */
final class HostTransactions {

    /** What threads have named, the innermost first. */
    private static final ThreadLocal<@Nullable Named> NAMED = new ThreadLocal<>();

    /** For whose submissions, and which one. */
    private record Named(
            HostTransactions of,
            Connection transaction,
            @Nullable Named outer) {}

    private final HostTransaction toldOf;

    HostTransactions(HostTransaction toldOf) {
        this.toldOf = toldOf;
    }

    /** As {@link JdbcTaskRegistry#within} says. */
    <T> T within(Connection transaction, Callable<T> submissions) throws Exception {
        require(transaction);
        Named outer = NAMED.get();
        NAMED.set(new Named(this, transaction, outer));
        try {
            return submissions.call();
        } finally {
            if (outer == null) {
                NAMED.remove();
            } else {
                NAMED.set(outer);
            }
        }
    }

    /** That of the calling thread; null if it has none. */
    @Nullable Connection current() {
        Named named = NAMED.get();
        while (named != null && named.of != this) {
            named = named.outer;
        }
        if (named != null) {
            return named.transaction;
        }
        Connection current = toldOf.current();
        if (current != null) {
            require(current);
        }
        return current;
    }

    private static void require(Connection connection) {
        try {
            if (connection.getAutoCommit()) {
                throw new InvalidInputException(
                        "connection", "in autocommit mode", "have a transaction: setAutoCommit(false)");
            }
        } catch (SQLException e) {
            throw Database.unavailable("has closed the connection of the transaction", e);
        }
    }
}

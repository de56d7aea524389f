package dev.errand.jdbc.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long the client of a transaction may say nothing to MariaDB or MySQL, before that ends the transaction with its
 * connection: one that is frozen or cut off would otherwise keep others out by the rows that it has locked.
 *
 * <p>They know such a limit for a session only, and the connection is the host's, who may be silent in transactions of its own
 * for as long as it likes. So its own limit is put back when the transaction is over. MySQL has none for transactions, but one
 * for a session that says nothing, which is the same for as long as there is a transaction.
 *
 * <p>PostgreSQL has one for each transaction: {@link Notices#begin}. A file has no clients that could be cut off.
 */
public final class Silence {

    private static final Logger LOG = LoggerFactory.getLogger(Silence.class);

    private Silence() {}

    private static Optional<String> limitOf(Dialect dialect) {
        return switch (dialect) {
            case MARIADB -> Optional.of("idle_transaction_timeout");
            case MYSQL -> Optional.of("wait_timeout");
            case POSTGRESQL, SQLITE, H2 -> Optional.empty();
        };
    }

    /** From now on it may be silent for so long, in whole seconds. */
    public static void limit(Connection connection, Dialect dialect, Duration silence) throws SQLException {
        Optional<String> limit = limitOf(dialect);
        if (limit.isPresent()) {
            long seconds = silence.plusMillis(999).toSeconds();
            execute(
                    connection,
                    "SET @errand_silence = @@SESSION." + limit.get() + ", SESSION " + limit.get() + " = " + seconds);
        }
    }

    /** It may be silent for as long as before. */
    public static void unlimit(Connection connection, Dialect dialect) {
        limitOf(dialect).ifPresent(limit -> {
            try {
                execute(connection, "SET SESSION " + limit + " = @errand_silence");
            } catch (SQLException gone) {
                LOG.debug("A connection cannot be given back as it was lent: it is gone", gone);
            }
        });
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

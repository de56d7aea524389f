package dev.errand.mail.recipients;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a query as recipients, some hundred at a time. The query should have an {@code ORDER BY}, so that each attempt meets
 * them in the same order.
 *
 * <p>It has a connection of its own, in a transaction that stays open until the stream is closed: not one of the few of a pool
 * that others wait for. With MySQL, say {@code useCursorFetch=true} in the URL; else its driver reads everything into memory first.
 */
public final class JdbcRecipients {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcRecipients.class);

    private static final int ROWS_AT_A_TIME = 500;

    /**
     * Makes a recipient of the row that a result set stands on.
     *
     * @param <T> the recipient
     */
    @FunctionalInterface
    public interface Row<T> {

        /**
         * Reads the row.
         *
         * @param row stands on it; not to be moved
         * @return the recipient
         * @throws SQLException if it cannot be read
         */
        T read(ResultSet row) throws SQLException;
    }

    private JdbcRecipients() {}

    /**
     * Asks a database for recipients.
     *
     * @param dataSource gives the connection
     * @param query such as {@code SELECT email, name FROM member WHERE line = ? ORDER BY id}
     * @param row makes a recipient of a row
     * @param parameters of the query, in its order
     * @param <T> the recipient
     * @return recipients, to be closed; {@link dev.errand.mail.Campaign#send(Stream, dev.errand.mail.MailTransport,
     *     dev.errand.TaskContext) Campaign.send} does
     * @throws SQLException if the database refuses the query
     */
    public static <T> Stream<T> stream(DataSource dataSource, String query, Row<? extends T> row, Object... parameters)
            throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            connection.setAutoCommit(false); // without, PostgreSQL has no cursor
            PreparedStatement statement = connection.prepareStatement(query);
            statement.setFetchSize(ROWS_AT_A_TIME);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            Iterator<T> rows = new JdbcRows<>(statement.executeQuery(), row);
            return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
                    .onClose(() -> closeQuietly(connection));
        } catch (SQLException | RuntimeException refused) {
            try {
                close(connection);
            } catch (RuntimeException also) {
                refused.addSuppressed(also);
            }
            throw refused;
        }
    }

    /** Everything was read by then, or nobody wants it any more; a server may have ended a connection that idled for hours. */
    private static void closeQuietly(Connection connection) {
        try {
            close(connection);
        } catch (IllegalStateException gone) {
            LOG.warn(
                    "The connection of the recipients was gone before it was closed: {}",
                    String.valueOf(gone.getCause()));
        }
    }

    /** What hangs on a connection is closed with it; a pool does so as well. */
    private static void close(Connection connection) {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException("the connection of the recipients cannot be closed", e);
        }
    }
}

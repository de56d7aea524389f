package dev.errand.jdbc.queue;

import com.github.kagkarlsson.scheduler.task.Execution;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Is told of tickets that are being taken together. */
@FunctionalInterface
public interface TakenTogether {

    /**
     * Prepares for them, in the transaction that takes them.
     *
     * @param connection of that transaction
     * @throws SQLException if the transaction has failed: then they are not taken
     */
    void on(Connection connection, List<Execution> tickets) throws SQLException;
}

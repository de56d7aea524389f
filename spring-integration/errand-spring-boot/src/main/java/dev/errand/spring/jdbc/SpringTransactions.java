package dev.errand.spring.jdbc;

import dev.errand.jdbc.HostTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transaction that Spring has bound to a thread, if it is one of the right {@code DataSource}: by its own transaction
 * manager, or by that of JPA, which shows the connection of its session.
 *
 * <p>A transaction of another database, or one that has no connection yet, as JTA's before its first statement, is none: what is
 * submitted in it is accepted at once. So is what is submitted after the commit of a transaction, or after it was rolled back,
 * though Spring still shows its connection then: {@link EndedTransactions} tells. For transactions that are prepared before they are committed, as JTA's with more than one
 * database, the registry has to be {@linkplain dev.errand.jdbc.JdbcTaskRegistry#withTwoPhaseCommits() told}.
 */
public final class SpringTransactions implements HostTransaction {

    private final DataSource source;
    private final Runnable afterCommit;

    /**
     * Transactions of a data source.
     *
     * @param source the one that the registry is on
     * @param afterCommit what to do when something was submitted in one of them and it has committed
     */
    public SpringTransactions(DataSource source, Runnable afterCommit) {
        this.source = source;
        this.afterCommit = afterCommit;
    }

    @Override
    public @Nullable Connection current() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !(TransactionSynchronizationManager.getResource(source) instanceof ConnectionHolder holder)) {
            return null;
        }
        Connection connection = holder.getConnection();
        if (EndedTransactions.contain(holder) || commitsByItself(connection)) {
            return null;
        }
        Wake wake = new Wake(this);
        if (TransactionSynchronizationManager.isSynchronizationActive()
                && !TransactionSynchronizationManager.getSynchronizations().contains(wake)) {
            TransactionSynchronizationManager.registerSynchronization(wake);
        }
        return connection;
    }

    /** As one that is only kept at hand during a transaction of something else. */
    private static boolean commitsByItself(Connection connection) {
        try {
            return connection.getAutoCommit();
        } catch (SQLException closed) {
            return false; // whoever uses it is told
        }
    }

    /** Equal for one transaction and one source, so that it is registered once. */
    private record Wake(SpringTransactions transactions) implements TransactionSynchronization {

        @Override
        public void afterCommit() {
            transactions.afterCommit.run();
        }
    }
}

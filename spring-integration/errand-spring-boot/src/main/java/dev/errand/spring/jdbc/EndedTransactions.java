package dev.errand.spring.jdbc;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.JdbcTransactionObjectSupport;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Knows which of a thread's transactions have ended, though Spring still shows their connections: to a
 * {@code @TransactionalEventListener}, and to whatever else is called after a commit or a rollback. What were written to one of
 * these connections then, nobody would commit.
 *
 * <p>It listens to all transaction managers that are beans, from right before a commit or a rollback until Spring has put the
 * connection away; no code of the application runs between the first of these moments and the end of the transaction.
 */
public final class EndedTransactions implements BeanPostProcessor, TransactionExecutionListener {

    /** What is bound to the thread for a connection whose transaction has ended. */
    private record Ended(ConnectionHolder holder) {}

    /** Listens to nothing yet. */
    public EndedTransactions() {}

    /** Whether the transaction of a connection has ended that Spring shows to this thread. */
    static boolean contain(ConnectionHolder holder) {
        return TransactionSynchronizationManager.hasResource(new Ended(holder));
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof ConfigurableTransactionManager manager) {
            manager.addListener(this);
        }
        return bean;
    }

    @Override
    public void beforeCommit(TransactionExecution transaction) {
        note(transaction);
    }

    @Override
    public void beforeRollback(TransactionExecution transaction) {
        note(transaction);
    }

    @Override
    public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
        forget(transaction);
    }

    @Override
    public void afterRollback(TransactionExecution transaction, @Nullable Throwable failure) {
        forget(transaction);
    }

    private static void note(TransactionExecution transaction) {
        Ended ended = endedBy(transaction);
        if (ended != null && !TransactionSynchronizationManager.hasResource(ended)) {
            TransactionSynchronizationManager.bindResource(ended, true);
        }
    }

    private static void forget(TransactionExecution transaction) {
        Ended ended = endedBy(transaction);
        if (ended != null) {
            TransactionSynchronizationManager.unbindResourceIfPossible(ended);
        }
    }

    /** Null for a savepoint, whose end is not that of the transaction, and where there is no connection. */
    private static @Nullable Ended endedBy(TransactionExecution transaction) {
        return transaction.isNewTransaction()
                        && transaction instanceof DefaultTransactionStatus status
                        && status.hasTransaction()
                        && status.getTransaction() instanceof JdbcTransactionObjectSupport jdbc
                        && jdbc.hasConnectionHolder()
                ? new Ended(jdbc.getConnectionHolder())
                : null;
    }
}

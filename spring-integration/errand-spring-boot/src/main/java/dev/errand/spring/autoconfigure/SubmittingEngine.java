package dev.errand.spring.autoconfigure;

import dev.errand.engine.TaskEngine;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.TaskRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * The engine for whoever submits. Warns, once, where that is done within a transaction and the registry is in memory, which knows
 * nothing of transactions: the task begins at once, and also if the transaction is rolled back.
 */
final class SubmittingEngine implements Supplier<TaskEngine> {

    private static final Logger LOG = LoggerFactory.getLogger(SubmittingEngine.class);
    private static final boolean TRANSACTIONS = ClassUtils.isPresent(
            "org.springframework.transaction.support.TransactionSynchronizationManager",
            SubmittingEngine.class.getClassLoader());

    private final ObjectProvider<TaskEngine> engine;
    private final ObjectProvider<TaskRegistry> registry;
    private final AtomicBoolean warned = new AtomicBoolean();

    SubmittingEngine(ObjectProvider<TaskEngine> engine, ObjectProvider<TaskRegistry> registry) {
        this.engine = engine;
        this.registry = registry;
    }

    @Override
    public TaskEngine get() {
        if (TRANSACTIONS
                && TransactionSynchronizationManager.isActualTransactionActive()
                && registry.getIfUnique() instanceof MemoryTaskRegistry
                && warned.compareAndSet(false, true)) {
            LOG.warn(
                    "A task was submitted within a transaction, but tasks are kept in memory: it runs at once, and also if the"
                            + " transaction is rolled back. With errand-jdbc-cluster and a DataSource, it would be a part of it");
        }
        return engine.getObject();
    }
}

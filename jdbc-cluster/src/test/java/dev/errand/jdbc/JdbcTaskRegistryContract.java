package dev.errand.jdbc;

import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Retention;
import dev.errand.testkit.DurableTaskRegistryContract;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;

/** What every registry keeps to, kept to on one kind of database, which is empty before each test. */
abstract class JdbcTaskRegistryContract extends DurableTaskRegistryContract {

    @AutoClose
    private final TestDatabase database;

    private final DataSource pool;

    JdbcTaskRegistryContract(DatabaseKind kind) {
        database = kind.fresh();
        pool = database.pool(8);
    }

    @Override
    protected DurableTaskRegistry unopened(Retention retention) {
        return JdbcTaskRegistry.on(pool).keeping(retention);
    }

    /** By the clock of the database, which nobody can set. */
    @Override
    protected void pass(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        Await.until("time has passed", duration.plusSeconds(10), () -> System.nanoTime() > end);
    }
}

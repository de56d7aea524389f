package dev.errand.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.TaskId;
import dev.errand.TaskType;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.FaultyDataSource;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.registry.Liveness;
import dev.errand.registry.Node;
import dev.errand.registry.RegistryListener;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node takes leave while it says that it is alive. */
@Timeout(60)
class LeavingTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void aBeatThatIsUnderWayDoesNotBringItBack() throws Exception {
        try (TestDatabase database = DatabaseKind.H2_IN_MEMORY.fresh()) {
            FaultyDataSource slow = new FaultyDataSource(database.pool(4));
            JdbcTaskRegistry registry = JdbcTaskRegistry.on(slow);
            Node node = new Node(UUID.randomUUID(), "node", Instant.now(), 5, Set.of(ECHO.name()));
            registry.open(node, Liveness.DEFAULT, Map.of(ECHO.name(), ECHO), new Nobody());
            CountDownLatch underWay = new CountDownLatch(1);
            CountDownLatch goesOn = new CountDownLatch(1);
            slow.failBefore(1, () -> {
                underWay.countDown();
                awaitQuietly(goesOn);
                return new SQLException("it gives way, and is done again", "40001");
            });
            Thread beat = Thread.ofPlatform().start(registry::beat);
            underWay.await();

            Thread leave = Thread.ofPlatform().start(registry::close);
            Await.until(
                    "it waits for the beat, or is done",
                    LONG,
                    () -> LockSupport.getBlocker(leave) instanceof AbstractQueuedSynchronizer || !leave.isAlive());
            goesOn.countDown();
            beat.join();
            leave.join();

            assertThat(Sql.number(database.dataSource(), "SELECT COUNT(*) FROM errand_node"))
                    .isZero();
        }
    }

    private static final class Nobody implements RegistryListener {

        @Override
        public void onQueued() {}

        @Override
        public void onOffered() {}

        @Override
        public void onCommand(TaskId task) {}
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

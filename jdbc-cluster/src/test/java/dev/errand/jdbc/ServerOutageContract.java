package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.jdbc.Engines.outcomeOf;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.parts.DatabaseServer;
import dev.errand.jdbc.parts.FaultProxy;
import dev.errand.jdbc.parts.ServerDatabase;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.sql.Dialect;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Outages of databases that are reached over a network. */
abstract class ServerOutageContract extends OutageContract {

    private static final TaskType<String, String> HOLD = TaskType.named("hold", String.class, String.class);
    private static final Duration HASTE_OF_THE_POOL = ofMillis(300);

    private final DatabaseServer server;
    private final ServerDatabase database;
    private final Dialect dialect;
    private final CountDownLatch gate = new CountDownLatch(1);

    ServerOutageContract(DatabaseServer server, Dialect dialect) {
        this(server, server.newDatabase("outage"), dialect);
    }

    private ServerOutageContract(DatabaseServer server, ServerDatabase database, Dialect dialect) {
        super(database);
        this.server = server;
        this.database = database;
        this.dialect = dialect;
    }

    @AfterEach
    @Override
    void leavesNothingRunning() {
        gate.countDown();
        super.leavesNothingRunning();
        server.close();
    }

    @Test
    void aServerIsKilledAndComesBack() throws Exception {
        HikariDataSource pool = pool(database);
        outlasts(pool, () -> {
            pool.setConnectionTimeout(
                    HASTE_OF_THE_POOL.toMillis()); // only now: it may take longer to make the first one
            server.kill();
            pass(OUTAGE);
            server.restart();
        });
        assertThat(refusals()).as("submissions while it was away").isPositive();
    }

    @Test
    void allConnectionsAreEndedAgainAndAgain() throws Exception {
        outlasts(pool(database), () -> {
            for (int round = 0; round < 5; round++) {
                assertThat(server.endConnections()).isPositive();
                pass(ofMillis(500));
            }
        });
    }

    @Test
    void aNetworkSwallowsEverything() throws Exception {
        try (FaultProxy proxy = FaultProxy.before(server)) {
            outlasts(pool(database.through(proxy).timeout(TIMEOUT)), () -> {
                proxy.blackhole();
                pass(OUTAGE);
                proxy.heal();
            });
            assertThat(refusals()).as("submissions while it did").isPositive();
        }
    }

    /** By the clock of the database, which others go by. */
    @Test
    void whatRunsIsInterruptedBeforeOthersMayTakeItOver() throws Exception {
        try (FaultProxy proxy = FaultProxy.before(server)) {
            HikariDataSource pool = pool(database.through(proxy).timeout(TIMEOUT));
            CountDownLatch running = new CountDownLatch(1);
            CompletableFuture<Long> interruptedAt = new CompletableFuture<>();
            TaskEngine tasks = engines().start(builder(pool).register(HOLD, (input, context) -> {
                running.countDown();
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    interruptedAt.complete(Sql.number(database.dataSource(), "SELECT " + dialect.nowMicros()));
                    throw e;
                }
                return input;
            }));
            TaskHandle<String> held = tasks.submit(HOLD, "x", by("ana"));
            running.await();

            proxy.blackhole();

            assertThat(interruptedAt.get())
                    .isLessThan(Sql.number(database.dataSource(), "SELECT MAX(alive_until) FROM errand_node"));
            gate.countDown();
            proxy.heal();
            assertThat(outcomeOf(held)).isEqualTo(new Outcome.Succeeded<>("x"));
        }
    }
}

package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.jdbc.Engines.outcomeOf;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.TimelineEntry;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.FaultyDataSource;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.registry.LegalTransitions;
import dev.errand.registry.RegistryUnavailableException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A task is submitted, runs, reports and ends, and another one is cancelled; and one call of the database after the other
 * fails, each in its turn.
 *
 * <p>With {@code -Derrand.long=true} each call fails for every reason, else each for one of them.
 */
@Timeout(600)
class EveryFaultTest {

    private static final TaskType<String, String> COUNT = TaskType.named("count", String.class, String.class);
    private static final TaskType<String, String> HOLD =
            TaskType.named("hold", String.class, String.class).cancelGrace(ofMillis(10));
    private static final boolean LONG = Boolean.getBoolean("errand.long");
    private static final int TRIES = 20;

    /** Serialization, deadlock, something that is there already, a connection that breaks, a disk that is full. */
    private static final List<String> REASONS = List.of("40001", "40P01", "23505", "08006", "53100");

    private final TestDatabase database = DatabaseKind.POSTGRESQL.fresh();
    private final FaultyDataSource faulty = new FaultyDataSource(database.pool(6));
    private final Engines engines = new Engines();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Semaphore holding = new Semaphore(0);
    private int number;

    @AfterEach
    void leavesNothingRunning() {
        faulty.heal();
        gate.countDown();
        engines.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesEveryTaskToComeToItsEnd(boolean cluster) throws Exception {
        TaskEngine tasks = engines.start(builder(cluster));
        goThrough(tasks);
        faulty.reset();
        goThrough(tasks);
        int calls = faulty.calls();
        assertThat(calls).isGreaterThan(20);
        for (int call = 1; call <= calls; call++) {
            for (String reason : LONG ? REASONS : List.of(REASONS.get(call % REASONS.size()))) {
                faulty.reset();
                faulty.failBefore(call, () -> new SQLException("planted at call " + number, reason));
                goThrough(tasks);
            }
            faulty.reset();
            faulty.failAfter(call, () -> new SQLException("planted after call " + number, "08006"));
            goThrough(tasks);
        }
        faulty.heal();
        Await.until(
                "all that was accepted has ended",
                ofSeconds(20),
                () -> Sql.number(database.dataSource(), "SELECT COUNT(*) FROM errand_task WHERE ended_at IS NULL")
                        == 0);
        Await.until(
                "no ticket is left",
                ofSeconds(20),
                () -> Sql.number(database.dataSource(), "SELECT COUNT(*) FROM errand_ticket") == 0);
        assertThat(Sql.number(database.dataSource(), "SELECT COUNT(*) FROM errand_task"))
                .isEqualTo(number);
    }

    private void goThrough(TaskEngine tasks) throws InterruptedException {
        SubmitOptions first = nextKey();
        SubmitOptions second = nextKey();
        TaskHandle<String> counting = insist(() -> tasks.submit(COUNT, "a", first));
        TaskHandle<String> held = insist(() -> tasks.submit(HOLD, "b", second));
        Await.until("it runs, or has ended", ofSeconds(20), () -> holding.tryAcquire());
        insist(held::cancel);

        assertThat(outcomeOf(counting)).isEqualTo(new Outcome.Succeeded<>("3"));
        assertThat(outcomeOf(held)).isInstanceOf(Outcome.Cancelled.class);
        for (TaskHandle<String> handle : List.of(counting, held)) {
            assertLegal(insist(handle::snapshot).status().timeline());
        }
        holding.drainPermits();
    }

    private SubmitOptions nextKey() {
        return by("ana").key("key " + ++number);
    }

    /** As a host does that wants it done: whatever fails, fails by this exception, and may be asked for again. */
    private static <T> T insist(Supplier<T> wish) {
        for (int tries = 1; ; tries++) {
            try {
                return wish.get();
            } catch (RegistryUnavailableException e) {
                assertThat(tries).isLessThan(TRIES);
            }
        }
    }

    private static void assertLegal(List<TimelineEntry> timeline) {
        TaskState before = TaskState.QUEUED;
        for (TimelineEntry step : timeline) {
            assertThat(LegalTransitions.statesBefore(step.state()).contains(before))
                    .as("%s to %s in %s", before, step.state(), timeline)
                    .isTrue();
            before = step.state();
        }
    }

    private TaskEngineBuilder builder(boolean cluster) {
        TaskEngineBuilder builder = TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(faulty).timeout(ofSeconds(5)))
                .lease(ofSeconds(2))
                .register(COUNT, (input, context) -> {
                    context.progress().total(3);
                    for (int step = 1; step <= 3; step++) {
                        context.progress().advance(1);
                        context.checkpoint(step);
                    }
                    return "3";
                })
                .register(HOLD, (input, context) -> {
                    holding.release();
                    gate.await();
                    return input;
                });
        return cluster ? builder.executor(ClusterExecutor.on(faulty).pollingEvery(ofMillis(200))) : builder;
    }
}

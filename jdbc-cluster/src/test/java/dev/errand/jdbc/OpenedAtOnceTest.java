package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.jdbc.Engines.outcomeOf;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.parts.ChildProcess;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.PostgresServer;
import dev.errand.jdbc.parts.ServerDatabase;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that come to an empty database at the same time: one makes the tables, once, and all of them work. */
@Timeout(240)
class OpenedAtOnceTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final int AT_ONCE = 10;
    private static final int ROUNDS = Boolean.getBoolean("errand.long") ? 20 : 3;
    private static final int PROCESSES = 4;

    @ParameterizedTest
    @EnumSource
    void byThreads(DatabaseKind kind) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            TestDatabase database = kind.fresh();
            try (database;
                    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
                CyclicBarrier together = new CyclicBarrier(AT_ONCE);
                List<Future<Outcome<String>>> outcomes = new ArrayList<>();
                for (int number = 0; number < AT_ONCE; number++) {
                    outcomes.add(threads.submit(() -> work(database, together)));
                }
                for (Future<Outcome<String>> outcome : outcomes) {
                    assertThat(outcome.get()).isEqualTo(new Outcome.Succeeded<>("a"));
                }
                assertThatTablesWereMadeOnce(database, AT_ONCE);
            }
        }
    }

    private static Outcome<String> work(TestDatabase database, CyclicBarrier together) throws Exception {
        Engines engines = new Engines();
        try (engines) {
            JdbcTaskRegistry registry = JdbcTaskRegistry.on(database.pool(3));
            together.await();
            TaskEngine tasks =
                    engines.start(TaskEngine.builder().registry(registry).register(ECHO, (input, context) -> input));
            TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));
            return outcomeOf(handle);
        }
    }

    @Test
    void byProcesses() throws Exception {
        ServerDatabase database = PostgresServer.shared().newDatabase("opened");
        List<ChildProcess> children = new ArrayList<>();
        try (database;
                Connection starter = database.dataSource().getConnection()) {
            Sql.execute(starter, "SELECT pg_advisory_lock(" + OpeningChild.STARTING_LINE + ")");
            for (int number = 0; number < PROCESSES; number++) {
                children.add(ChildProcess.of(OpeningChild.class).start(database.url()));
            }
            for (ChildProcess child : children) {
                child.awaitLine("ready", ofSeconds(60));
            }
            Sql.execute(starter, "SELECT pg_advisory_unlock(" + OpeningChild.STARTING_LINE + ")");
            for (ChildProcess child : children) {
                child.awaitLine("ended: true", ofSeconds(90));
            }
            assertThatTablesWereMadeOnce(database, PROCESSES);
        } finally {
            children.forEach(ChildProcess::close);
        }
    }

    private static void assertThatTablesWereMadeOnce(TestDatabase database, int tasks) throws Exception {
        assertThat(Sql.texts(database.dataSource(), "SELECT MAX(version) FROM errand_schema"))
                .containsExactly("" + Schema.VERSION);
        assertThat(Sql.number(database.dataSource(), "SELECT COUNT(*) FROM errand_gate"))
                .isEqualTo(65);
        assertThat(Sql.number(database.dataSource(), "SELECT COUNT(*) FROM errand_task"))
                .isEqualTo(tasks);
    }
}

package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Command;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import java.sql.Connection;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A ticket that was made while its type was being paused is taken back, and one that is there all the same waits. */
@Timeout(180)
class PausedTicketsTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final TaskType<String, String> OTHER = TaskType.named("other", String.class, String.class);
    private static final Command OLGA = Command.by("olga").because("the printer is on fire");

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, false", "POSTGRESQL, true", "MARIADB, true", "H2_FILE, true"})
    void areTakenByNobody(DatabaseKind kind, boolean limited) throws Exception {
        TestDatabase database = kind.fresh();
        try (database;
                Engines engines = new Engines()) {
            DataSource pool = database.pool(8);
            TaskEngine tasks = engines.start(engine(pool, limited));
            assertThat(tasks.pauseType("echo", OLGA)).isTrue();
            TaskHandle<String> waits = tasks.submit(ECHO, "a", by("ana"));
            Sql.execute(pool, ticketFor(waits.id()));

            for (int number = 0; number < 5; number++) {
                assertThat(tasks.submit(OTHER, "b", by("ana")).await(ofSeconds(60)))
                        .as("of another type")
                        .isPresent();
            }
            assertThat(waits.snapshot().state()).isEqualTo(TaskState.QUEUED);
            assertThat(tasks.resumeType("echo", OLGA)).isTrue();

            assertThat(waits.await(ofSeconds(60))).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL", "MARIADB", "MYSQL", "H2_FILE"})
    void areTakenBackOnceTheyAreMade(DatabaseKind kind) throws Exception {
        TestDatabase database = kind.fresh();
        try (database;
                Engines engines = new Engines();
                ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            DataSource pool = database.pool(8);
            TaskEngine tasks = engines.start(engine(pool, true));
            TaskId unknown = new TaskId(UUID.randomUUID());
            Future<Boolean> pause;
            try (Connection round = pool.getConnection()) {
                round.setAutoCommit(false);
                Sql.execute(round, "SELECT name FROM errand_gate WHERE name = 'admission' FOR UPDATE");
                Sql.execute(round, ticketFor(unknown));
                pause = thread.submit(() -> tasks.pauseType("echo", OLGA));
                assertThatExceptionOfType(TimeoutException.class)
                        .as("while tickets are made")
                        .isThrownBy(() -> pause.get(1, TimeUnit.SECONDS));
                round.commit();
            }
            assertThat(pause.get(60, TimeUnit.SECONDS)).isTrue();

            assertThat(Sql.number(pool, "SELECT COUNT(*) FROM errand_ticket WHERE picked = FALSE"))
                    .as("unless somebody has taken it by then")
                    .isZero();
        }
    }

    private static String ticketFor(TaskId task) {
        return "INSERT INTO errand_ticket (task_name, task_instance, execution_time, picked, version, priority)"
                + " VALUES ('echo', '" + task + "', TIMESTAMP '2026-01-01 00:00:00', FALSE, 1, 0)";
    }

    private static TaskEngineBuilder engine(DataSource pool, boolean limited) {
        return TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(pool))
                .executor(ClusterExecutor.on(pool).threads(2))
                .register(limited ? ECHO.maxRunning(1) : ECHO, (input, context) -> input)
                .register(OTHER, (input, context) -> input);
    }
}

package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Command;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.TestDatabase;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A type that one engine pauses, no engine begins, whichever executor it has, until another one resumes it. */
@Timeout(180)
class PausedTypesInTablesTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final TaskType<String, String> OTHER = TaskType.named("other", String.class, String.class);
    private static final Command OLGA = Command.by("olga").because("the printer is on fire");

    @ParameterizedTest
    @CsvSource({
        "SQLITE, false, false",
        "H2_FILE, false, false",
        "POSTGRESQL, false, false",
        "POSTGRESQL, true, false",
        "POSTGRESQL, true, true",
        "MARIADB, true, false"
    })
    void isBegunByNobody(DatabaseKind kind, boolean cluster, boolean limited) throws Exception {
        TestDatabase database = kind.fresh();
        try (database;
                Engines engines = new Engines()) {
            DataSource pool = database.pool(8);
            TaskEngine first = engines.start(builder(pool, cluster, limited));
            assertThat(first.pauseType("echo", OLGA)).isTrue();
            first.close();
            TaskEngine second = engines.start(builder(pool, cluster, limited));
            TaskEngine third = engines.start(builder(pool, cluster, limited));

            TaskHandle<String> waits = second.submit(ECHO, "a", by("ana"));
            for (int number = 0; number < 5; number++) {
                assertThat(third.submit(OTHER, "b", by("ana")).await(ofSeconds(60)))
                        .as("of another type")
                        .isPresent();
            }
            assertThat(waits.snapshot().state()).isEqualTo(TaskState.QUEUED);
            assertThat(third.pauseType("echo", OLGA)).as("paused already").isFalse();
            assertThat(third.resumeType("echo", OLGA)).isTrue();

            assertThat(waits.await(ofSeconds(60))).isPresent();
        }
    }

    private static TaskEngineBuilder builder(DataSource pool, boolean cluster, boolean limited) {
        TaskEngineBuilder builder = TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(pool))
                .register(limited ? ECHO.maxRunning(3) : ECHO, (input, context) -> input)
                .register(OTHER, (input, context) -> input);
        return cluster ? builder.executor(ClusterExecutor.on(pool)) : builder;
    }
}

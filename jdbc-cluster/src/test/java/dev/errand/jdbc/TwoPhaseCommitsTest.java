package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.jdbc.Engines.outcomeOf;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Outcome;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.executor.TaskExecutor;
import dev.errand.jdbc.parts.PostgresServer;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transactions of the host's that PostgreSQL prepares before they are committed, as a transaction manager has them. */
@Timeout(120)
class TwoPhaseCommitsTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final SubmitOptions ANA = by("ana");

    private static final PostgresServer SERVER = PostgresServer.start("max_prepared_transactions=5");

    private final TestDatabase database = SERVER.newDatabase("prepared");
    private final DataSource pool = database.pool(6);
    private final JdbcTaskRegistry registry = JdbcTaskRegistry.on(pool).withTwoPhaseCommits();
    private final Engines engines = new Engines();

    @AfterAll
    static void stopsTheServer() {
        SERVER.close();
    }

    @AfterEach
    void leavesNothingRunning() {
        engines.close();
        database.close();
    }

    static Stream<SubmitOptions> sharing() {
        return Stream.of(ANA, ANA.key("k"), ANA.joinIfRunning());
    }

    @ParameterizedTest
    @MethodSource("sharing")
    void aTaskIsThereAtTheSecondPhaseAndRunsWhenSomebodyLooks(SubmitOptions options) throws Exception {
        TaskEngine tasks = start(registry, Optional.empty());
        try (Connection transaction = transaction()) {
            TaskHandle<String> handle = registry.within(transaction, () -> tasks.submit(ECHO, "a", options));
            List<TaskHandle<String>> more =
                    registry.within(transaction, () -> tasks.submitAll(ECHO, List.of("b"), ANA));
            Sql.execute(transaction, "PREPARE TRANSACTION 'order'");
            transaction.commit();
            assertThat(tasks.find(handle.id())).isEmpty();

            transaction.setAutoCommit(true);
            Sql.execute(transaction, "COMMIT PREPARED 'order'");

            assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("a"));
            assertThat(outcomeOf(more.getFirst())).isEqualTo(new Outcome.Succeeded<>("b"));
        }
    }

    /** Which is why it has to be said. */
    @Test
    void withoutItThereAreNoticesWhichCannotBePrepared() throws Exception {
        JdbcTaskRegistry usual = JdbcTaskRegistry.on(pool);
        TaskEngine tasks = start(usual, Optional.of(Engines.NO_ROOM));
        try (Connection transaction = transaction()) {
            usual.within(transaction, () -> tasks.submit(ECHO, "a", ANA));

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> Sql.execute(transaction, "PREPARE TRANSACTION 'order'"))
                    .withMessageContaining("NOTIFY");
        }
    }

    private TaskEngine start(JdbcTaskRegistry on, Optional<TaskExecutor> executor) {
        return engines.start(TaskEngine.builder()
                .registry(on)
                .executor(executor.orElseGet(() -> ClusterExecutor.on(pool).pollingEvery(ofMillis(100))))
                .register(ECHO, (input, context) -> input));
    }

    private Connection transaction() throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }
}

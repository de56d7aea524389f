package dev.errand.samples.cluster;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.TaskId;
import dev.errand.TaskState;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.JdbcTaskRegistry;
import dev.errand.registry.TaskQuery;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the README says about tasks in a database, on SQLite. */
@Timeout(60)
class SnippetsTest {

    private static final Snippets.Order ORDER = new Snippets.Order("4711");

    @TempDir
    private Path directory;

    private HikariDataSource dataSource;

    @BeforeEach
    void opensTheDatabase() {
        dataSource = Snippets.sqlite(directory.resolve("errand.db"));
    }

    @AfterEach
    void closesTheDatabase() {
        dataSource.close();
    }

    @Test
    void aTaskSurvivesItsProcess() {
        TaskId id;
        try (Snippets.OneMachine first = new Snippets.OneMachine(dataSource, dataSource)) {
            id = first.tasks()
                    .submit(Office.EXPORT, new ClaimQuery("Brno"), by("ana").delay(ofHours(1)))
                    .id();
        }

        try (Snippets.OneMachine second = new Snippets.OneMachine(dataSource, dataSource)) {
            assertThat(second.tasks().find(id))
                    .hasValueSatisfying(
                            handle -> assertThat(handle.snapshot().state()).isEqualTo(TaskState.SCHEDULED));
        }
    }

    @Test
    void aSubmissionBelongsToTheTransactionOfTheHost() throws Exception {
        JdbcTaskRegistry registry = JdbcTaskRegistry.on(dataSource);
        try (TaskEngine tasks = TaskEngine.builder()
                        .registerRemote(Snippets.SHIP)
                        .registry(registry)
                        .build();
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);

            TaskId id = Snippets.inTransaction(registry, tasks, connection, (on, order) -> {}, ORDER);

            assertThat(tasks.find(id)).isPresent();
        }
    }

    @Test
    void aSubmissionWhoseTransactionFailsNeverWas() throws Exception {
        JdbcTaskRegistry registry = JdbcTaskRegistry.on(dataSource);
        try (TaskEngine tasks = TaskEngine.builder()
                        .registerRemote(Snippets.SHIP)
                        .registry(registry)
                        .build();
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);

            assertThatThrownBy(() -> registry.within(connection, () -> {
                        tasks.submit(Snippets.SHIP, ORDER, by("shop"));
                        throw new IllegalStateException("the card was refused");
                    }))
                    .hasMessage("the card was refused");
            connection.rollback();

            assertThat(tasks.list(TaskQuery.newest(10))).isEmpty();
        }
    }

    @Test
    void machinesAreListed() {
        try (TaskEngine tasks = Snippets.named(TaskEngine.builder().registry(JdbcTaskRegistry.on(dataSource)))
                .build()) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();

            Snippets.show(tasks, new PrintStream(said, true, StandardCharsets.UTF_8));

            assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("reports-1 runs");
        }
    }

    @Test
    void aMachineIsDrained() {
        try (TaskEngine tasks = Snippets.named(TaskEngine.builder().registry(JdbcTaskRegistry.on(dataSource)))
                .build()) {
            Snippets.drain(tasks, "reports-1");

            assertThat(tasks.nodes())
                    .allSatisfy(node -> assertThat(node.draining()).isTrue());
        }
    }
}

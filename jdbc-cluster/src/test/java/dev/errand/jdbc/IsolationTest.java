package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.TaskId;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.TestDatabase;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pools of hosts that ask for more isolation than we need. */
@Timeout(60)
class IsolationTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final int ROUNDS = 20;
    private static final int AT_ONCE = 6;

    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, TRANSACTION_REPEATABLE_READ",
        "POSTGRESQL, TRANSACTION_SERIALIZABLE",
        "H2_IN_MEMORY, TRANSACTION_REPEATABLE_READ",
        "H2_IN_MEMORY, TRANSACTION_SERIALIZABLE",
        "MARIADB, TRANSACTION_SERIALIZABLE",
        "MYSQL, TRANSACTION_SERIALIZABLE"
    })
    void manyWhoJoinEachOtherAtOnceAreOneTask(DatabaseKind kind, String isolation) throws Exception {
        try (TestDatabase database = kind.fresh();
                Engines engines = new Engines();
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            DataSource pool = database.pool(AT_ONCE + 2, config -> config.setTransactionIsolation(isolation));
            TaskEngine tasks = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(pool))
                    .executor(Engines.NO_ROOM)
                    .register(ECHO, (input, context) -> input));
            CyclicBarrier together = new CyclicBarrier(AT_ONCE);
            for (int round = 0; round < ROUNDS; round++) {
                String owner = "owner " + round;
                Callable<TaskId> submission = () -> {
                    together.await();
                    return tasks.submit(ECHO, "a", by(owner).joinIfRunning()).id();
                };
                Set<TaskId> ids = new HashSet<>();
                List<Future<TaskId>> answers = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    answers.add(threads.submit(submission));
                }
                for (Future<TaskId> answer : answers) {
                    ids.add(answer.get());
                }
                assertThat(ids).as(owner).hasSize(1);
            }
            try (Connection lent = pool.getConnection()) {
                assertThat(lent.getTransactionIsolation())
                        .as("as the host has set it")
                        .isEqualTo(Connection.class.getField(isolation).getInt(null));
            }
        }
    }
}

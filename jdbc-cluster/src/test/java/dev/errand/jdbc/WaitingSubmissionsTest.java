package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.jdbc.Engines.LONG;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.EnumSource.Mode.INCLUDE;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.SubmitOptions;
import dev.errand.TaskId;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.FaultyDataSource;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.registry.RegistryUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Submissions that have to wait, because a transaction of the host's is open that has submitted the same. SQLite is not among
 * them: it has one writer at a time, whatever that writes.
 */
@ParameterizedClass
@EnumSource(
        mode = INCLUDE,
        names = {"POSTGRESQL", "MARIADB", "MYSQL", "H2_IN_MEMORY"})
@Timeout(60)
class WaitingSubmissionsTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final SubmitOptions ANA = by("ana");
    private static final int CONNECTIONS = 3;
    private static final int CLICKS = 8;
    private static final int STRANGERS = 100;
    private static final Duration SHORT = ofSeconds(1);
    private static final String WAITING = "SELECT COUNT(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND wait_event_type = 'Lock'";

    private final DatabaseKind kind;
    private final TestDatabase database;
    private final HikariDataSource host;
    private final FaultyDataSource source;
    private final Engines engines = new Engines();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    WaitingSubmissionsTest(DatabaseKind kind) throws SQLException {
        this.kind = kind;
        database = kind.fresh();
        host = database.pool(2);
        source = new FaultyDataSource(database.pool(CONNECTIONS));
        Sql.execute(host, "CREATE TABLE orders (id integer)");
    }

    @AfterEach
    void leavesNothingRunning() {
        engines.close();
        threads.shutdownNow();
        database.close();
    }

    static Stream<SubmitOptions> sharing() {
        return Stream.of(ANA.key("k"), ANA.joinIfRunning());
    }

    /** However often somebody clicks, there are connections left for the heart, and for everybody else. */
    @ParameterizedTest
    @MethodSource("sharing")
    void leaveOthersTheirConnections(SubmitOptions sharing) throws Exception {
        JdbcTaskRegistry registry = JdbcTaskRegistry.on(source);
        TaskEngine tasks = start(registry);
        try (Connection transaction = transaction()) {
            TaskId first = submitWithin(transaction, registry, tasks, sharing);
            List<Future<TaskId>> clicks = click(tasks, sharing);
            for (int i = 0; i < STRANGERS; i++) {
                assertThat(tasks.submit(ECHO, "b", by("bob")).id()).isNotEqualTo(first);
            }
            transaction.commit();
            for (Future<TaskId> click : clicks) {
                assertThat(click.get()).isEqualTo(first);
            }
        }
    }

    /** Returns when all wait, and one has come as far as the database. */
    private List<Future<TaskId>> click(TaskEngine tasks, SubmitOptions sharing) {
        source.reset();
        Queue<Thread> waiting = new ConcurrentLinkedQueue<>();
        List<Future<TaskId>> clicks = Stream.generate(() -> threads.submit(() -> {
                    waiting.add(Thread.currentThread());
                    return tasks.submit(ECHO, "a", sharing).id();
                }))
                .limit(CLICKS)
                .toList();
        Await.until(
                "all wait",
                LONG,
                () -> waiting.size() == CLICKS
                        && waiting.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
        Await.until(
                "one waits in the database",
                LONG,
                () -> source.log().stream()
                        .anyMatch(sql -> sql.startsWith("INSERT INTO errand_task") || sql.contains(" errand_gate ")));
        return clicks;
    }

    /** A server does not find out by itself that a client has gone who waits for a lock. */
    @ParameterizedTest
    @MethodSource("sharing")
    void waitNoLongerThanThoseWhoAsked(SubmitOptions sharing) throws Exception {
        if (kind != DatabaseKind.POSTGRESQL) {
            return; // the others have a limit for locks by themselves
        }
        JdbcTaskRegistry registry = JdbcTaskRegistry.on(source).timeout(SHORT);
        TaskEngine tasks = start(registry);
        try (Connection transaction = transaction()) {
            submitWithin(transaction, registry, tasks, sharing);

            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(() -> tasks.submit(ECHO, "a", sharing));

            Await.until("nobody waits any more", LONG, () -> Sql.number(host, WAITING) == 0);
            transaction.rollback();
        }
    }

    /** One of the same thread is waited for in vain, and no database notices. */
    @ParameterizedTest
    @MethodSource("sharing")
    void aTransactionGivesUpInTimeAndGoesOn(SubmitOptions sharing) throws Exception {
        JdbcTaskRegistry registry = JdbcTaskRegistry.on(source).timeout(SHORT);
        TaskEngine tasks = start(registry);
        try (Connection outer = transaction();
                Connection inner = transaction()) {
            TaskId first = submitWithin(outer, registry, tasks, sharing);
            Sql.execute(inner, "INSERT INTO orders VALUES (1)");

            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(() -> submitWithin(inner, registry, tasks, sharing));

            Sql.execute(inner, "INSERT INTO orders VALUES (2)");
            submitWithin(inner, registry, tasks, by("bob"));
            inner.commit();
            outer.commit();
            assertThat(tasks.submit(ECHO, "a", sharing).id()).isEqualTo(first);
        }
        assertThat(Sql.number(host, "SELECT COUNT(*) FROM orders")).isEqualTo(2);
        assertThat(Sql.number(host, "SELECT COUNT(*) FROM errand_task")).isEqualTo(2);
    }

    /** Whether it has waited in vain or not. */
    @ParameterizedTest
    @MethodSource("sharing")
    void theHostHasItsOwnLimitForLocksBack(SubmitOptions sharing) throws Exception {
        if (kind == DatabaseKind.H2_IN_MEMORY) {
            return; // is given none
        }
        JdbcTaskRegistry registry = JdbcTaskRegistry.on(source).timeout(SHORT);
        TaskEngine tasks = start(registry);
        try (Connection outer = transaction();
                Connection inner = transaction()) {
            setLimit(outer);
            setLimit(inner);
            submitWithin(outer, registry, tasks, sharing);
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(() -> submitWithin(inner, registry, tasks, sharing));

            assertThat(limit(outer)).isEqualTo("77s");
            assertThat(limit(inner)).isEqualTo("77s");
            outer.rollback();
            submitWithin(inner, registry, tasks, sharing);
            assertThat(limit(inner)).isEqualTo("77s");
            inner.commit();
        }
    }

    private void setLimit(Connection transaction) throws SQLException {
        Sql.execute(
                transaction,
                kind == DatabaseKind.POSTGRESQL
                        ? "SET LOCAL lock_timeout = '77s'"
                        : "SET SESSION innodb_lock_wait_timeout = 77");
    }

    private String limit(Connection transaction) throws SQLException {
        return Sql.texts(
                        transaction,
                        kind == DatabaseKind.POSTGRESQL
                                ? "SELECT current_setting('lock_timeout')"
                                : "SELECT CONCAT(@@SESSION.innodb_lock_wait_timeout, 's')")
                .getFirst();
    }

    private TaskId submitWithin(
            Connection transaction, JdbcTaskRegistry registry, TaskEngine tasks, SubmitOptions options)
            throws Exception {
        return registry.within(transaction, () -> tasks.submit(ECHO, "a", options))
                .id();
    }

    private TaskEngine start(JdbcTaskRegistry registry) {
        return engines.start(TaskEngine.builder()
                .registry(registry)
                .executor(Engines.NO_ROOM)
                .register(ECHO, (input, context) -> input));
    }

    private Connection transaction() throws SQLException {
        Connection connection = host.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }
}

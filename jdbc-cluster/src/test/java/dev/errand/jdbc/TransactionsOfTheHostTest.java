package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.TaskState.QUEUED;
import static dev.errand.jdbc.Engines.LONG;
import static dev.errand.jdbc.Engines.outcomeOf;
import static dev.errand.jdbc.Engines.stateOf;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.FaultyDataSource;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.registry.Liveness;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.Retention;
import dev.errand.registry.TaskQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that are submitted within a transaction of the host's: there when it commits, and never there if it does not. */
@ParameterizedClass
@EnumSource
@Timeout(60)
class TransactionsOfTheHostTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final SubmitOptions ANA = by("ana");
    private static final int ROUNDS = 30;

    private final DatabaseKind kind;
    private final TestDatabase database;
    private final FaultyDataSource source;
    private final HikariDataSource pool;
    private final JdbcTaskRegistry registry;
    private final Engines engines = new Engines();
    private final AtomicInteger runs = new AtomicInteger();

    TransactionsOfTheHostTest(DatabaseKind kind) throws SQLException {
        this.kind = kind;
        database = kind.fresh();
        source = new FaultyDataSource(database.dataSource());
        pool = database.pool(6, config -> config.setDataSource(source));
        registry = JdbcTaskRegistry.on(pool);
        Sql.execute(database.dataSource(), "CREATE TABLE orders (id integer)");
    }

    @AfterEach
    void leavesNothingRunning() {
        engines.close();
        database.close();
    }

    @Test
    void aTaskIsThereWhenTheHostCommits() throws Exception {
        TaskEngine tasks = engines.start(builder(registry));
        try (Connection transaction = transaction()) {
            Sql.execute(transaction, "INSERT INTO orders VALUES (1)");
            TaskHandle<String> handle = registry.within(transaction, () -> tasks.submit(ECHO, "a", ANA));

            assertThat(handle.await(ofMillis(100))).isEmpty();
            assertThat(stateOf(handle)).isEqualTo(QUEUED);
            assertThat(tasks.list(TaskQuery.newest(5))).isEmpty();
            assertThat(runs).hasValue(0);

            transaction.commit();
            assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("a"));
        }
        assertThat(Sql.number(pool, "SELECT COUNT(*) FROM orders")).isEqualTo(1);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aTaskNeverWasWhenTheHostRollsBack() throws Exception {
        TaskEngine tasks = engines.start(builder(registry));
        TaskHandle<String> rolledBack;
        try (Connection transaction = transaction()) {
            rolledBack = registry.within(transaction, () -> tasks.submit(ECHO, "a", ANA.key("k")));
            transaction.rollback();
        }

        TaskHandle<String> later = tasks.submit(ECHO, "b", ANA.key("k"));

        assertThat(outcomeOf(later)).isEqualTo(new Outcome.Succeeded<>("b"));
        assertThat(later.id()).isNotEqualTo(rolledBack.id());
        assertThat(stateOf(rolledBack)).isEqualTo(QUEUED);
        assertThat(rolledBack.await(ZERO)).isEmpty();
        assertThat(tasks.find(rolledBack.id())).isEmpty();
        assertThat(runs).hasValue(1);
    }

    /** By NOTIFY; where there is none, with the next heartbeat. */
    @Test
    void aTaskRunsSoonAfterTheCommit() throws Exception {
        boolean hears = kind == DatabaseKind.POSTGRESQL;
        Liveness liveness = new Liveness(ofHours(3), hears ? ofHours(1) : ofMillis(200));
        TaskEngine tasks = engines.start(builder(registry).liveness(liveness));
        TaskEngine elsewhere = engines.start(builder(JdbcTaskRegistry.on(pool)).liveness(liveness));
        for (int round = 1; round <= 3; round++) {
            int expected = 4 * round;
            try (Connection transaction = transaction()) {
                registry.within(transaction, () -> tasks.submitAll(ECHO, List.of("a", "b", "c"), ANA));
                registry.within(transaction, () -> tasks.submit(ECHO, "d", ANA));
                assertThat(elsewhere.list(TaskQuery.newest(50))).hasSize(expected - 4);
                transaction.commit();
            }
            Await.until("all have run", LONG, () -> runs.get() == expected);
        }
    }

    @Test
    void aTaskBeginsAtOnceIfTheHostTellsOfItsCommit() throws Exception {
        TaskEngine tasks = engines.start(builder(registry).liveness(new Liveness(ofHours(3), ofHours(1))));
        try (Connection transaction = transaction()) {
            registry.within(transaction, () -> tasks.submit(ECHO, "a", ANA));
            transaction.commit();

            registry.hasCommitted();

            Await.until("it has run", LONG, () -> runs.get() == 1);
        }
    }

    /** What PostgreSQL complains about in a transaction undoes all of it. */
    @Test
    void aKeyThatIsTakenLeavesTheTransactionAsItIs() throws Exception {
        TaskEngine tasks = engines.start(builder(registry));
        TaskHandle<String> earlier = tasks.submit(ECHO, "a", ANA.key("k"));
        outcomeOf(earlier);
        try (Connection transaction = transaction()) {
            Sql.execute(transaction, "INSERT INTO orders VALUES (1)");
            assertThat(registry.within(transaction, () -> tasks.submit(ECHO, "a", ANA.key("k")))
                            .id())
                    .isEqualTo(earlier.id());
            assertThatExceptionOfType(TaskRefusedException.class)
                    .isThrownBy(() -> registry.within(transaction, () -> tasks.submit(ECHO, "other", ANA.key("k"))))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(TaskRefusedException.Reason.KEY_IN_USE));
            assertThat(registry.within(transaction, () -> tasks.submit(ECHO, "b", ANA.joinIfRunning()))
                            .id())
                    .isNotEqualTo(earlier.id());
            Sql.execute(transaction, "INSERT INTO orders VALUES (2)");
            transaction.commit();
        }
        assertThat(Sql.number(pool, "SELECT COUNT(*) FROM orders")).isEqualTo(2);
        assertThat(tasks.list(TaskQuery.newest(5))).hasSize(2);
    }

    /** The transaction began to read before the key was taken, so some databases do not show it who has it. */
    @Test
    void aKeyThatWasTakenMeanwhileIsFound() throws Exception {
        TaskEngine tasks = engines.start(builder(registry));
        try (Connection transaction = transaction()) {
            Sql.texts(transaction, "SELECT id FROM orders");
            TaskHandle<String> meanwhile = tasks.submit(ECHO, "a", ANA.key("k"));
            outcomeOf(meanwhile);
            if (kind == DatabaseKind.SQLITE) {
                assertThatExceptionOfType(RegistryUnavailableException.class)
                        .as("one that has read what is old cannot write any more, says SQLite")
                        .isThrownBy(() -> registry.within(transaction, () -> tasks.submit(ECHO, "a", ANA.key("k"))));
                transaction.rollback();
                return;
            }
            assertThat(registry.within(transaction, () -> tasks.submit(ECHO, "a", ANA.key("k")))
                            .id())
                    .isEqualTo(meanwhile.id());
            Sql.execute(transaction, "INSERT INTO orders VALUES (1)");
            transaction.commit();
        }
        assertThat(Sql.number(pool, "SELECT COUNT(*) FROM orders")).isEqualTo(1);
    }

    /** However little of what others have committed since its first look the host has asked to be shown, where that can be told. */
    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_REPEATABLE_READ})
    void aTaskThatWasSubmittedMeanwhileIsJoined(int isolation) throws Exception {
        boolean isNotTold = (kind == DatabaseKind.MARIADB || kind == DatabaseKind.MYSQL)
                && isolation == Connection.TRANSACTION_REPEATABLE_READ;
        if (isNotTold || kind == DatabaseKind.SQLITE) {
            return; // the one would have to lock out strangers, the other has one isolation, and one writer at a time
        }
        TaskEngine tasks = engines.start(builder(registry).executor(Engines.NO_ROOM));
        try (Connection transaction = transaction()) {
            transaction.setTransactionIsolation(isolation);
            Sql.texts(transaction, "SELECT id FROM orders");
            TaskId meanwhile = tasks.submit(ECHO, "a", ANA.joinIfRunning()).id();
            try {
                assertThat(registry.within(transaction, () -> tasks.submit(ECHO, "a", ANA.joinIfRunning()))
                                .id())
                        .isEqualTo(meanwhile);
            } catch (RegistryUnavailableException refused) {
                assertThat(isolation).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
                transaction.rollback();
            }
            transaction.commit();
        }
        assertThat(tasks.list(TaskQuery.newest(5))).hasSize(1);
    }

    /** Of two open transactions with one key, the second waits for the first, and then finds its task, or enters its own. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeyThatAnotherTransactionIsAboutToTakeIsWaitedFor(boolean commits) throws Exception {
        if (kind == DatabaseKind.SQLITE) {
            return; // has one writer at a time
        }
        TaskEngine tasks = engines.start(builder(registry));
        try (Connection first = transaction();
                Connection second = transaction()) {
            TaskHandle<String> taken = registry.within(first, () -> tasks.submit(ECHO, "a", ANA.key("k")));
            Sql.execute(second, "INSERT INTO orders VALUES (1)");
            source.reset();
            CompletableFuture<TaskId> waiting = CompletableFuture.supplyAsync(() -> submitWithin(second, tasks));
            Await.until(
                    "the second has come to it",
                    LONG,
                    () -> source.log().stream().anyMatch(sql -> sql.startsWith("INSERT INTO errand_task")));
            assertThat(waiting).isNotDone();
            if (commits) {
                first.commit();
                assertThat(waiting.get()).isEqualTo(taken.id());
            } else {
                first.rollback();
                assertThat(waiting.get()).isNotEqualTo(taken.id());
            }
            second.commit();
        }
        assertThat(Sql.number(pool, "SELECT COUNT(*) FROM orders")).isEqualTo(1);
        assertThat(tasks.list(TaskQuery.newest(5))).hasSize(1);
    }

    private TaskId submitWithin(Connection transaction, TaskEngine tasks) {
        try {
            return registry.within(transaction, () -> tasks.submit(ECHO, "a", ANA.key("k")))
                    .id();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void aConnectionThatCommitsByItselfIsRefused() throws Exception {
        AtomicReference<@Nullable Connection> current = new AtomicReference<>();
        JdbcTaskRegistry joining = JdbcTaskRegistry.on(pool).joining(current::get);
        TaskEngine tasks = engines.start(builder(joining));
        try (Connection connection = pool.getConnection()) {
            current.set(connection);

            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> joining.within(connection, () -> tasks.submit(ECHO, "a", ANA)))
                    .withMessageContaining("autocommit");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> tasks.submit(ECHO, "a", ANA))
                    .withMessageContaining("autocommit");
            current.set(null);
            assertThat(tasks.list(TaskQuery.newest(5))).isEmpty();
        }
    }

    @Test
    void joinsWhateverTransactionTheThreadHas() throws Exception {
        AtomicReference<@Nullable Connection> current = new AtomicReference<>();
        JdbcTaskRegistry joining =
                JdbcTaskRegistry.on(pool).joining(current::get).keeping(Retention.DEFAULT);
        TaskEngine tasks = engines.start(builder(joining));
        TaskHandle<String> before = tasks.submit(ECHO, "a", ANA);
        outcomeOf(before);
        try (Connection transaction = transaction()) {
            current.set(transaction);
            tasks.submit(ECHO, "rolled back", ANA);
            tasks.submitAll(ECHO, List.of("rolled back too"), ANA);
            transaction.rollback();
            TaskHandle<String> committed = tasks.submit(ECHO, "b", ANA);
            transaction.commit();
            current.set(null);

            outcomeOf(committed);
        }
        assertThat(tasks.list(TaskQuery.newest(5))).hasSize(2);
    }

    @Test
    void knowsWhichTransactionIsMeantWhenOneIsWithinAnother() throws Exception {
        TestDatabase another = kind.fresh();
        try (another) {
            HikariDataSource otherPool = another.pool(4);
            JdbcTaskRegistry other = JdbcTaskRegistry.on(otherPool);
            TaskEngine here = engines.start(builder(registry));
            Engines others = new Engines();
            try (others;
                    Connection outer = transaction();
                    Connection inner = otherPool.getConnection()) {
                TaskEngine there = others.start(builder(other));
                inner.setAutoCommit(false);
                registry.within(outer, () -> {
                    here.submit(ECHO, "1", ANA);
                    return other.within(inner, () -> {
                        there.submit(ECHO, "2", ANA);
                        return here.submit(ECHO, "3", ANA);
                    });
                });
                outer.rollback();
                inner.commit();
                here.submit(ECHO, "outside", ANA);

                Await.until("what was committed has run", LONG, () -> runs.get() == 2);
                assertThat(here.list(TaskQuery.newest(5))).hasSize(1);
                assertThat(there.list(TaskQuery.newest(5))).hasSize(1);
            }
        }
    }

    @Test
    void aTransactionWithinOneOfTheSameRegistryIsTheOneThatCounts() throws Exception {
        if (kind == DatabaseKind.SQLITE) {
            return; // has one writer at a time
        }
        TaskEngine here = engines.start(builder(registry));
        try (Connection outer = transaction();
                Connection inner = transaction()) {
            registry.within(outer, () -> {
                registry.within(inner, () -> here.submit(ECHO, "inner", ANA));
                return here.submit(ECHO, "outer", ANA);
            });
            inner.commit();
            outer.rollback();
        }

        Await.until("one has run", LONG, () -> runs.get() == 1);
        assertThat(here.list(TaskQuery.newest(5))).hasSize(1);
    }

    @Test
    void aPoolWhoseConnectionsDoNotCommitIsAsGoodAsAnyOther() throws Exception {
        HikariDataSource manual = database.pool(4, config -> config.setAutoCommit(false));
        JdbcTaskRegistry onManual = JdbcTaskRegistry.on(manual);
        TaskEngine tasks = engines.start(builder(onManual));

        assertThat(outcomeOf(tasks.submit(ECHO, "a", ANA.key("k")))).isEqualTo(new Outcome.Succeeded<>("a"));
        assertThat(outcomeOf(tasks.submit(ECHO, "b", ANA))).isEqualTo(new Outcome.Succeeded<>("b"));
        try (Connection transaction = manual.getConnection()) {
            assertThat(transaction.getAutoCommit()).isFalse();
            TaskHandle<String> handle = onManual.within(transaction, () -> tasks.submit(ECHO, "c", ANA));
            transaction.commit();
            outcomeOf(handle);
        }
        assertThat(Sql.number(database.dataSource(), "SELECT COUNT(*) FROM errand_task"))
                .isEqualTo(3);
    }

    @Test
    void limitsCountWhatTheTransactionHasSubmitted() throws Exception {
        TaskEngine tasks =
                engines.start(builder(registry).executor(Engines.NO_ROOM).maxWaitingPerOwner(2));
        try (Connection transaction = transaction()) {
            registry.within(transaction, () -> tasks.submitAll(ECHO, List.of("a", "b"), ANA));

            assertThatExceptionOfType(TaskRefusedException.class)
                    .isThrownBy(() -> registry.within(transaction, () -> tasks.submit(ECHO, "c", ANA)));
            transaction.commit();
        }
    }

    /** To count first what waits must not keep the transaction from submitting, whatever others write in between. */
    @Test
    void submitsWhileOthersWrite() throws Exception {
        TaskEngine tasks =
                engines.start(builder(registry).executor(Engines.NO_ROOM).maxWaitingPerOwner(2));
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Integer> others = CompletableFuture.supplyAsync(() -> writeUntil(ended));
        try {
            Await.until("others write", LONG, () -> Sql.number(pool, "SELECT COUNT(*) FROM orders") > 0);
            for (int i = 0; i < ROUNDS; i++) {
                try (Connection transaction = transaction()) {
                    SubmitOptions someone = by("owner-" + i);
                    registry.within(transaction, () -> tasks.submitAll(ECHO, List.of("a", "b"), someone));
                    transaction.commit();
                }
            }
        } finally {
            ended.set(true);
        }
        assertThat(others.join()).as("what was written in between").isPositive();
        assertThat(Sql.number(pool, "SELECT COUNT(*) FROM errand_task")).isEqualTo(2L * ROUNDS);
    }

    private int writeUntil(AtomicBoolean ended) {
        try {
            int written = 0;
            for (; !ended.get(); written++) {
                Sql.execute(database.dataSource(), "INSERT INTO orders VALUES (" + written + ")");
            }
            return written;
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void aRegistryThatNobodyHasOpenedSaysSo() throws Exception {
        try (Connection transaction = transaction()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> JdbcTaskRegistry.on(pool).within(transaction, () -> "not reached"));
        }
    }

    private TaskEngineBuilder builder(JdbcTaskRegistry on) {
        return TaskEngine.builder()
                .registry(on)
                .liveness(new Liveness(ofSeconds(30), ofMillis(200)))
                .register(ECHO, (input, context) -> {
                    runs.incrementAndGet();
                    return input;
                });
    }

    private Connection transaction() throws SQLException {
        Connection connection = pool.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }
}

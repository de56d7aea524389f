package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.jdbc.Engines.outcomeOf;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.Logged;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.time.TimeSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Databases, pools and settings that do not fit: each is refused by name when the engine is built, or works all the same.
 *
 * <p>What is wrong with inputs and results, {@link PayloadsTest} and {@link BrokenRowsTest} have; transactions of the host,
 * {@link TransactionsOfTheHostTest}; the lease and its heartbeats, the core.
 */
@Timeout(60)
class MisuseTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final TaskType<String, String> WAIT =
            TaskType.named("wait", String.class, String.class).cancelGrace(ofMillis(10));

    private final Engines engines = new Engines();
    private final List<TestDatabase> databases = new ArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Semaphore atGate = new Semaphore(0);

    @AfterEach
    void leavesNothingRunning() {
        gate.countDown();
        engines.close();
        databases.forEach(TestDatabase::close);
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseWithoutTablesIsRefusedIfTheyAreNotToBeMade(DatabaseKind kind) {
        DataSource source = fresh(kind).dataSource();

        assertRefused(JdbcTaskRegistry.on(source).withTablesOfTheHost(), "no tables of Errand", "schema/");
    }

    @ParameterizedTest
    @EnumSource
    void tablesOfANewerVersionAreRefused(DatabaseKind kind) throws SQLException {
        DataSource source = fresh(kind).dataSource();
        engines.start(builder(JdbcTaskRegistry.on(source)));
        engines.close();
        Sql.execute(source, "INSERT INTO errand_schema (version) VALUES (" + (Schema.VERSION + 1) + ")");

        for (JdbcTaskRegistry registry :
                List.of(JdbcTaskRegistry.on(source), JdbcTaskRegistry.on(source).withTablesOfTheHost())) {
            assertRefused(registry, "have version " + (Schema.VERSION + 1), "knows version " + Schema.VERSION);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "MYSQL"})
    void connectionsThatAreReadOnlyAreRefused(DatabaseKind kind) {
        DataSource source = fresh(kind).pool(2, pool -> pool.setReadOnly(true));

        assertRefused(JdbcTaskRegistry.on(source), "read-only");
    }

    /** Not every pool sets back what was set, and what comes next may be slow. */
    @Test
    void connectionsAreGivenBackWithTheLimitOfTimeThatTheyHad() throws Exception {
        List<Integer> limits = new CopyOnWriteArrayList<>();
        DataSource source = watched(fresh(DatabaseKind.POSTGRESQL).dataSource(), limits);
        TaskEngine tasks = engines.start(builder(JdbcTaskRegistry.on(source)).executor(ClusterExecutor.on(source)));

        assertThat(outcomeOf(tasks.submit(ECHO, "hello"))).isInstanceOf(Outcome.Succeeded.class);
        engines.close();

        assertThat(limits).hasSizeGreaterThan(5).containsOnly(77_000);
    }

    private static DataSource watched(DataSource source, List<Integer> limits) {
        return proxy(DataSource.class, (method, arguments) -> {
            Object result = method.invoke(source, arguments);
            if (result instanceof Connection connection) {
                connection.setNetworkTimeout(Runnable::run, 77_000);
                return watched(connection, limits);
            }
            return result;
        });
    }

    private static Connection watched(Connection connection, List<Integer> limits) {
        return proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals("close") && !connection.isClosed()) {
                limits.add(connection.getNetworkTimeout());
            }
            return method.invoke(connection, arguments);
        });
    }

    /** What stands before a part. */
    @FunctionalInterface
    private interface Gate {
        @Nullable Object call(Method method, Object @Nullable [] arguments) throws Exception;
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself
    private static <T> T proxy(Class<T> type, Gate gate) {
        return type.cast(Proxy.newProxyInstance(
                MisuseTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("equals")) {
                        return proxy == arguments[0];
                    }
                    try {
                        return gate.call(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Test
    void aDatabaseThatIsReadOnlyIsRefused() throws SQLException {
        TestDatabase database = fresh(DatabaseKind.POSTGRESQL);
        engines.start(builder(JdbcTaskRegistry.on(database.dataSource())));
        engines.close();
        Sql.execute(
                database.dataSource(),
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on',"
                        + " current_database()); END $$");

        assertRefused(JdbcTaskRegistry.on(database.dataSource()), "does not let the tables of Errand be written");
    }

    @Test
    void aUserWithoutRightsIsRefused() throws SQLException {
        TestDatabase database = fresh(DatabaseKind.POSTGRESQL);
        Sql.execute(
                database.dataSource(),
                "DROP ROLE IF EXISTS errand_guest",
                "CREATE ROLE errand_guest LOGIN",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        PGSimpleDataSource guest = new PGSimpleDataSource();
        guest.setUrl(database.url());
        guest.setUser("errand_guest");
        try {
            assertRefused(JdbcTaskRegistry.on(guest), "does not let Errand make its tables", "schema/postgresql-");

            engines.start(builder(JdbcTaskRegistry.on(database.dataSource())));
            assertRefused(JdbcTaskRegistry.on(guest), "does not let the tables of Errand be read");

            Sql.execute(database.dataSource(), "GRANT SELECT ON ALL TABLES IN SCHEMA public TO errand_guest");
            assertRefused(JdbcTaskRegistry.on(guest), "does not let the tables of Errand be written");

            Sql.execute(
                    database.dataSource(),
                    "GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO errand_guest");
            engines.start(builder(JdbcTaskRegistry.on(guest)));
        } finally {
            engines.close();
            Sql.execute(database.dataSource(), "DROP OWNED BY errand_guest", "DROP ROLE errand_guest");
        }
    }

    @Test
    void writesThatH2DelaysAreRefused(@TempDir Path directory) {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl("jdbc:h2:file:" + directory.resolve("delayed"));

        assertRefused(JdbcTaskRegistry.on(source), "delay", ";WRITE_DELAY=0");
    }

    @Test
    void machinesDoNotShareAFile() {
        DataSource source = fresh(DatabaseKind.SQLITE).pool(4);

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(
                        () -> engines.start(builder(JdbcTaskRegistry.on(source)).executor(ClusterExecutor.on(source))))
                .withMessageContaining("SQLite")
                .withMessageContaining("without ClusterExecutor");
    }

    /** It takes longer, and says so once. */
    @Test
    void aPoolOfOneConnectionIsEnough() throws Exception {
        HikariDataSource pool = fresh(DatabaseKind.POSTGRESQL).pool(1);
        try (Logged logged = Logged.fromNowOn()) {
            TaskEngine tasks = engines.start(cluster(pool));
            List<TaskHandle<String>> handles = tasks.submitAll(ECHO, ClusterExecutorContract.inputs(20), by("ana"));
            TaskHandle<String> waiting = tasks.submit(WAIT, "x", by("ana"));
            atGate.acquire();

            assertThat(waiting.cancel()).isTrue();

            assertThat(outcomeOf(waiting)).isInstanceOf(Outcome.Cancelled.class);
            for (TaskHandle<String> handle : handles) {
                assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Succeeded.class);
            }
            assertThat(outcomeOf(tasks.submit(ECHO, "k", by("ana").key("k")))).isEqualTo(new Outcome.Succeeded<>("k"));
            Await.until(
                    "it is told of",
                    ofSeconds(10),
                    () -> logged.lines().stream()
                            .anyMatch(line -> line.text().contains("no second connection to spare")));
            assertThat(logged.lines().stream().filter(line -> line.text().contains("no second connection")))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2_FILE", "POSTGRESQL", "MARIADB", "MYSQL"})
    void aClusterWorksOnConnectionsThatDoNotCommitByThemselves(DatabaseKind kind) throws Exception {
        TestDatabase database = fresh(kind);
        TaskEngine tasks = engines.start(cluster(database.pool(6, pool -> pool.setAutoCommit(false))));

        for (TaskHandle<String> handle : tasks.submitAll(ECHO, ClusterExecutorContract.inputs(20), by("ana"))) {
            assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Succeeded.class);
        }
        Await.until(
                "no ticket is left",
                ofSeconds(10),
                () -> Sql.number(database.dataSource(), "SELECT COUNT(*) FROM errand_ticket") == 0);
    }

    /** A name is for people; which machine is which, they tell by an id of their own. */
    @Test
    void machinesOfOneNameAreNotTakenForEachOther() throws Exception {
        TestDatabase database = fresh(DatabaseKind.POSTGRESQL);
        TaskEngine first = engines.start(cluster(database.pool(6)).nodeName("same"));
        TaskHandle<String> held = first.submit(WAIT, "x", by("ana"));
        atGate.acquire();
        TaskEngine second = engines.start(cluster(database.pool(6)).nodeName("same"));

        assertThat(second.nodes())
                .hasSize(2)
                .allMatch(node -> node.node().name().equals("same"));
        assertThat(outcomeOf(second.submit(ECHO, "a", by("ana")))).isEqualTo(new Outcome.Succeeded<>("a"));
        second.shutdown(Duration.ZERO);
        assertThat(held.snapshot().state()).isEqualTo(TaskState.RUNNING);
        gate.countDown();
        assertThat(outcomeOf(held)).isEqualTo(new Outcome.Succeeded<>("x"));
        assertThat(held.snapshot().status().losses()).isZero();
    }

    /** All that is shared goes by the clock of the database. */
    @Test
    void clocksMayDifferByAnHour() throws Exception {
        TestDatabase database = fresh(DatabaseKind.POSTGRESQL);
        TaskEngine early = engines.start(cluster(database.pool(6)).time(new Shifted(ofHours(-1))));
        TaskEngine late = engines.start(cluster(database.pool(6)).time(new Shifted(ofHours(1))));
        List<TaskHandle<String>> held = new ArrayList<>();
        for (TaskEngine engine : List.of(early, late)) {
            held.add(engine.submit(WAIT, "x", by("ana")));
            Instant asked = Instant.now();
            TaskHandle<String> delayed = engine.submit(ECHO, "a", by("ana").delay(ofMillis(300)));

            assertThat(outcomeOf(delayed)).isEqualTo(new Outcome.Succeeded<>("a"));

            assertThat(Duration.between(asked, Instant.now())).isGreaterThan(ofMillis(250));
            assertThat(delayed.snapshot().submission().submittedAt())
                    .isBetween(asked.minusSeconds(60), Instant.now().plusSeconds(60));
        }
        atGate.acquire(2);
        long lease = System.nanoTime() + ofSeconds(3).toNanos();
        Await.until("a lease has passed", ofSeconds(10), () -> System.nanoTime() > lease);
        gate.countDown();
        for (TaskHandle<String> handle : held) {
            assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("x"));
            assertThat(handle.snapshot().status().losses()).isZero();
        }
    }

    /** A clock that is set wrong, and goes as fast as any other. */
    private record Shifted(Duration by) implements TimeSource {

        @Override
        public Instant instant() {
            return TimeSource.system().instant().plus(by);
        }

        @Override
        public long nanoTime() {
            return TimeSource.system().nanoTime();
        }

        @Override
        public Alarm after(Duration delay, Runnable action) {
            return TimeSource.system().after(delay, action);
        }
    }

    private TestDatabase fresh(DatabaseKind kind) {
        TestDatabase database = kind.fresh();
        databases.add(database);
        return database;
    }

    private void assertRefused(JdbcTaskRegistry registry, String... because) {
        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(() -> engines.start(builder(registry)))
                .satisfies(refused -> assertThat(refused.getMessage()).contains(because));
    }

    private TaskEngineBuilder builder(JdbcTaskRegistry registry) {
        return TaskEngine.builder()
                .registry(registry)
                .lease(ofSeconds(2))
                .register(ECHO, (input, context) -> input)
                .register(WAIT, (input, context) -> {
                    atGate.release();
                    gate.await();
                    return input;
                });
    }

    private TaskEngineBuilder cluster(DataSource source) {
        return builder(JdbcTaskRegistry.on(source))
                .executor(ClusterExecutor.on(source).threads(10).pollingEvery(ofMillis(100)));
    }
}

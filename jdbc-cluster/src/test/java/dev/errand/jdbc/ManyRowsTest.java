package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.jdbc.Engines.outcomeOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.Demand;
import dev.errand.Owner;
import dev.errand.Permits;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.jdbc.parts.PostgresServer;
import dev.errand.jdbc.parts.ServerDatabase;
import dev.errand.jdbc.parts.Sql;
import dev.errand.registry.Admission;
import dev.errand.registry.TaskQuery;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is asked of a table in which millions of tasks have ended, and few have not.
 *
 * <p>With {@code -Derrand.rows=10000000} it prints how long that takes; else it only sees to it that nothing of it reads the
 * whole table.
 */
@Timeout(3_600)
class ManyRowsTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final boolean MEASURES = Integer.getInteger("errand.rows") != null;
    private static final int ROWS = Integer.getInteger("errand.rows", 20_000);
    private static final int OWNERS = 1_000;
    private static final int BUSY_OWNERS = 20;
    private static final int WAITING = 1_000;
    private static final int TIMES = MEASURES ? 500 : 5;

    /** As the one task that there is, long ago. */
    private static final String COPIES =
            "INSERT INTO errand_task (id, version, stamp, type, tenant, owner, title, priority,"
                    + " turn, submitted_at, starts_at, state, attempt, failures, losses, irrevocable, resumable, ended_at, input, input_hash,"
                    + " timeline, progress, failed_items, artifacts, starting_point, outcome, result)"
                    + " SELECT CAST(lpad(to_hex(1700000000000 + n), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0') AS uuid),"
                    + " version, stamp + n, type, tenant, 'owner ' || n % " + OWNERS
                    + ", title, priority, turn, submitted_at,"
                    + " starts_at, state, attempt, failures, losses, irrevocable, resumable, ended_at, input, input_hash, timeline, progress,"
                    + " failed_items, artifacts, starting_point, outcome, result FROM errand_task, generate_series(1, "
                    + ROWS
                    + ") AS n";

    /** Something that is asked of the registry. */
    @FunctionalInterface
    private interface Question {
        Object ask(int number);
    }

    @Test
    void areNotReadThrough() throws Exception {
        try (PostgresServer server = PostgresServer.start("shared_buffers=256MB", "max_wal_size=4GB")) {
            ServerDatabase database = server.newDatabase("rows");
            fill(database);
            long before = wholeReads(database);
            try (HikariDataSource pool = database.pool(6)) {
                ask(pool);
                runSome(pool, TaskEngine.builder());
                runSome(pool, TaskEngine.builder().maxRunningPerOwner(10));
            }
            assertThat(wholeReads(database))
                    .as("how often the whole table was read")
                    .isEqualTo(before);
        }
    }

    private static void fill(ServerDatabase database) throws Exception {
        Engines engines = new Engines();
        try (engines;
                HikariDataSource pool = database.pool(4)) {
            TaskEngine tasks = engines.start(
                    TaskEngine.builder().registry(JdbcTaskRegistry.on(pool)).register(ECHO, (input, context) -> {
                        context.progress().total(1);
                        context.progress().advance(1);
                        return input;
                    }));
            TaskHandle<String> first = tasks.submit(ECHO, "a", by("ana"));
            outcomeOf(first);
        }
        List<String> indexes = Sql.texts(
                database.dataSource(),
                "SELECT indexdef FROM pg_indexes WHERE tablename = 'errand_task' AND indexname <> 'errand_task_pkey'");
        List<String> names = Sql.texts(
                database.dataSource(),
                "SELECT indexname FROM pg_indexes WHERE tablename = 'errand_task' AND indexname <> 'errand_task_pkey'");
        try (var patient = database.timeout(Duration.ofHours(1))) {
            for (String name : names) {
                Sql.execute(patient.dataSource(), "DROP INDEX " + name);
            }
            Sql.execute(patient.dataSource(), COPIES);
            Sql.execute(patient.dataSource(), indexes.toArray(String[]::new));
            Sql.execute(patient.dataSource(), "VACUUM ANALYZE errand_task");
        }
    }

    /** By connections that are closed by now: then they have told how often they did so. */
    private static long wholeReads(ServerDatabase database) throws Exception {
        return Sql.number(
                database.dataSource(), "SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'errand_task'");
    }

    private static void ask(HikariDataSource pool) throws Exception {
        JdbcTaskRegistry registry = JdbcTaskRegistry.on(pool);
        Engines engines = new Engines();
        try (engines) {
            TaskEngine tasks = engines.start(TaskEngine.builder()
                    .registry(registry)
                    .executor(Engines.NO_ROOM)
                    .maxWaiting(10 * WAITING)
                    .register(ECHO, (input, context) -> input));
            List<TaskId> waiting = tasks.submitAll(ECHO, ClusterExecutorContract.inputs(WAITING), by("bea")).stream()
                    .map(TaskHandle::id)
                    .toList();
            Admission anything = new Admission(Map.of("echo", Demand.DEFAULT), Permits.UNLIMITED, Set.of());

            median("the newest 50 of all", n -> tasks.list(TaskQuery.newest(50)));
            median(
                    "the newest 50 of an owner nobody has asked for",
                    n -> tasks.list(TaskQuery.newest(50).ownedBy(Owner.of("owner " + n % OWNERS))));
            median(
                    "the newest 50 of one of " + BUSY_OWNERS + " owners",
                    n -> tasks.list(TaskQuery.newest(50).ownedBy(Owner.of("owner " + n % BUSY_OWNERS))));
            median("the badge of an owner", n -> tasks.summary(Owner.of("owner " + n % OWNERS)));
            median(
                    "the newest 50 that an owner has not seen",
                    n -> tasks.list(TaskQuery.newest(50)
                            .ownedBy(Owner.of("owner " + n % OWNERS))
                            .onlyUnseen()));
            median(
                    "the status of a task",
                    n -> tasks.find(waiting.get(n % WAITING)).orElseThrow());
            median(
                    "the next task to start, of " + WAITING,
                    n -> registry.startable(anything, 1).getFirst());
            median(
                    "the next 50 tasks to start, of " + WAITING,
                    n -> registry.startable(anything, 50).getLast());
            median(
                    "the place of a task",
                    n -> registry.positionOf(waiting.get(n % WAITING)).orElseThrow());
            median("how many wait", n -> registry.waiting());
        }
    }

    /** Also what was left waiting: whatever has tasks taken, started, watched and ended. */
    private static void runSome(HikariDataSource pool, TaskEngineBuilder limits) throws Exception {
        Engines engines = new Engines();
        try (engines) {
            TaskEngine tasks = engines.start(limits.registry(JdbcTaskRegistry.on(pool))
                    .executor(ClusterExecutor.on(pool))
                    .maxWaiting(10 * WAITING)
                    .register(ECHO, (input, context) -> input));

            for (TaskHandle<String> handle :
                    tasks.submitAll(ECHO, ClusterExecutorContract.inputs(WAITING), by("bea"))) {
                outcomeOf(handle);
            }
            median("the nodes", n -> tasks.nodes());
        }
    }

    private static void median(String what, Question question) {
        long[] nanos = new long[TIMES];
        for (int number = 0; number < TIMES; number++) {
            long began = System.nanoTime();
            assertThat(question.ask(number)).isNotNull();
            nanos[number] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        if (MEASURES) {
            System.out.printf(
                    "%,d rows, %s: median %.2f ms, 99%% within %.2f ms%n",
                    ROWS, what, nanos[TIMES / 2] / 1e6, nanos[TIMES * 99 / 100] / 1e6);
        }
    }
}

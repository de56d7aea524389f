package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.jdbc.Engines.outcomeOf;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.Outcome;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.Logged;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.registry.RegistryUnavailableException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Databases that are away and come back while a host goes on submitting: nothing stops for ever, what was accepted is done,
 * and neither the host nor its log is drowned.
 *
 * <p>With {@code -Derrand.long=true} an outage lasts for a minute.
 */
@Timeout(240)
abstract class OutageContract {

    private static final Pattern TASK = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    static final Duration OUTAGE = ofSeconds(Boolean.getBoolean("errand.long") ? 60 : 8);
    static final Duration TIMEOUT = ofSeconds(2);
    private static final Duration LEASE = ofSeconds(6);
    private static final Duration TO_GO_ON = ofSeconds(10);

    /** The waits of a careless host, which are the default of its pool, are longer than those of a submission. */
    private static final Duration PATIENCE_OF_THE_POOL = ofSeconds(30);

    private static final Duration SLACK = ofSeconds(6);
    private static final long BETWEEN_LINES = ofMillis(9_900).toNanos();

    private final TestDatabase database;
    private final Engines engines = new Engines();
    private final Logged logged = Logged.fromNowOn();
    private final Map<String, TaskHandle<String>> accepted = new ConcurrentHashMap<>();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong slowest = new AtomicLong();
    private final AtomicBoolean enough = new AtomicBoolean();

    OutageContract(TestDatabase database) {
        this.database = database;
    }

    @AfterEach
    void leavesNothingRunning() {
        enough.set(true);
        engines.close();
        database.close();
        logged.close();
    }

    @Test
    void anotherPartOfTheHostHoldsAllConnections() throws Exception {
        HikariDataSource pool = pool(database);
        outlasts(pool, () -> {
            List<Connection> held = new ArrayList<>();
            while (held.size() < pool.getMaximumPoolSize() - heard()) {
                held.add(pool.getConnection());
            }
            pass(OUTAGE);
            for (Connection connection : held) {
                connection.close();
            }
        });
        assertThat(refusals).as("submissions while there was none").hasPositiveValue();
    }

    /** Something that is done to the database. */
    @FunctionalInterface
    interface Outage {
        void take() throws Exception;
    }

    /** How many connections a node keeps to hear notices with. */
    int heard() {
        return 0;
    }

    /** A node by itself, since each has a log of its own. */
    final void outlasts(DataSource pool, Outage outage) throws Exception {
        TaskEngine tasks = engines.start(builder(pool).register(ECHO, (input, context) -> input));
        Thread keyed = Thread.ofPlatform().start(() -> submit(tasks, "keyed ", true));
        Thread plain = Thread.ofPlatform().start(() -> submit(tasks, "plain ", false));
        Await.until("it is at work", TO_GO_ON, () -> accepted.size() > 20);

        outage.take();

        int before = accepted.size();
        Await.until("submissions go on", TO_GO_ON, () -> accepted.size() > before);
        TaskHandle<String> next = submitted(tasks);
        assertThat(next.await(TO_GO_ON)).as("work goes on").contains(new Outcome.Succeeded<>("next"));
        enough.set(true);
        keyed.join();
        plain.join();
        for (TaskHandle<String> handle : accepted.values()) {
            assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Succeeded.class);
        }
        Await.until(
                "no ticket is left", TO_GO_ON, () -> !isShared() || count("SELECT COUNT(*) FROM errand_ticket") == 0);
        assertThat(count("SELECT COUNT(*) FROM errand_task WHERE ended_at IS NULL"))
                .isZero();
        assertThat(count("SELECT COUNT(*) FROM (SELECT input FROM errand_task WHERE task_key IS NOT NULL GROUP BY input"
                        + " HAVING COUNT(*) > 1) twice"))
                .isZero();
        assertThat(Duration.ofNanos(slowest.get())).as("the slowest submission").isLessThan(TIMEOUT.plus(SLACK));
        assertThatLogIsQuiet();
    }

    private TaskHandle<String> submitted(TaskEngine tasks) {
        List<TaskHandle<String>> next = new ArrayList<>();
        Await.until("one more is accepted", TO_GO_ON, () -> {
            try {
                next.add(tasks.submit(ECHO, "next", by("ana").key("next")));
                return true;
            } catch (RegistryUnavailableException notYet) {
                return false;
            }
        });
        return next.getFirst();
    }

    /** One after the other, and each until it is accepted, as far as that can be known. */
    private void submit(TaskEngine tasks, String prefix, boolean keyed) {
        for (int number = 1; !enough.get(); number++) {
            String input = prefix + number;
            SubmitOptions options = keyed ? by("ana").key(input) : by("ana");
            long began = System.nanoTime();
            try {
                accepted.put(input, tasks.submit(ECHO, input, options));
            } catch (RegistryUnavailableException away) {
                refusals.incrementAndGet();
                number = keyed ? number - 1 : number;
            }
            slowest.accumulateAndGet(System.nanoTime() - began, Math::max);
            pass(ofMillis(10));
        }
    }

    /** Of ours and of db-scheduler's; what the pool of the host logs is the host's. */
    private void assertThatLogIsQuiet() throws Exception {
        Map<String, Long> latest = new HashMap<>();
        for (Logged.Line line : logged.lines()) {
            boolean ours =
                    (line.cause().startsWith("dev.errand") || line.cause().startsWith("com.github.kagkarlsson"))
                            && isOfThisTest(line);
            Long before = ours ? latest.put(line.cause(), line.nanos()) : null;
            assertThat(before == null || line.nanos() - before > BETWEEN_LINES)
                    .as("again within ten seconds: %s; all lines: %s", line.text(), logged.lines())
                    .isTrue();
        }
    }

    /** Engines of tests before may still try to write down what became of their tasks, whose databases are gone. */
    private boolean isOfThisTest(Logged.Line line) throws Exception {
        Matcher task = TASK.matcher(line.text());
        return !task.find() || count("SELECT COUNT(*) FROM errand_task WHERE id = '" + task.group() + "'") == 1;
    }

    static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Await.until("time has passed", time.plusSeconds(30), () -> System.nanoTime() > end);
    }

    private long count(String sql) throws Exception {
        return Sql.number(database.dataSource(), sql);
    }

    final HikariDataSource pool(TestDatabase on) {
        return on.pool(8, config -> config.setConnectionTimeout(PATIENCE_OF_THE_POOL.toMillis()));
    }

    final TaskEngineBuilder builder(DataSource pool) {
        TaskEngineBuilder builder = TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(pool).timeout(TIMEOUT))
                .lease(LEASE);
        return isShared() ? builder.executor(ClusterExecutor.on(pool).threads(8).pollingEvery(ofMillis(500))) : builder;
    }

    /** Whether several machines may reach it. */
    boolean isShared() {
        return true;
    }

    final Engines engines() {
        return engines;
    }

    final long refusals() {
        return refusals.get();
    }
}

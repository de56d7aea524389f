package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.jdbc.Engines.outcomeOf;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.event.TaskEvent;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.FaultyDataSource;
import dev.errand.jdbc.parts.JdbcCounts;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.registry.Liveness;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a task costs the database, counted. */
@Timeout(120)
class StatementsTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final TaskType<String, String> WAIT = TaskType.named("wait", String.class, String.class);
    private static final Duration LONG = ofSeconds(60);

    /** Within it, what a node does every second has been done. */
    private static final Duration QUIET = ofSeconds(2);

    private static final int MOST_OF_A_TASK = 8;

    /** Taking a ticket, when somebody looks once more than there was need to. */
    private static final int ONE_LOOK_MORE = 2;

    private static final int LONELY = 5;
    private static final int MANY = 500;
    private static final int RUNNING = 1_000;
    private static final int MOST_A_SECOND = 50;
    private static final Duration WINDOW = ofSeconds(5);

    private final TestDatabase database = DatabaseKind.POSTGRESQL.fresh();
    private final FaultyDataSource counted = new FaultyDataSource(database.pool(8));
    private final Engines engines = new Engines();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void leavesNothingRunning() {
        gate.countDown();
        engines.close();
        database.close();
    }

    /** On a node that neither beats nor polls meanwhile: PostgreSQL tells it what there is to do. */
    @Test
    void aTaskTakesFewFromItsSubmissionToItsEnd() throws Exception {
        AtomicInteger ends = new AtomicInteger();
        TaskEngine tasks = engines.start(cluster(50)
                .liveness(new Liveness(ofHours(3), ofHours(1)))
                .listener(event -> {
                    if (event instanceof TaskEvent.Ended) {
                        ends.incrementAndGet();
                    }
                })
                .register(ECHO, (input, context) -> input));
        for (int warmUp = 0; warmUp < 3; warmUp++) {
            outcomeOf(tasks.submit(ECHO, "warm", by("ana")));
        }
        awaitQuiet();
        List<Integer> ofLonely = new ArrayList<>();
        List<TaskHandle<String>> handles = new ArrayList<>();
        for (int number = 0; number < LONELY; number++) {
            counted.reset();
            ends.set(0);
            handles.add(tasks.submit(ECHO, "a", by("ana")));
            Await.until("it has ended", LONG, () -> ends.get() == 1);
            awaitQuiet();
            ofLonely.add(statementsForTasks().size());
        }
        assertThat(Collections.min(ofLonely))
                .as("nobody has watched them meanwhile: %s", ofLonely)
                .isLessThanOrEqualTo(MOST_OF_A_TASK);
        assertThat(ofLonely).allSatisfy(each -> assertThat(each).isBetween(5, MOST_OF_A_TASK + ONE_LOOK_MORE));
        counted.reset();
        ends.set(0);
        for (int number = 0; number < MANY; number++) {
            handles.add(tasks.submit(ECHO, "a", by("ana")));
        }
        Await.until("all have ended", LONG, () -> ends.get() == MANY);
        assertThat(statements().size()).as("nobody has watched them meanwhile").isBetween(MANY, MOST_OF_A_TASK * MANY);
        for (TaskHandle<String> handle : handles) {
            assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Succeeded.class);
        }
    }

    private List<String> statements() {
        return counted.log().stream()
                .filter(call -> !call.equals("CONNECT") && !call.equals("COMMIT"))
                .toList();
    }

    /** Without what a node asks once a second, whether there is a task or not: what was lost, and who is alive. */
    private List<String> statementsForTasks() {
        List<String> asked = new ArrayList<>(statements());
        long upkeep = asked.stream().filter(sql -> sql.contains("errand_gate")).count();
        asked.removeIf(sql -> sql.contains("errand_gate"));
        asked.removeIf(sql -> sql.contains("errand_node") || sql.contains("WHERE picked = ? AND picked_by = ?"));
        asked.stream()
                .filter(sql -> sql.startsWith("SELECT set_config"))
                .limit(upkeep)
                .toList()
                .forEach(asked::remove);
        return asked;
    }

    private void awaitQuiet() {
        AtomicLong calls = new AtomicLong(-1);
        AtomicLong since = new AtomicLong();
        Await.until("nothing is asked of the database any more", LONG, () -> {
            if (calls.getAndSet(counted.calls()) != counted.calls()) {
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > QUIET.toNanos();
        });
    }

    /** Of all tasks of a node together, so that it does not matter how many there are. */
    @Test
    void theProgressOfAThousandTasksTakesFiftyASecond() throws Exception {
        Semaphore running = new Semaphore(0);
        TaskEngine tasks = engines.start(cluster(RUNNING)
                .liveness(new Liveness(ofMinutes(1), ofSeconds(1)))
                .register(WAIT, (input, context) -> {
                    running.release();
                    while (gate.getCount() > 0) {
                        context.progress().advance(1);
                        LockSupport.parkNanos(100_000_000);
                    }
                    return input;
                }));
        List<TaskHandle<String>> handles = tasks.submitAll(WAIT, ClusterExecutorContract.inputs(RUNNING), by("ana"));
        assertThat(running.tryAcquire(RUNNING, LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        long before = written();
        Await.until("progress is written", LONG, () -> written() > before);
        counted.reset();
        long versions = written();
        long began = System.nanoTime();

        Await.until("some time has passed", LONG, () -> System.nanoTime() - began > WINDOW.toNanos());

        JdbcCounts counts = counted.counts();
        double seconds = (System.nanoTime() - began) / 1e9;
        double reports = (written() - versions) / seconds;
        assertThat(counts.statements() / seconds)
                .as("%s", counted.log().stream().collect(Collectors.groupingBy(call -> call, Collectors.counting())))
                .isLessThan(MOST_A_SECOND);
        assertThat(reports).as("each task each second, or nearly so").isGreaterThan(RUNNING / 4.0);
        gate.countDown();
        for (TaskHandle<String> handle : handles) {
            assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Succeeded.class);
        }
    }

    /** How many changes of tasks there were. */
    private long written() throws SQLException {
        return Sql.number(database.dataSource(), "SELECT SUM(version) FROM errand_task");
    }

    private TaskEngineBuilder cluster(int threads) {
        return TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(counted))
                .executor(ClusterExecutor.on(counted).threads(threads).pollingEvery(ofHours(1)));
    }
}

package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.jdbc.Engines.outcomeOf;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.Outcome;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.event.TaskEvent;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.DatabaseServer;
import dev.errand.jdbc.parts.FaultProxy;
import dev.errand.jdbc.parts.ReplyCutter;
import dev.errand.jdbc.parts.ServerDatabase;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.queue.Tickets;
import dev.errand.registry.RegistryUnavailableException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commits that happen and whose answer is lost on the way: nobody is told a lie, and nothing happens twice. */
@Timeout(120)
abstract class LostRepliesContract {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final int TRIES_OF_A_KEY = 4;
    private static final int UNDER_WAY = 16;

    private final DatabaseServer server;
    private final int losses;
    private final int few;
    private final ServerDatabase database;
    private final Engines engines = new Engines();
    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final Map<TaskId, AtomicInteger> ends = new ConcurrentHashMap<>();
    private FaultProxy proxy;
    private HikariDataSource pool;

    /**
     * On a server.
     *
     * @param losses how many answers to submissions are lost; of other changes it is a quarter
     */
    @SuppressWarnings("NullAway.Init") // before each test
    LostRepliesContract(DatabaseServer server, int losses) {
        this.server = server;
        this.losses = losses;
        this.few = losses / 4;
        this.database = server.newDatabase("lost");
    }

    @BeforeEach
    void standsInBetween() throws Exception {
        proxy = FaultProxy.before(server);
        pool = database.through(proxy).pool(8);
    }

    @AfterEach
    void leavesNothingRunning() {
        proxy.heal();
        engines.close();
        pool.close();
        proxy.close();
        database.close();
    }

    @Test
    void submissionsAreAcceptedOnce() throws Exception {
        TaskEngine tasks = engines.start(builder().executor(Engines.NO_ROOM));
        for (int number = 1; number <= losses; number++) {
            ReplyCutter cutter = ReplyCutter.nextChangeOf("errand_task");
            proxy.cut(cutter);

            TaskHandle<String> handle = tasks.submit(ECHO, "" + number, by("ana"));

            awaitCut(cutter);
            assertThat(tasks.find(handle.id())).isPresent();
        }
        assertThat(count("SELECT COUNT(*) FROM errand_task")).isEqualTo(losses);
    }

    @Test
    void aKeyLeadsToOneTaskHoweverOftenItIsTried() throws Exception {
        TaskEngine tasks = engines.start(builder().executor(Engines.NO_ROOM));
        for (int number = 1; number <= few / TRIES_OF_A_KEY; number++) {
            SubmitOptions keyed = by("ana").key("key " + number);
            String input = "" + number;
            proxy.cut(ReplyCutter.commits(TRIES_OF_A_KEY));

            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(() -> tasks.submit(ECHO, input, keyed));
            TaskId first = tasks.submit(ECHO, input, keyed).id();
            proxy.cut(ReplyCutter.nextChangeOf("errand_task"));
            TaskId second = tasks.submit(ECHO, input, keyed).id();

            assertThat(second).isEqualTo(first);
            assertThatExceptionOfType(TaskRefusedException.class)
                    .isThrownBy(() -> tasks.submit(ECHO, "another " + input, keyed))
                    .withMessageContaining("another input")
                    .satisfies(
                            refused -> assertThat(refused.reason()).isEqualTo(TaskRefusedException.Reason.KEY_IN_USE));
        }
        assertThat(count("SELECT COUNT(*) FROM errand_task")).isEqualTo(few / TRIES_OF_A_KEY);
    }

    /** On a thread of the engine, so that the next commit is the one that ends the task. */
    @Test
    void anEndIsAnEndThoughNobodyWasToldSo() throws Exception {
        Semaphore arrived = new Semaphore(0);
        Semaphore released = new Semaphore(0);
        TaskEngine tasks = engines.start(listening().register(ECHO, (input, context) -> {
            runs.computeIfAbsent(input, any -> new AtomicInteger()).incrementAndGet();
            arrived.release();
            released.acquire();
            if (input.startsWith("fails")) {
                throw new IllegalStateException(input);
            }
            return input;
        }));
        for (int number = 1; number <= few; number++) {
            String input = (number % 4 == 0 ? "fails " : "succeeds ") + number;
            TaskHandle<String> handle = tasks.submit(ECHO, input, by("ana"));
            arrived.acquire();
            ReplyCutter cutter = ReplyCutter.nextChangeOf("errand_task");
            proxy.cut(cutter);
            released.release();

            Outcome<String> outcome = outcomeOf(handle);

            awaitCut(cutter);
            assertThat(outcome.state()).isEqualTo(number % 4 == 0 ? TaskState.FAILED : TaskState.SUCCEEDED);
        }
        proxy.heal();
        allRanOnce(few);
    }

    @Test
    void cancelSaysWhatHasHappened() throws Exception {
        TaskEngine tasks = engines.start(builder().executor(Engines.NO_ROOM));
        for (int number = 1; number <= few; number++) {
            TaskHandle<String> handle = tasks.submit(ECHO, "" + number, by("ana"));
            ReplyCutter cutter = ReplyCutter.nextChangeOf("errand_task");
            proxy.cut(cutter);

            assertThat(handle.cancel()).isTrue();

            awaitCut(cutter);
            assertThat(handle.cancel()).isFalse();
            assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
        }
    }

    /** Whatever was to be committed: a submission, a place, a ticket, a start, an end. */
    @Test
    void aClusterLosesNothingAndDoesNothingTwice() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Semaphore free = new Semaphore(UNDER_WAY);
        TaskEngine tasks = engines.start(listening()
                .executor(ClusterExecutor.on(pool).threads(8).pollingEvery(ofMillis(50)))
                .register(ECHO, (input, context) -> {
                    runs.computeIfAbsent(input, any -> new AtomicInteger()).incrementAndGet();
                    context.progress().total(1);
                    context.progress().advance(1);
                    free.release();
                    return input;
                }));
        Map<String, TaskHandle<String>> accepted = new ConcurrentHashMap<>();
        AtomicBoolean enough = new AtomicBoolean();
        Thread host = Thread.ofPlatform().start(() -> {
            for (int number = 1; !enough.get(); number++) {
                free.acquireUninterruptibly();
                submit(tasks, "" + number, accepted);
            }
        });
        for (int cut = 1; cut <= few; cut++) {
            ReplyCutter cutter = ReplyCutter.next(sql -> sql.startsWith("COMMIT") && random.nextInt(3) == 0);
            proxy.cut(cutter);
            Await.until("seed " + seed + ", answer " + cut + " is lost", ofSeconds(20), () -> cutter.cuts() == 1);
        }
        proxy.heal();
        enough.set(true);
        free.release(UNDER_WAY);
        host.join();

        for (TaskHandle<String> handle : accepted.values()) {
            assertThat(outcomeOf(handle)).as("seed %s", seed).isInstanceOf(Outcome.Succeeded.class);
        }
        assertThat(accepted.size()).as("a load worth the name").isGreaterThan(few / 4);
        allRanOnce(accepted.size());
        Await.until("no ticket is left", ofSeconds(20), () -> count("SELECT COUNT(*) FROM errand_ticket") == 0);
    }

    /** The one who has taken it does not know so, and everybody else leaves it to him. */
    @Test
    void aTicketIsNotLostWithTheAnswer() throws Exception {
        ClusterExecutor executor = ClusterExecutor.on(pool).pollingEvery(ofMillis(50));
        TaskEngine tasks = engines.start(listening().executor(executor).register(ECHO, (input, context) -> {
            runs.computeIfAbsent(input, any -> new AtomicInteger()).incrementAndGet();
            return input;
        }));
        ReplyCutter cutter = ReplyCutter.next(this::takesATicket);
        proxy.cut(cutter);

        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("a"));
        awaitCut(cutter);
        allRanOnce(1);
    }

    /** A heartbeat may have committed in between, and have lost its reply instead: it may still be on its way. */
    private static void awaitCut(ReplyCutter cutter) {
        Await.until("a reply is lost", ofSeconds(20), () -> cutter.cuts() == 1);
    }

    /** Not a look that finds none. */
    private boolean takesATicket(String sql) {
        try {
            return sql.contains(Tickets.TABLE)
                    && sql.contains("UPDATE")
                    && (count("SELECT COUNT(*) FROM errand_ticket WHERE NOT picked") > 0
                            || (sql.contains("state = 'QUEUED'")
                                    && count("SELECT COUNT(*) FROM errand_task WHERE state = 'QUEUED'") > 0));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** With a key, so that it can be tried until it is known. */
    private static void submit(TaskEngine tasks, String input, Map<String, TaskHandle<String>> accepted) {
        SubmitOptions options = by("ana").key(input);
        while (!accepted.containsKey(input)) {
            try {
                accepted.put(input, tasks.submit(ECHO, input, options));
            } catch (RegistryUnavailableException unknown) {
                assertThat(unknown).hasMessageContaining("database");
            }
        }
    }

    private void allRanOnce(int tasks) throws Exception {
        assertThat(runs.values()).hasSize(tasks).allMatch(times -> times.get() == 1);
        Await.until("all ends are told of", ofSeconds(20), () -> ends.size() == tasks);
        assertThat(ends.values()).allMatch(times -> times.get() == 1);
        assertThat(count("SELECT COUNT(*) FROM errand_task")).isEqualTo(tasks);
        assertThat(count("SELECT COUNT(*) FROM errand_task WHERE attempt = 1 AND losses = 0 AND ended_at IS NOT NULL"))
                .isEqualTo(tasks);
    }

    private long count(String sql) throws Exception {
        return Sql.number(database.dataSource(), sql);
    }

    private TaskEngineBuilder builder() {
        return TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(pool).timeout(ofSeconds(5)))
                .registerRemote(ECHO);
    }

    private TaskEngineBuilder listening() {
        return TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(pool).timeout(ofSeconds(5)))
                .listener(event -> {
                    if (event instanceof TaskEvent.Ended(TaskSnapshot task, var outcome)) {
                        ends.computeIfAbsent(task.id(), any -> new AtomicInteger())
                                .incrementAndGet();
                    }
                });
    }
}

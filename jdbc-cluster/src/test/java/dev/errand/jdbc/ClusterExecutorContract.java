package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.BackgroundTask;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Priority;
import dev.errand.Retry;
import dev.errand.RetryScope;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.FaultyDataSource;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.jdbc.table.Priorities;
import dev.errand.registry.NodeStatus;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines that spread their tasks through one database, as if each were on a machine of its own. */
@Timeout(60)
abstract class ClusterExecutorContract {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    static final TaskType<String, String> WAIT = TaskType.named("wait", String.class, String.class);
    static final Duration LONG = ofSeconds(30);

    @AutoClose
    private final TestDatabase database;

    private final List<TaskEngine> engines = new ArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Map<String, Set<String>> ranBy = new ConcurrentHashMap<>();
    private final Semaphore atGate = new Semaphore(0);

    ClusterExecutorContract(DatabaseKind kind) {
        database = kind.fresh();
    }

    @AfterEach
    void leavesNothingRunning() throws InterruptedException {
        gate.countDown();
        for (TaskEngine engine : engines) {
            engine.shutdown(ofSeconds(5));
        }
    }

    @Test
    void runsATaskOnAnotherMachineThanItWasSubmittedTo() throws InterruptedException {
        TaskEngine web = node("web", engine -> engine.registerRemote(ECHO));
        node("worker", engine -> engine.register(ECHO, this::echo));

        TaskHandle<String> handle = web.submit(ECHO, "a", by("ana"));

        assertThat(handle.await(LONG)).contains(new Outcome.Succeeded<>("a"));
        assertThat(handle.snapshot().status().attempt()).isEqualTo(1);
    }

    @Test
    void spreadsTasksOverAllMachinesThatHaveRoom() throws InterruptedException {
        node("a", 4, engine -> engine.register(WAIT, waitingOn("a")));
        TaskEngine b = node("b", 4, engine -> engine.register(WAIT, waitingOn("b")));

        List<TaskHandle<String>> handles = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            handles.add(b.submit(WAIT, "" + i, by("ana")));
        }

        atGate.acquire(8);
        assertThat(ranBy).hasEntrySatisfying("a", some -> assertThat(some).hasSize(4));
        assertThat(ranBy).hasEntrySatisfying("b", some -> assertThat(some).hasSize(4));
        gate.countDown();
        for (TaskHandle<String> handle : handles) {
            assertThat(handle.await(LONG)).get().isInstanceOf(Outcome.Succeeded.class);
        }
        assertThat(ranBy.values().stream().mapToInt(Set::size).sum()).isEqualTo(20);
        assertThat(ticketsLeft()).isZero();
    }

    @Test
    void keepsTheLimitOfATypeOnAllMachinesTogether() throws InterruptedException {
        TaskType<String, String> few =
                TaskType.named("few", String.class, String.class).maxRunning(3);
        Most most = new Most(2);
        node("a", engine -> engine.register(few, most));
        TaskEngine b = node("b", engine -> engine.register(few, most));

        List<TaskHandle<String>> handles = b.submitAll(few, inputs(60), by("ana"));
        assertThat(handles.getLast().await(LONG)).isPresent();
        for (TaskHandle<String> handle : handles) {
            assertThat(handle.await(LONG)).get().isInstanceOf(Outcome.Succeeded.class);
        }

        assertThat(most.seen()).isBetween(2, 3);
    }

    @Test
    void keepsTheLimitOfAnOwnerOnAllMachinesTogether() throws InterruptedException {
        Most ofAna = new Most(1);
        BackgroundTask<String, String> counting =
                (input, context) -> context.owner().id().equals("ana") ? ofAna.run(input, context) : input;
        node("a", engine -> engine.maxRunningPerOwner(2).register(ECHO, counting));
        TaskEngine b = node("b", engine -> engine.maxRunningPerOwner(2).register(ECHO, counting));

        List<TaskHandle<String>> handles = new ArrayList<>(b.submitAll(ECHO, inputs(40), by("ana")));
        handles.addAll(b.submitAll(ECHO, inputs(40), by("ben")));
        for (TaskHandle<String> handle : handles) {
            assertThat(handle.await(LONG)).isPresent();
        }

        assertThat(ofAna.seen()).isBetween(1, 2);
    }

    /** How many tasks a node may take that it has no thread for yet. */
    int takenAhead() {
        return 0;
    }

    /** Whether a node takes tasks that have no limit before anybody has let them in. */
    boolean takesStraight() {
        return false;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void letsWhatIsUrgentGoFirstHoweverMuchWaits(boolean limited) throws InterruptedException {
        TaskEngine only = node(
                "a",
                1,
                engine -> limitedIf(limited, engine)
                        .register(WAIT, waitingOn("a"))
                        .register(ECHO, (input, context) -> {
                            ranBy.computeIfAbsent("order", any -> ConcurrentHashMap.newKeySet())
                                    .add(input);
                            return input + ranBy.get("order").size();
                        }));
        only.submit(WAIT, "holds the only thread", by("ana"));
        atGate.acquire();
        List<TaskHandle<String>> many = only.submitAll(ECHO, inputs(500), by("ana"));

        TaskHandle<String> urgent = only.submit(ECHO, "urgent", by("ben").priority(Priority.HIGH));
        if (limited || !takesStraight()) {
            Await.until("it is let in", LONG, () -> ticketsOf(Priority.HIGH) == 1);
        }
        gate.countDown();

        assertThat(urgent.await(LONG).orElseThrow())
                .as("after what was taken before it came, at most")
                .isIn(IntStream.rangeClosed(1, 1 + takenAhead())
                        .mapToObj(place -> new Outcome.Succeeded<>("urgent" + place))
                        .toArray());
        assertThat(many.getLast().await(LONG)).isPresent();
    }

    /** A limit that is never reached has to be looked at all the same. */
    static TaskEngineBuilder limitedIf(boolean limited, TaskEngineBuilder engine) {
        return limited ? engine.maxRunningPerOwner(10_000) : engine;
    }

    @Test
    void cancelsATaskThatRunsOnAnotherMachine() throws InterruptedException {
        node("worker", engine -> engine.register(WAIT, waitingOn("worker")));
        TaskEngine web = node("web", engine -> engine.registerRemote(WAIT));
        TaskHandle<String> handle = web.submit(WAIT, "x", by("ana"));
        atGate.acquire();

        assertThat(handle.cancel()).isTrue();

        assertThat(handle.await(LONG)).get().isInstanceOf(Outcome.Cancelled.class);
        assertThat(ticketsLeft()).isZero();
    }

    @Test
    void takesOverWhatAMachineRanThatIsCutOff() throws InterruptedException {
        FaultyDataSource cut = new FaultyDataSource(database.pool(8));
        CountDownLatch interrupted = new CountDownLatch(1);
        TaskEngine lost = engineOn(
                cut,
                "lost",
                4,
                engine -> engine.register(WAIT, (input, context) -> {
                    atGate.release();
                    try {
                        gate.await();
                        return "by the lost one";
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                }));
        TaskHandle<String> handle = lost.submit(WAIT, "x", by("ana"));
        atGate.acquire();

        cut.failAll(() -> new SQLNonTransientConnectionException("cut off", "08006"));
        TaskEngine heir = node("heir", engine -> engine.register(WAIT, (input, context) -> "by the heir"));

        assertThat(heir.find(WAIT, handle.id(), Owner.of("ana")).orElseThrow().await(LONG))
                .contains(new Outcome.Succeeded<>("by the heir"));
        assertThat(interrupted.getCount())
                .as("it gave up before others took over")
                .isZero();
        cut.heal();
        assertThat(handle.await(LONG)).contains(new Outcome.Succeeded<>("by the heir"));
        assertThat(ticketsLeft()).isZero();
    }

    /** Code that heeds no interrupt comes to its end, which counts for nothing, and is not waited for either. */
    @Test
    void tellsOfAnEndElsewhereThoughTheCodeHereWentOn() throws InterruptedException {
        CountDownLatch deaf = new CountDownLatch(1);
        FaultyDataSource cut = new FaultyDataSource(database.pool(8));
        TaskEngine lost = engineOn(
                cut,
                "lost",
                4,
                engine -> engine.register(WAIT, (input, context) -> {
                    atGate.release();
                    while (deaf.getCount() > 0) {
                        LockSupport.parkNanos(1_000_000);
                    }
                    return "by the lost one";
                }));
        TaskHandle<String> handle = lost.submit(WAIT, "x", by("ana"));
        atGate.acquire();
        cut.failAll(() -> new SQLNonTransientConnectionException("cut off", "08006"));
        TaskEngine heir = node("heir", engine -> engine.register(WAIT, (input, context) -> "by the heir"));
        assertThat(heir.find(WAIT, handle.id(), Owner.of("ana")).orElseThrow().await(LONG))
                .contains(new Outcome.Succeeded<>("by the heir"));

        cut.heal();
        deaf.countDown();

        assertThat(handle.await(LONG)).contains(new Outcome.Succeeded<>("by the heir"));
    }

    @Test
    void handsOverWhatRunsWhenAMachineIsShutDown() throws InterruptedException {
        TaskEngine leaving = node("leaving", engine -> engine.register(WAIT, waitingOn("leaving")));
        TaskHandle<String> handle = leaving.submit(WAIT, "x", by("ana"));
        atGate.acquire();
        TaskEngine staying = node("staying", engine -> engine.register(WAIT, (input, context) -> "by the staying"));

        leaving.shutdown(ofMillis(100));

        assertThat(staying.find(WAIT, handle.id(), Owner.of("ana"))
                        .orElseThrow()
                        .await(LONG))
                .contains(new Outcome.Succeeded<>("by the staying"));
    }

    @Test
    void beginsNothingOnAMachineThatIsDrained() throws InterruptedException {
        TaskEngine drained = node("drained", engine -> engine.register(ECHO, (input, context) -> "drained"));
        TaskEngine other = node("other", engine -> engine.register(ECHO, (input, context) -> "other"));
        UUID node = idOf("drained", other);

        assertThat(other.drain(node, true)).isTrue();
        Await.until("it knows", LONG, () -> runsOnlyOn("other", drained));

        assertThat(other.drain(node, false)).isTrue();
        Await.until("it begins again", LONG, () -> !runsOnlyOn("other", drained));
    }

    private boolean runsOnlyOn(String name, TaskEngine submitting) {
        try {
            for (TaskHandle<String> handle : submitting.submitAll(ECHO, inputs(50), by("ana"))) {
                if (!handle.await(LONG).equals(Optional.of(new Outcome.Succeeded<>(name)))) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void beginsWhatWaitsForItsTimeAndRetriesWhatFails() throws InterruptedException {
        TaskType<String, String> flaky =
                TaskType.named("flaky", String.class, String.class).retrying(Retry.fixed(3, ofMillis(50)));
        AtomicInteger tries = new AtomicInteger();
        TaskEngine tasks = node(
                "a",
                engine -> engine.register(flaky, (input, context) -> {
                            if (tries.incrementAndGet() < 3) {
                                throw new IllegalStateException("not yet");
                            }
                            return input;
                        })
                        .register(ECHO, this::echo));

        TaskHandle<String> delayed = tasks.submit(ECHO, "later", by("ana").delay(ofMillis(300)));
        TaskHandle<String> failing = tasks.submit(flaky, "third", by("ana"));

        assertThat(failing.await(LONG)).contains(new Outcome.Succeeded<>("third"));
        assertThat(delayed.await(LONG)).contains(new Outcome.Succeeded<>("later"));
        assertThat(ticketsLeft()).isZero();
    }

    @Test
    void leavesTypesToThoseWhoKnowThem() throws InterruptedException {
        TaskEngine knowsOther =
                node("a", engine -> engine.register(WAIT, waitingOn("a")).registerRemote(ECHO));
        TaskHandle<String> handle = knowsOther.submit(ECHO, "x", by("ana"));
        TaskHandle<String> own = knowsOther.submit(WAIT, "y", by("ana"));
        atGate.acquire();
        assertThat(handle.snapshot().state()).isEqualTo(TaskState.QUEUED);

        node("b", engine -> engine.register(ECHO, this::echo));

        assertThat(handle.await(LONG)).contains(new Outcome.Succeeded<>("x"));
        gate.countDown();
        assertThat(own.await(LONG)).isPresent();
    }

    @Test
    void runsWhatComputesOnPlatformThreadsAndTheRestOnVirtualOnes() throws InterruptedException {
        TaskType<String, String> compute =
                TaskType.named("compute", String.class, String.class).computing();
        BackgroundTask<String, String> kind =
                (input, context) -> Thread.currentThread().isVirtual() ? "virtual" : "platform";
        TaskEngine tasks = node("a", engine -> engine.register(compute, kind).register(ECHO, kind));

        assertThat(tasks.submit(compute, "", by("ana")).await(LONG)).contains(new Outcome.Succeeded<>("platform"));
        assertThat(tasks.submit(ECHO, "", by("ana")).await(LONG)).contains(new Outcome.Succeeded<>("virtual"));
    }

    @Test
    void runsAgainWhatIsRetried() throws InterruptedException {
        AtomicInteger tries = new AtomicInteger();
        TaskEngine tasks = node(
                "a",
                engine -> engine.register(ECHO, (input, context) -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IllegalStateException("once");
                    }
                    return input;
                }));
        TaskHandle<String> handle = tasks.submit(ECHO, "x", by("ana"));
        assertThat(handle.await(LONG)).get().isInstanceOf(Outcome.Failed.class);

        assertThat(handle.retry(RetryScope.ALL).await(LONG)).contains(new Outcome.Succeeded<>("x"));
        assertThat(ticketsLeft()).isZero();
    }

    @Test
    void refusesTheRegistryOfAnotherDatabase() {
        DataSource other = database.pool(2);

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TaskEngine.builder()
                        .registry(JdbcTaskRegistry.on(other))
                        .executor(ClusterExecutor.on(database.pool(2)))
                        .register(ECHO, this::echo)
                        .build())
                .withMessageContaining("data source of the executor");
    }

    private static UUID idOf(String name, TaskEngine engine) {
        return engine.nodes().stream()
                .map(NodeStatus::node)
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    TestDatabase database() {
        return database;
    }

    Semaphore atGate() {
        return atGate;
    }

    TaskEngine node(String name, UnaryOperator<TaskEngineBuilder> with) {
        return node(name, 50, with);
    }

    TaskEngine node(String name, int threads, UnaryOperator<TaskEngineBuilder> with) {
        return engineOn(database.pool(8), name, threads, with);
    }

    private TaskEngine engineOn(DataSource source, String name, int threads, UnaryOperator<TaskEngineBuilder> with) {
        TaskEngine engine = with.apply(TaskEngine.builder()
                        .registry(JdbcTaskRegistry.on(source))
                        .executor(ClusterExecutor.on(source).threads(threads).pollingEvery(ofMillis(100)))
                        .nodeName(name)
                        .lease(ofSeconds(2)))
                .build();
        engines.add(engine);
        return engine;
    }

    private String echo(String input, TaskContext context) {
        return input;
    }

    BackgroundTask<String, String> waitingOn(String name) {
        return (input, context) -> {
            ranBy.computeIfAbsent(name, any -> ConcurrentHashMap.newKeySet()).add(input);
            atGate.release();
            gate.await();
            return name;
        };
    }

    static List<String> inputs(int number) {
        return IntStream.range(0, number).mapToObj(i -> "" + i).toList();
    }

    long ticketsLeft() {
        return count("SELECT COUNT(*) FROM errand_ticket");
    }

    private long ticketsOf(Priority priority) {
        return count("SELECT COUNT(*) FROM errand_ticket WHERE priority = " + Priorities.number(priority));
    }

    long count(String sql) {
        try {
            return Sql.number(database.dataSource(), sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** How many run at the same time, at most. */
    private static final class Most implements BackgroundTask<String, String> {

        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final CountDownLatch together;

        /** The first ones wait for each other, so that at least so many run at the same time once. */
        Most(int together) {
            this.together = new CountDownLatch(together);
        }

        @Override
        public String run(String input, TaskContext context) throws InterruptedException {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                together.countDown();
                together.await();
                LockSupport.parkNanos(1_000_000); // long enough for others to come
                return input;
            } finally {
                now.decrementAndGet();
            }
        }

        int seen() {
            return most.get();
        }
    }
}

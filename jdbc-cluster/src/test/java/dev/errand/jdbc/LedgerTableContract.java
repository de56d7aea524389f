package dev.errand.jdbc;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Priority;
import dev.errand.Submission;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskStatus;
import dev.errand.TaskType;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.FaultyDataSource;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.table.ForgottenTasks;
import dev.errand.ledger.EntryState;
import dev.errand.ledger.LedgerEntry;
import dev.errand.progress.Progress;
import dev.errand.registry.Begun;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Lease;
import dev.errand.registry.LedgerIntent;
import dev.errand.registry.Liveness;
import dev.errand.registry.Node;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.Retention;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskLedgers;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.Transition;
import dev.errand.testkit.TaskLedgersContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every registry's ledgers keep to, and what a table of them keeps to besides, on one kind of database. */
@SuppressWarnings("CheckReturnValue") // a test may do something only for what it does
abstract class LedgerTableContract extends TaskLedgersContract {

    private static final TaskType<String, String> EXPORT = TaskType.named("export", String.class, String.class);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration LIMIT = ofSeconds(10);
    private static final TaskId TASK = new TaskId(new UUID(1, 7));
    private static final TaskId OTHER = new TaskId(new UUID(1, 8));

    @AutoClose
    private final TestDatabase database;

    private final HikariDataSource single;
    private final FaultyDataSource faulty;
    private final Lease lease = new Lease(UUID.randomUUID());
    private DurableTaskRegistry registry;

    LedgerTableContract(DatabaseKind kind) {
        database = kind.fresh();
        single = database.pool(kind == DatabaseKind.POSTGRESQL ? 2 : 1); // there, one is kept to hear notices with
        faulty = new FaultyDataSource(single);
        registry = JdbcTaskRegistry.on(faulty);
    }

    @Override
    protected TaskRegistry registry(Retention retention) {
        registry = JdbcTaskRegistry.on(faulty).keeping(retention);
        Node node = new Node(UUID.randomUUID(), "first", Instant.now(), 5, Set.of("export"));
        registry.open(node, Liveness.DEFAULT, Map.of("export", EXPORT), NOBODY);
        return registry;
    }

    @BeforeEach
    void startsAnotherTask() {
        registry.addAll(List.of(task(TASK), task(OTHER)));
        registry.apply(TASK, Transition.start(lease, NOON)).orElseThrow();
    }

    @AfterEach
    void closesTheRegistry() {
        registry.close();
    }

    @Test
    void writesForManyInFewTransactions() throws Exception {
        CountDownLatch underWay = new CountDownLatch(100);
        List<Future<Begun>> writers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            faulty.reset();
            try (Connection held = single.getConnection()) {
                for (int i = 0; i < 100; i++) {
                    LedgerIntent intent = intent("item " + i, i);
                    writers.add(threads.submit(() -> {
                        underWay.countDown();
                        return ledgers().begin(TASK, lease, intent);
                    }));
                }
                underWay.await();
                assertThat(held.isValid(1)).isTrue();
            }
        }

        for (Future<Begun> writer : writers) {
            assertThat(writer.get()).isEqualTo(new Begun.Ours());
        }
        assertThat(faulty.counts().commits()).isLessThanOrEqualTo(30);
    }

    @Test
    void forgetsALongLedgerSomeRowsAtATime() throws Exception {
        fill(2_500);
        end();
        faulty.reset();
        registry.sweep(NOON.plus(ofDays(2)));

        assertThat(registry.find(TASK)).isEmpty();
        assertThat(registry.find(OTHER)).isPresent();
        assertThat(rows("errand_ledger")).isZero();
        assertThat(rows("errand_forgotten")).isZero();
        assertThat(faulty.log().stream().filter(sql -> sql.startsWith("DELETE FROM errand_ledger")))
                .hasSize(3);
    }

    @Test
    void goesOnWithALedgerThatWasNotWhollyForgotten() throws Exception {
        fill(1_500);
        end();
        faulty.reset();
        ForgottenTasks forgotten = new ForgottenTasks(Database.at(faulty, LIMIT));
        Sql.execute(faulty, "DELETE FROM errand_task WHERE ended_at IS NOT NULL");
        Database.at(faulty, LIMIT).inTransaction(connection -> {
            forgotten.note(connection, List.of(OTHER, TASK));
            forgotten.note(connection, List.of(OTHER, TASK));
            return true;
        });
        assertThat(rows("errand_forgotten")).as("only the one that was deleted").isEqualTo(1);

        registry.sweep(NOON);

        assertThat(rows("errand_ledger")).isZero();
        assertThat(rows("errand_forgotten")).isZero();
        assertThat(registry.find(OTHER)).isPresent();
    }

    /** An engine asks again when it gets no answer: so does this, and whatever was lost, it comes to the same. */
    @Test
    void comesToTheSameWhateverReplyIsLost() throws Exception {
        for (int n = 1; n <= 4; n++) {
            for (boolean after : List.of(false, true)) {
                String key = "item " + n + " " + after;
                LedgerIntent intent = intent(key, 1);
                LedgerEntry done = new LedgerEntry("", key, EntryState.DONE, 1, "ref", NOON);

                plan(n, after);
                assertThat(insist(() -> ledgers().begin(TASK, lease, intent))).isEqualTo(new Begun.Ours());
                plan(n, after);
                assertThat(insist(() -> ledgers().withdraw(TASK, lease, intent.entry())))
                        .isTrue();
                plan(n, after);
                assertThat(insist(() -> ledgers().begin(TASK, lease, intent))).isEqualTo(new Begun.Ours());
                plan(n, after);
                assertThat(insist(() -> ledgers().settle(TASK, lease, done))).isTrue();
                faulty.reset();
                assertThat(ledgers().find(TASK, "", key)).contains(done);
            }
        }
    }

    private void plan(int n, boolean after) {
        faulty.reset();
        if (after) {
            faulty.failAfter(n, () -> new SQLException("planted", "08006"));
        } else {
            faulty.failBefore(n, () -> new SQLException("planted", "08006"));
        }
    }

    private static <T> T insist(Supplier<T> question) {
        for (int tries = 0; tries < 5; tries++) {
            try {
                return question.get();
            } catch (RegistryUnavailableException away) {
                assertThat(away).hasMessageContaining("planted");
            }
        }
        throw new AssertionError("no answer in five tries");
    }

    private void fill(int items) {
        IntStream.range(0, items)
                .parallel()
                .forEach(i -> assertThat(ledgers().begin(TASK, lease, intent("item " + i, i)))
                        .isEqualTo(new Begun.Ours()));
    }

    private static LedgerIntent intent(String key, long stamp) {
        return new LedgerIntent("", key, 1, stamp, NOON, Optional.empty());
    }

    private long rows(String table) throws SQLException {
        return Sql.number(faulty, "SELECT COUNT(*) FROM " + table);
    }

    private void end() {
        Transition end = Transition.end(lease, new Outcome.Succeeded<>("done"), Progress.NOT_STARTED, NOON);
        registry.apply(TASK, end).orElseThrow();
    }

    private TaskLedgers ledgers() {
        return registry.ledgers();
    }

    private static TaskEntry task(TaskId id) {
        Submission.Terms terms = new Submission.Terms(Optional.empty(), Priority.NORMAL, Optional.empty());
        Submission submission = new Submission("export", Owner.of("ana"), "Export", terms, NOON, NOON);
        return new TaskEntry(
                new TaskSnapshot(id, 1, submission, TaskStatus.queued(), Progress.NOT_STARTED, List.of()), "input");
    }
}

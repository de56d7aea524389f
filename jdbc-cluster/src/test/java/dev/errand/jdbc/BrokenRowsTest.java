package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.jdbc.Engines.failureOf;
import static dev.errand.jdbc.Engines.outcomeOf;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Retry;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.executor.TaskExecutor;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.registry.TaskQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that somebody has changed by hand, or cut short: they are told of, and nothing else suffers for them. */
@Timeout(60)
class BrokenRowsTest {

    private static final TaskType<Claims.Filter, Claims.Filter> FIND =
            TaskType.named("find", Claims.Filter.class, Claims.Filter.class);
    private static final String CANARY = "dev.errand.jdbc.BrokenRowsTest$Canary";
    private static final String SENTENCE =
            "What was stored of the task cannot be read by this version of the application.";

    private final TestDatabase database = DatabaseKind.SQLITE.fresh();
    private final Engines engines = new Engines();
    private final CountDownLatch gate = new CountDownLatch(1);

    /** Nobody registers it, so nobody may make one, or even look at it. */
    static final class Canary {

        static {
            CanaryWatch.HATCHED.set(true);
        }
    }

    @BeforeEach
    void seesNoCanary() {
        CanaryWatch.HATCHED.set(false);
    }

    @AfterEach
    void leavesNothingRunning() {
        gate.countDown();
        engines.close();
        database.close();
        assertThat(CanaryWatch.HATCHED).as("a class that nobody asked for").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"kind\":\"Contains\",\"text\":\"cut sho", "null", "{\"@class\":\"" + CANARY + "\"}"})
    void anInputThatCannotBeReadFailsItsTask(String input) throws Exception {
        TaskEngine submitting = engines.start(builder(false));
        TaskHandle<Claims.Filter> broken = submitting.submit(FIND, new Claims.Contains("a"), by("ana"));
        TaskHandle<Claims.Filter> whole = submitting.submit(FIND, new Claims.Contains("b"), by("ana"));
        plant(broken.id(), "input", input);

        TaskEngine tasks = engines.start(builder(true));

        Outcome.Failed<Claims.Filter> failed = failureOf(there(tasks, broken));
        assertThat(failed.failure().sentence()).isEqualTo(SENTENCE);
        assertThat(failed.failure().detail()).contains(Claims.Filter.class.getName());
        assertThat(outcomeOf(there(tasks, whole))).isEqualTo(new Outcome.Succeeded<>(new Claims.Contains("b")));
    }

    /** A newer version of the application may have written it, and knows what it is. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"kind\":\"" + CANARY + "\"}", "[\"" + CANARY + "\",{}]", "{\"kind\":\"Unheard\"}"})
    void anInputOfAKindThatIsNotKnownIsLeftToWhoeverKnowsIt(String input) throws Exception {
        TaskEngine submitting = engines.start(builder(false));
        TaskHandle<Claims.Filter> unknown = submitting.submit(FIND, new Claims.Contains("a"), by("ana"));
        TaskHandle<Claims.Filter> whole = submitting.submit(FIND, new Claims.Contains("b"), by("ana"));
        plant(unknown.id(), "input", input);

        TaskEngine tasks = engines.start(builder(true));

        assertThat(outcomeOf(there(tasks, whole))).isEqualTo(new Outcome.Succeeded<>(new Claims.Contains("b")));
        assertThat(Sql.number(
                        database.dataSource(),
                        "SELECT COUNT(*) FROM errand_task WHERE state = 'QUEUED' AND attempt = 0"))
                .isEqualTo(1);
    }

    @Test
    void anInputThatIsFarTooLongOrDeepFailsItsTask() throws Exception {
        for (String input : List.of(tooLong(), "[".repeat(1_000_000))) {
            TaskEngine submitting = engines.start(builder(false));
            TaskHandle<Claims.Filter> broken = submitting.submit(FIND, new Claims.Contains("a"), by("ana"));
            plant(broken.id(), "input", input);

            TaskEngine tasks = engines.start(builder(true));

            assertThat(failureOf(there(tasks, broken)).failure().sentence()).isEqualTo(SENTENCE);
            assertThat(tasks.list(TaskQuery.newest(10))).isNotEmpty();
        }
    }

    /** Of nothing but what the class has, a hundred megabytes of it. */
    private static String tooLong() {
        String nothing = "{\"kind\":\"Nothing\"}";
        return "{\"kind\":\"AllOf\",\"filters\":[" + (nothing + ",").repeat(100_000_000 / 19) + nothing + "]}";
    }

    /** It may be newer, and another process may know what it means. */
    @Test
    void anInputThatHasMoreThanIsKnownIsLeftToOthers() throws Exception {
        TaskEngine submitting = engines.start(builder(false));
        TaskHandle<Claims.Filter> newer = submitting.submit(FIND, new Claims.Contains("a"), by("ana"));
        TaskHandle<Claims.Filter> known = submitting.submit(FIND, new Claims.Contains("b"), by("ana"));
        plant(newer.id(), "input", "{\"kind\":\"Contains\",\"text\":\"a\",\"@class\":\"" + CANARY + "\"}");

        TaskEngine tasks = engines.start(builder(true));

        outcomeOf(there(tasks, known));
        assertThat(there(tasks, newer).snapshot().state()).isEqualTo(TaskState.QUEUED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeline", "progress", "failed_items", "artifacts", "starting_point", "outcome", "result"})
    void whatCannotBeReadOfAnEndedTaskIsLeftOut(String column) throws Exception {
        TaskEngine tasks = engines.start(builder(true));
        List<TaskHandle<Claims.Filter>> handles = tasks.submitAll(
                FIND, List.of(new Claims.Contains("a"), new Claims.Contains("fail"), new Claims.Nothing()), by("ana"));
        for (TaskHandle<?> handle : handles) {
            outcomeOf(handle);
        }
        for (String planted :
                List.of("{", "[{\"@class\":\"" + CANARY + "\"}]", "[".repeat(100_000), "null", "[null]")) {
            plant(handles.get(0).id(), column, planted);
            plant(handles.get(1).id(), column, planted);
            plant(handles.get(2).id(), column, planted);

            assertThat(tasks.list(TaskQuery.newest(10)))
                    .extracting(TaskSnapshot::state)
                    .containsExactly(TaskState.SUCCEEDED, TaskState.FAILED, TaskState.SUCCEEDED);
            TaskEngine other = engines.start(builder(false));
            for (TaskHandle<Claims.Filter> handle : handles) {
                TaskHandle<Claims.Filter> there = there(other, handle);
                assertThat(outcomeOf(there).state()).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "owner", "type", "id", "retry_of", "priority"})
    void aRowThatMakesNoSenseIsLeftOut(String column) throws Exception {
        TaskEngine submitting = engines.start(builder(false));
        TaskHandle<Claims.Filter> broken = submitting.submit(FIND, new Claims.Contains("a"), by("ana"));
        TaskHandle<Claims.Filter> whole = submitting.submit(FIND, new Claims.Contains("b"), by("ana"));
        plant(broken.id(), column, "\n");

        TaskEngine tasks = engines.start(builder(true));

        assertThat(outcomeOf(there(tasks, whole))).isInstanceOf(Outcome.Succeeded.class);
        assertThat(tasks.list(TaskQuery.newest(10)).stream().map(TaskSnapshot::id))
                .contains(whole.id());
        assertThat(outcomeOf(tasks.submit(FIND, new Claims.Nothing(), by("ana"))))
                .isInstanceOf(Outcome.Partial.class);
    }

    /** What runs on other nodes, or did so, has rows too that may be broken: they do not keep a heart from its work. */
    @Test
    void aRunningRowThatMakesNoSenseKeepsNobodyFromTakingOver() throws Exception {
        TaskEngine first = engines.start(builder(true).lease(ofSeconds(2)));
        TaskHandle<Claims.Filter> broken = first.submit(FIND, new Claims.Contains("wait"), by("ana"));
        TaskHandle<Claims.Filter> lost = first.submit(FIND, new Claims.Contains("wait"), by("ana"));
        Engines.awaitState(broken, TaskState.RUNNING);
        Engines.awaitState(lost, TaskState.RUNNING);
        plant(broken.id(), "state", "\n");
        plant(lost.id(), "node", "01976f2c-4b1e-7000-8000-000000000009");
        gate.countDown();

        TaskEngine second = engines.start(builder(true).lease(ofSeconds(2)));

        assertThat(outcomeOf(there(second, lost))).isInstanceOf(Outcome.Succeeded.class);
    }

    /** What it would do again from the beginning, it may have done already. */
    @ParameterizedTest
    @ValueSource(strings = {"starting_point", "cursor_value"})
    void aTaskWhoseCheckpointCannotBeReadFails(String column) throws Exception {
        TaskType<String, Integer> count =
                TaskType.named("count", String.class, Integer.class).retrying(Retry.fixed(3, ofSeconds(60)));
        TaskEngine first = engines.start(TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(database.pool(4)))
                .register(count, (input, context) -> {
                    context.checkpoint(7);
                    throw new IllegalStateException("not yet");
                }));
        TaskHandle<Integer> handle = first.submit(count, "", by("ana"));
        Engines.awaitState(handle, TaskState.WAITING_RETRY);
        plant(handle.id(), column, "{\"saved\":tr");
        engines.close();

        TaskEngine second = engines.start(TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(database.pool(4)))
                .register(
                        count.retrying(Retry.never()),
                        (input, context) -> context.checkpoint(Integer.class).orElse(0)));
        TaskHandle<Integer> there =
                second.find(count, handle.id(), Owner.of("ana")).orElseThrow();
        there.resume(Command.by("olga"));

        assertThat(failureOf(there).failure().sentence()).isEqualTo(SENTENCE);
    }

    /** Whoever has changed it by hand may have written it in another way than we do, or so that nobody can read it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "{ }", "{\"01976f2c-4b1e-7000-8000-000000000009\" : 7}"})
    void aCountOfDownloadsInAnyFormIsGoneOnFrom(String planted) throws Exception {
        TaskType<String, Artifact> write = TaskType.named("write", String.class, Artifact.class);
        TaskEngine tasks = engines.start(TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(database.pool(4)))
                .register(
                        write, (input, context) -> context.writeArtifact("a.txt", "text/plain", out -> out.write(1))));
        TaskHandle<Artifact> handle = tasks.submit(write, "", by("ana"));
        outcomeOf(handle);
        Artifact file = handle.snapshot().artifacts().getFirst();
        plant(handle.id(), "downloads", planted);

        assertThat(handle.countDownload(file)).isTrue();

        assertThat(tasks.find(handle.id()).orElseThrow().snapshot().downloadsOf(file))
                .isEqualTo(1);
    }

    private TaskEngineBuilder builder(boolean runs) {
        return TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(database.pool(4)))
                .executor(runs ? TaskExecutor.virtualThreads(10) : Engines.NO_ROOM)
                .register(FIND, (filter, context) -> {
                    if (filter.equals(new Claims.Contains("wait"))) {
                        gate.await();
                    }
                    if (filter.equals(new Claims.Contains("fail"))) {
                        throw new IllegalStateException("on purpose");
                    }
                    if (filter.equals(new Claims.Nothing())) {
                        context.progress().failed("a", "b");
                    }
                    return filter;
                });
    }

    private static TaskHandle<Claims.Filter> there(TaskEngine engine, TaskHandle<?> handle) {
        return engine.find(FIND, handle.id(), Owner.of("ana")).orElseThrow();
    }

    private void plant(TaskId task, String column, String value) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE errand_task SET " + column + " = ? WHERE id = ?")) {
            update.setString(1, value);
            update.setString(2, task.toString());
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}

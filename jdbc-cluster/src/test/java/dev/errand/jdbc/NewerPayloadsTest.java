package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.TaskState.FAILED;
import static dev.errand.TaskState.QUEUED;
import static dev.errand.jdbc.Engines.outcomeOf;
import static dev.errand.jdbc.Engines.stateOf;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.EnumSource.Mode.INCLUDE;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.Logged;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.registry.Retention;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks whose input is of a kind that only newer nodes know, as in the middle of an upgrade. */
@Timeout(120)
class NewerPayloadsTest {

    private static final TaskType<Older.Shape, String> OLDER = TaskType.named("draw", Older.Shape.class, String.class);
    private static final TaskType<Newer.Shape, String> NEWER = TaskType.named("draw", Newer.Shape.class, String.class);
    private static final Duration LONG = ofSeconds(30);

    private final Engines engines = new Engines();

    /** What the application was. */
    static final class Older {
        sealed interface Shape permits Older.Circle {}

        record Circle(int radius) implements Older.Shape {}
    }

    /** What the application is. */
    static final class Newer {
        sealed interface Shape permits Newer.Circle, Newer.Square {}

        record Circle(int radius) implements Newer.Shape {}

        record Square(int side) implements Newer.Shape {}
    }

    @AfterEach
    void leavesNothingRunning() {
        engines.close();
    }

    @ParameterizedTest
    @EnumSource(
            mode = INCLUDE,
            names = {"POSTGRESQL", "SQLITE"})
    void areLeftToNodesThatKnowIt(DatabaseKind kind) throws InterruptedException {
        try (TestDatabase database = kind.fresh();
                Logged logged = Logged.fromNowOn()) {
            TaskEngine submitting = submitting(database);
            TaskHandle<String> square = submitting.submit(NEWER, new Newer.Square(3), by("ana"));
            TaskHandle<String> circle = submitting.submit(NEWER, new Newer.Circle(3), by("ana"));
            TaskEngine older = startOlder(kind, database, ofDays(30));
            assertThat(outcomeOf(circle)).isEqualTo(new Outcome.Succeeded<>("an older circle"));
            Await.until(
                    "the square is left to others",
                    LONG,
                    () -> logged.lines().stream()
                            .anyMatch(line -> line.text().contains(square.id() + " is left to others")));
            assertThat(stateOf(square)).isEqualTo(QUEUED);
            assertThat(older.shutdown(Duration.ZERO)).as("nothing runs there").isTrue();

            engines.start(running(kind, database, ofDays(30)).register(NEWER, (shape, context) -> "a newer " + shape));

            assertThat(square.await(LONG)).contains(new Outcome.Succeeded<>("a newer Square[side=3]"));
            assertThat(square.snapshot().status().attempt()).isEqualTo(1);
            engines.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = INCLUDE,
            names = {"POSTGRESQL", "SQLITE"})
    void areGivenUpWhenTheyHaveWaitedForAsLongAsEndedOnesAreKept(DatabaseKind kind) throws InterruptedException {
        try (TestDatabase database = kind.fresh()) {
            TaskHandle<String> square = submitting(database).submit(NEWER, new Newer.Square(3), by("ana"));
            long since = System.nanoTime();
            Await.until(
                    "it has waited",
                    LONG,
                    () -> System.nanoTime() - since > ofMillis(1_500).toNanos());

            startOlder(kind, database, ofSeconds(1));

            Outcome.Failed<String> failed = Engines.failureOf(square);
            assertThat(failed.failure().sentence()).contains("waited too long");
            assertThat(failed.failure().detail()).contains("Square");
            assertThat(stateOf(square)).isEqualTo(FAILED);
            assertThat(square.snapshot().status().attempt())
                    .as("it was never begun")
                    .isZero();
            engines.close();
        }
    }

    private TaskEngine submitting(TestDatabase database) {
        return engines.start(TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(database.pool(4)))
                .executor(Engines.NO_ROOM)
                .register(NEWER, (shape, context) -> ""));
    }

    @CanIgnoreReturnValue
    private TaskEngine startOlder(DatabaseKind kind, TestDatabase database, Duration kept) {
        return engines.start(running(kind, database, kept).register(OLDER, (shape, context) -> "an older circle"));
    }

    private static TaskEngineBuilder running(DatabaseKind kind, TestDatabase database, Duration kept) {
        var pool = database.pool(6);
        TaskEngineBuilder builder = TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(pool).keeping(new Retention(Integer.MAX_VALUE, kept)));
        return kind == DatabaseKind.SQLITE
                ? builder
                : builder.executor(ClusterExecutor.on(pool).threads(2));
    }
}

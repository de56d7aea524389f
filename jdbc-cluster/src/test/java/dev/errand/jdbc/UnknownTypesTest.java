package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.TaskState.FAILED;
import static dev.errand.TaskState.QUEUED;
import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.RetryScope;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.registry.Retention;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks that no application can run which is there. */
class UnknownTypesTest {

    private static final TaskType<String, String> LOST = TaskType.named("lost", String.class, String.class);
    private static final TaskType<String, String> KNOWN = TaskType.named("known", String.class, String.class);

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void areGivenUpWhenTheyHaveWaitedForAsLongAsEndedOnesAreKept(DatabaseKind kind) throws Exception {
        try (TestDatabase database = kind.fresh();
                Engines engines = new Engines()) {
            JdbcTaskRegistry registry =
                    JdbcTaskRegistry.on(database.pool(4)).keeping(new Retention(Integer.MAX_VALUE, ofDays(30)));
            TaskEngine tasks = engines.start(TaskEngine.builder()
                    .registry(registry)
                    .executor(Engines.NO_ROOM)
                    .registerRemote(LOST)
                    .register(KNOWN, (input, context) -> input));
            TaskHandle<String> lost = tasks.submit(LOST, "x", by("ana"));
            TaskHandle<String> known = tasks.submit(KNOWN, "x", by("ana"));

            registry.sweep(Instant.now().plus(ofDays(29)));
            assertThat(Engines.stateOf(lost)).isEqualTo(QUEUED);

            registry.sweep(Instant.now().plus(ofDays(31)));
            assertThat(registry.find(lost.id()).orElseThrow().snapshot().state())
                    .isEqualTo(FAILED);
            assertThat(Engines.failureOf(lost).failure().sentence()).contains("waited too long");
            assertThat(Engines.stateOf(known)).isEqualTo(QUEUED);

            assertThat(Engines.stateOf(lost.retry(RetryScope.RESUME))).isEqualTo(QUEUED);
        }
    }
}

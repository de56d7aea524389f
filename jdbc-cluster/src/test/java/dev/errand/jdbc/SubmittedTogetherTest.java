package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.FaultyDataSource;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.jdbc.payload.JsonPayloadCodec;
import dev.errand.jdbc.payload.PayloadCodec;
import dev.errand.registry.Liveness;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many tasks that are submitted at once: their transaction says something all along, or its own limit for silence ends it. */
@Timeout(60)
class SubmittedTogetherTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final int MANY = 2_500;

    @ParameterizedTest
    @EnumSource
    void areEncodedBeforeAndGoByTheThousand(DatabaseKind kind) throws Exception {
        Engines engines = new Engines();
        try (TestDatabase database = kind.fresh();
                engines) {
            FaultyDataSource source = new FaultyDataSource(database.pool(3));
            AtomicInteger callsBefore = new AtomicInteger();
            TaskEngine tasks = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(source).codec(new Noting(source, callsBefore)))
                    .executor(Engines.NO_ROOM)
                    .liveness(new Liveness(ofHours(3), ofHours(1)))
                    .register(ECHO, (input, context) -> input));
            List<String> inputs =
                    IntStream.range(0, MANY).mapToObj(number -> "" + number).toList();
            source.reset();

            assertThat(tasks.submitAll(ECHO, inputs, by("ana"))).hasSize(MANY);

            List<String> calls = source.log();
            assertThat(calls.stream().filter(call -> call.startsWith("BATCH INSERT INTO errand_task")))
                    .hasSize(3);
            assertThat(calls.subList(0, callsBefore.get()))
                    .as("before the last input was encoded")
                    .noneMatch(call -> call.contains("set_config") || call.contains("@errand_silence"));
            assertThat(Sql.number(source, "SELECT COUNT(*) FROM errand_task")).isEqualTo(MANY);
        }
    }

    /** How many calls had been made when it last wrote something. */
    private record Noting(FaultyDataSource source, AtomicInteger calls) implements PayloadCodec {

        private static final PayloadCodec JSON = JsonPayloadCodec.standard();

        @Override
        public String encode(Object value, Class<?> type) {
            calls.set(source.calls());
            return JSON.encode(value, type);
        }

        @Override
        public <T> T decode(String stored, Class<T> type) {
            return JSON.decode(stored, type);
        }
    }
}

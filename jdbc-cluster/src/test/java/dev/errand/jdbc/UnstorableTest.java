package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.jdbc.payload.JsonPayloadCodec;
import dev.errand.jdbc.payload.PayloadCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the database refuses for ever, as PostgreSQL does a text with a NUL, is not tried for ever. */
@Timeout(60)
class UnstorableTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final String NUL = "nul";

    @Test
    void aResultEndsTheTaskAndAnInputIsRefused() throws Exception {
        try (TestDatabase database = DatabaseKind.POSTGRESQL.fresh();
                Engines engines = new Engines()) {
            TaskEngine tasks = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(database.pool(4)).codec(new WithNul()))
                    .register(ECHO, (input, context) -> input.equals("good") ? "fine" : NUL));

            TaskHandle<String> unstorable = tasks.submit(ECHO, "bad", by("ana"));
            TaskHandle<String> storable = tasks.submit(ECHO, "good", by("ana"));

            assertThat(unstorable.await(Engines.LONG).orElseThrow())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.failure().detail())
                                    .contains("be something that the database can store"));
            assertThat(storable.await(Engines.LONG)).contains(new Outcome.Succeeded<>("fine"));
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> tasks.submit(ECHO, NUL, by("ana")));
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> tasks.submit(ECHO, NUL, by("ana").key("k")));
        }
    }

    /** Writes one value as no database with texts that end at a NUL can keep it. */
    private record WithNul() implements PayloadCodec {

        private static final PayloadCodec JSON = JsonPayloadCodec.standard();

        @Override
        public String encode(Object value, Class<?> type) {
            return value.equals(NUL) ? "\0" : JSON.encode(value, type);
        }

        @Override
        public <T> T decode(String stored, Class<T> type) {
            return stored.equals("\0") ? type.cast(NUL) : JSON.decode(stored, type);
        }
    }
}

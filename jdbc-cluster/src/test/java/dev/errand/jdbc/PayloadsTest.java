package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.jdbc.Engines.failureOf;
import static dev.errand.jdbc.Engines.outcomeOf;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.BackgroundTask;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Retry;
import dev.errand.SubmitOptions;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskRefusedException;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.registry.TaskQuery;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Inputs, results, cursors and texts on their way through a database: what comes back, and what is not let in. */
@Timeout(60)
class PayloadsTest {

    private static final TaskType<Claims.Query, Claims.MailReport> MAIL =
            TaskType.named("mail", Claims.Query.class, Claims.MailReport.class);
    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);

    private static final TaskType<String, Object> ANY = TaskType.named("any", String.class, Object.class);

    /** U+0000, half a character, a character that takes two, and some that no page should show. */
    private static final String ODD = "a\0b \ud83d c \ude00 \ud83d\ude00 \ufffe \u2028 ' \" \\ end";

    @ParameterizedTest
    @EnumSource
    void comeBackAsTheyWere(DatabaseKind kind) throws InterruptedException {
        AtomicReference<Claims.Query> seen = new AtomicReference<>();
        try (TestDatabase database = kind.fresh();
                Engines engines = new Engines()) {
            TaskEngine first = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(database.pool(4)))
                    .register(MAIL, (query, context) -> {
                        seen.set(query);
                        return Claims.report();
                    }));
            TaskHandle<Claims.MailReport> handle = first.submit(MAIL, Claims.query(ODD), by("ana"));
            assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>(Claims.report()));
            assertThat(seen).hasValue(Claims.query(ODD));

            TaskEngine second = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(database.pool(4)))
                    .register(MAIL, (query, context) -> Claims.report()));
            TaskHandle<Claims.MailReport> there =
                    second.find(MAIL, handle.id(), Owner.of("ana")).orElseThrow();
            assertThat(outcomeOf(there)).isEqualTo(new Outcome.Succeeded<>(Claims.report()));
        }
    }

    /** Such inputs are not equal to what comes back of them, or to anything at all. */
    private record Wish(Map<String, Object> filter, Page page) {

        static Wish of(long id) {
            Page page = new Page();
            page.setSeal(new byte[] {1, 2});
            Map<String, Object> filter =
                    Map.of("id", id, "price", new BigDecimal("5.10"), "day", LocalDate.of(2026, 2, 28));
            return new Wish(filter, page);
        }
    }

    /** A class with getters and setters, and no {@code equals}. */
    public static final class Page {

        private byte[] seal = {};

        public byte[] getSeal() {
            return seal;
        }

        public void setSeal(byte[] seal) {
            this.seal = seal;
        }
    }

    @ParameterizedTest
    @EnumSource
    void areTheSameWhenTheyAreStoredTheSame(DatabaseKind kind) {
        TaskType<Wish, String> wish = TaskType.named("wish", Wish.class, String.class);
        try (TestDatabase database = kind.fresh();
                Engines engines = new Engines()) {
            TaskEngine tasks = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(database.pool(4)))
                    .executor(Engines.NO_ROOM)
                    .register(wish, (input, context) -> ""));
            for (SubmitOptions options : List.of(by("ana").key("k"), by("bea").joinIfRunning())) {
                TaskHandle<String> first = tasks.submit(wish, Wish.of(5), options);

                TaskHandle<String> again = tasks.submit(wish, Wish.of(5), options);
                assertThat(again.isStandIn()).isTrue();
                assertThat(again.id()).isEqualTo(first.id());
                assertThatExceptionOfType(TaskRefusedException.class)
                        .isThrownBy(() -> tasks.submit(wish, Wish.of(6), options))
                        .withMessageContaining("another input");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void oddCharactersComeBackWhereverTheyStand(DatabaseKind kind) throws InterruptedException {
        try (TestDatabase database = kind.fresh();
                Engines engines = new Engines()) {
            TaskEngine tasks = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(database.pool(4)))
                    .register(ECHO, (input, context) -> {
                        context.checkpoint(ODD);
                        context.progress().message(ODD);
                        context.progress().failed(ODD, ODD);
                        throw new TaskFailedException(ODD, new IllegalStateException(ODD)).keeping(ODD);
                    }));
            TaskHandle<String> handle =
                    tasks.submit(ECHO, ODD, by("a\ud83d\ude00\ufffe'").title("\"\\ \ud83d\ude00 %"));

            Outcome.Failed<String> failed = failureOf(handle);
            assertThat(failed.failure().sentence()).isEqualTo(ODD);
            assertThat(failed.kept()).contains(ODD);
            TaskEngine other = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(database.pool(4)))
                    .register(ECHO, (input, context) -> input));
            Outcome.Failed<String> stored = failureOf(
                    other.find(ECHO, handle.id(), handle.snapshot().owner()).orElseThrow());
            assertThat(stored.failure().sentence()).isEqualTo(ODD);
            assertThat(stored.failure().detail()).endsWith(ODD);
            assertThat(stored.kept()).contains(ODD);
            assertThat(other.list(TaskQuery.newest(5).ownedBy(Owner.of("a\ud83d\ude00\ufffe'"))))
                    .hasSize(1);
        }
    }

    /** What some databases take for the same, people do not. */
    @ParameterizedTest
    @EnumSource
    void ownersAndKeysAreComparedToTheLastCharacter(DatabaseKind kind) throws InterruptedException {
        try (TestDatabase database = kind.fresh();
                Engines engines = new Engines()) {
            TaskEngine tasks = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(database.pool(4)))
                    .register(ECHO, (input, context) -> input));
            List<String> alike = List.of("ana", "ana ", "Ana", "aná", "ana\u0301", "ana\ufeff", "ß", "ss");
            for (String one : alike) {
                tasks.submit(ECHO, one, by(one).key("k"));
                tasks.submit(ECHO, one, by("all").key(one));
            }

            for (String one : alike) {
                assertThat(tasks.list(TaskQuery.newest(10).ownedBy(Owner.of(one))))
                        .as(one)
                        .hasSize(1);
            }
            assertThat(tasks.list(TaskQuery.newest(10).ownedBy(Owner.of("all"))))
                    .hasSize(alike.size());
        }
    }

    @Test
    @SuppressWarnings("NullAway") // there is only one value of type Void
    void nothingIsTooLittle() throws InterruptedException {
        TaskType<Void, Void> sweep = TaskType.named("sweep", Void.class, Void.class);
        try (TestDatabase database = DatabaseKind.SQLITE.fresh();
                Engines engines = new Engines()) {
            TaskEngine tasks = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(database.pool(4)))
                    .register(sweep, (nothing, context) -> null));

            TaskHandle<Void> handle = tasks.submit(sweep, by("ana").key("k"));

            assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>(null));
            assertThat(tasks.submit(sweep, by("ana").key("k")).id()).isEqualTo(handle.id());
        }
    }

    @Test
    void whatIsTooLongIsRefusedWhenItIsSubmitted() throws InterruptedException {
        try (TestDatabase database = DatabaseKind.SQLITE.fresh();
                Engines engines = new Engines()) {
            TaskEngine tasks = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(database.pool(4)))
                    .register(ECHO, (input, context) -> input));

            for (int length : List.of(1_048_575, 100_000_000)) {
                assertThatExceptionOfType(InvalidInputException.class)
                        .isThrownBy(() -> tasks.submit(ECHO, "x".repeat(length), by("ana")))
                        .withMessage("length of the input of echo is " + (length + 2) + ", but must be at most 1048576"
                                + " characters when it is stored: keep it elsewhere, and hand over where");
            }
            assertThat(tasks.list(TaskQuery.newest(5))).isEmpty();
            assertThat(outcomeOf(tasks.submit(ECHO, "x".repeat(1_048_574), by("ana"))))
                    .isInstanceOf(Outcome.Succeeded.class);
        }
    }

    /** Nobody could tell which class to make of what is stored. */
    interface Numbered {
        int getNumber();
    }

    record Numbers(int getNumber) implements Numbered {}

    @Test
    void whatCannotBeReadBackIsRefusedWhenItIsSubmitted() throws InterruptedException {
        TaskType<Numbered, String> one = TaskType.named("one", Numbered.class, String.class);
        try (TestDatabase database = DatabaseKind.SQLITE.fresh();
                Engines engines = new Engines()) {
            TaskEngine tasks = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(database.pool(4)))
                    .register(one, (input, context) -> ""));

            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> tasks.submit(one, new Numbers(3), by("ana")))
                    .withMessageContaining("input of one")
                    .withMessageContaining("be one that can be read again");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> tasks.submitAll(one, List.of(new Numbers(3)), by("ana")));
            assertThat(tasks.list(TaskQuery.newest(5))).isEmpty();
        }
    }

    /** Values that a task may return, none of which can be stored. */
    static List<Object> unstorable() {
        return List.of(
                new JsonPayloadCodecTest.Broken(),
                new JsonPayloadCodecTest.Hidden(),
                Map.of("a", 1, 2, 3),
                "x".repeat(1_048_577));
    }

    @Test
    void aResultThatCannotBeStoredFailsItsTask() throws InterruptedException {
        for (Object result : unstorable()) {
            Outcome.Failed<Object> failed = failureWhenRun(ANY, (input, context) -> result);

            assertThat(failed.failure().detail()).contains("result of any");
            assertThat(failed.kept()).isEmpty();
        }
    }

    @Test
    void aResultThatCannotBeReadFailsItsTask() throws InterruptedException {
        TaskType<String, Numbered> type = TaskType.named("any", String.class, Numbered.class);

        Outcome.Failed<Numbered> failed = failureWhenRun(type, (input, context) -> new Numbers(3));

        assertThat(failed.failure().detail()).contains("result of any").contains("be one that can be read again");
    }

    @Test
    void whatIsKeptAndCannotBeStoredIsDropped() throws InterruptedException {
        for (Object result : unstorable()) {
            Outcome.Failed<Object> failed = failureWhenRun(ANY, (input, context) -> {
                throw new TaskFailedException("on purpose").keeping(result);
            });

            assertThat(failed.failure().sentence()).isEqualTo("on purpose");
            assertThat(failed.kept()).isEmpty();
        }
    }

    @Test
    void aCursorThatCannotBeStoredFailsItsTask() throws InterruptedException {
        for (Object cursor : unstorable()) {
            Outcome.Failed<Object> failed = failureWhenRun(ANY, (input, context) -> {
                context.checkpoint(cursor);
                return "not reached";
            });

            assertThat(failed.failure().detail()).contains("checkpoint of any");
        }
    }

    private static <R> Outcome.Failed<R> failureWhenRun(TaskType<String, R> type, BackgroundTask<String, R> code)
            throws InterruptedException {
        try (TestDatabase database = DatabaseKind.SQLITE.fresh();
                Engines engines = new Engines()) {
            TaskEngine tasks = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(database.pool(4)))
                    .register(type.retrying(Retry.fixed(2, ofMillis(10))), code));
            return failureOf(tasks.submit(type, "", by("ana")));
        }
    }
}

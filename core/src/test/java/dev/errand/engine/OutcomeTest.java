package dev.errand.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.ErrandException;
import dev.errand.Failure;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.TaskCancelledException;
import dev.errand.TaskContext;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutcomeTest extends EngineFixture {

    @Test
    void isPartialWhenUnitsFailed() throws InterruptedException {
        TaskEngine tasks = use(builder());

        TaskHandle<String> handle = tasks.submit("some fail", context -> {
            for (int item : context.over(List.of(1, 2, 3, 4))) {
                if (item == 3) {
                    context.progress().failed();
                }
            }
            return "the rest";
        });

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Partial<>("the rest", 1));
        assertThat(stateOf(handle)).isEqualTo(TaskState.SUCCEEDED);
        assertThat(handle.snapshot().progress().done()).isEqualTo(3);
        assertThat(handle.snapshot().percent()).hasValue(100);
    }

    @Test
    void tellsTheOwnerWhatTheTaskSays() throws InterruptedException {
        Failure failure = failureOf(new TaskFailedException("The month is not closed yet.", new IOException("x")));

        assertThat(failure.sentence()).isEqualTo("The month is not closed yet.");
    }

    @Test
    void doesNotTellTheOwnerOfTheSettingsOfTheApplication() throws InterruptedException {
        Failure failure =
                failureOf(new InvalidInputException("directory", "/srv/secret", "be one that can be written"));

        assertThat(failure.sentence()).doesNotContain("secret");
        assertThat(failure.detail()).contains("directory is \"/srv/secret\", but must be one that can be written");
    }

    @Test
    void keepsTheDetailsOfOtherFailuresForTheOperator() throws InterruptedException {
        IOException secret = new IOException("password of host db-7 refused");
        TaskEngine tasks = use(builder());
        TaskHandle<String> handle = tasks.submit("fails", context -> {
            throw secret;
        });

        Failure failure = ((Outcome.Failed<String>) outcomeOf(handle)).failure();

        assertThat(failure.sentence()).doesNotContain("password", "db-7").isNotBlank();
        assertThat(failure.reference()).isEqualTo(handle.id().reference());
        assertThat(failure.detail()).isEqualTo(secret.toString());
        assertThat(failure.cause()).containsSame(secret);
        assertThat(stateOf(handle)).isEqualTo(TaskState.FAILED);
    }

    @ParameterizedTest
    @MethodSource("everythingThatCanBeThrown")
    void isFailureWhateverIsThrown(Throwable thrown) throws InterruptedException {
        TaskEngine tasks = use(builder());

        TaskHandle<String> handle = tasks.submit("fails", context -> sneakyThrow(thrown));

        assertThat(((Outcome.Failed<String>) outcomeOf(handle)).failure().cause())
                .containsSame(thrown);
        assertThat(outcomeOf(tasks.submit("next", context -> "runs"))).isEqualTo(new Outcome.Succeeded<>("runs"));
    }

    static List<Throwable> everythingThatCanBeThrown() {
        Exception cycle = new Exception("a");
        cycle.initCause(new Exception("b", cycle));
        return List.of(
                new Exception("checked, and not declared"),
                new StackOverflowError(),
                new OutOfMemoryError("planted"),
                new AssertionError("wrong"),
                new InterruptedException("without anybody's request"),
                new TaskCancelledException("without anybody's request"),
                new ExceptionWithoutManners(),
                new ErrandExceptionWithoutManners(),
                cycle);
    }

    @Test
    void refusesAResultOfAnotherType() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, OutcomeTest::notAString));

        Failure failure = ((Outcome.Failed<String>) outcomeOf(tasks.submit(ECHO, "a"))).failure();

        assertThat(failure.detail()).contains("result of echo is 42, but must be of type java.lang.String");
    }

    @Test
    void keepsWhatAFailedTaskHasToShow() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            throw new TaskFailedException("The server is away.").keeping("half");
        }));

        Outcome.Failed<String> outcome = (Outcome.Failed<String>) outcomeOf(tasks.submit(ECHO, "a"));

        assertThat(outcome.kept()).contains("half");
        assertThat(outcome.failure().sentence()).isEqualTo("The server is away.");
    }

    @Test
    void keepsNothingThatIsNotOfTheResultType() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            throw new TaskFailedException("The server is away.").keeping(42);
        }));

        assertThat(((Outcome.Failed<String>) outcomeOf(tasks.submit(ECHO, "a"))).kept())
                .isEmpty();
    }

    @Test
    void showsAHundredPercentOfATaskThatCountedNothing() throws InterruptedException {
        TaskHandle<String> handle = use(builder()).submit("counts nothing", context -> "done");

        outcomeOf(handle);

        assertThat(handle.snapshot().percent()).hasValue(100);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <R> R notAString(String input, TaskContext context) {
        return (R) (Object) 42;
    }

    @Test
    void cutsADetailThatIsTooLong() throws InterruptedException {
        assertThat(failureOf(new IOException("x".repeat(100_000))).detail()).hasSize(8_192);
    }

    private Failure failureOf(Exception thrown) throws InterruptedException {
        TaskHandle<String> handle = use(builder()).submit("fails", context -> {
            throw thrown;
        });
        return ((Outcome.Failed<String>) outcomeOf(handle)).failure();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> String sneakyThrow(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private static final class ErrandExceptionWithoutManners extends ErrandException {

        private static final long serialVersionUID = 1L;

        ErrandExceptionWithoutManners() {
            super("planted", null);
        }

        @Override
        public Optional<String> sentenceForOwner() {
            throw new IllegalStateException("no sentence either");
        }
    }

    /** Even asking it what is wrong goes wrong. */
    private static final class ExceptionWithoutManners extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message either");
        }
    }
}

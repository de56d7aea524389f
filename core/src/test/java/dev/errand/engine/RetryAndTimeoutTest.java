package dev.errand.engine;

import static dev.errand.TaskState.FAILED;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.TaskCancelledException;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.artifact.DirectoryArtifactStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetryAndTimeoutTest extends EngineFixture {

    @Test
    void triesAgainAfterTheDelay() throws InterruptedException {
        TaskEngine tasks =
                use(builder().register(ECHO.retrying(Retry.exponential(3, ofSeconds(10))), (input, context) -> {
                    if (context.attempt() < 3) {
                        throw new IOException("server away");
                    }
                    return input + " at attempt " + context.attempt();
                }));
        TaskHandle<String> handle = tasks.submit(ECHO, "sent");

        awaitRetry(handle, 1);
        time.advance(ofSeconds(8));
        assertThat(handle.snapshot().status().attempt())
                .as("not before its time")
                .isEqualTo(1);
        time.advance(ofSeconds(4));
        awaitRetry(handle, 2);
        time.advance(ofSeconds(23));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("sent at attempt 3"));
    }

    @Test
    void failsAfterTheLastAttempt() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.retrying(Retry.fixed(2, ofSeconds(1))), (input, context) -> {
            throw new IOException("attempt " + context.attempt());
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        awaitRetry(handle, 1);
        time.advance(ofSeconds(2));

        assertThat(failureOf(handle).cause().orElseThrow()).hasMessage("attempt 2");
        assertThat(stateOf(handle)).isEqualTo(FAILED);
    }

    @Test
    void doesNotRepeatWhatIsFinal() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.retrying(Retry.fixed(5, ofSeconds(1))), (input, context) -> {
            throw new TaskFailedException("The month is not closed yet.");
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");

        assertThat(failureOf(handle).sentence()).isEqualTo("The month is not closed yet.");
        assertThat(handle.snapshot().status().attempt()).isEqualTo(1);
    }

    @Test
    void beginsEachAttemptAfresh(@TempDir Path directory) throws InterruptedException {
        DirectoryArtifactStore store = DirectoryArtifactStore.in(directory);
        TaskEngine tasks = use(builder()
                .register(ECHO.retrying(Retry.fixed(2, ofSeconds(1))), (input, context) -> {
                    context.progress().total(10);
                    context.progress().advance(5 - context.attempt());
                    Artifact file = context.writeArtifact("a.csv", "text/csv", out -> out.write(context.attempt()));
                    if (context.attempt() == 1) {
                        throw new IOException("after the file");
                    }
                    return file.fileName();
                })
                .artifacts(store));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        awaitRetry(handle, 1);
        Artifact first = handle.snapshot().artifacts().getFirst();
        assertThat(store.pathOf(first)).as("kept until the next attempt").exists();
        assertThat(handle.snapshot().progress().done()).isEqualTo(4);

        time.advance(ofSeconds(2));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("a.csv"));
        assertThat(handle.snapshot().progress().done()).isEqualTo(3);
        assertThat(handle.snapshot().artifacts()).hasSize(1).doesNotContain(first);
        assertThat(store.pathOf(first)).as("superseded").doesNotExist();
    }

    @Test
    void asksAnAttemptToStopWhenItsTimeIsUp() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.timeout(ofMinutes(10)), (input, context) -> {
            atGate.release();
            await(context::isCancelled);
            context.checkCancelled();
            return input;
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();
        time.advance(ofMinutes(10));

        Failure failure = failureOf(handle);
        assertThat(failure.cause().orElseThrow())
                .isInstanceOf(TimeoutException.class)
                .hasMessage("attempt not finished within PT10M");
        assertThat(failure.sentence()).isEqualTo("The task took too long and was stopped.");
    }

    @Test
    void interruptsAnAttemptThatDoesNotHeedItsTime() throws InterruptedException {
        TaskEngine tasks =
                use(builder().register(ECHO.timeout(ofMinutes(10)).cancelGrace(ofSeconds(3)), this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();

        time.advance(ofMinutes(10).plusSeconds(2));
        assertThat(stateOf(handle)).isEqualTo(TaskState.RUNNING);
        time.advance(ofSeconds(1));

        assertThat(failureOf(handle).cause().orElseThrow()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void triesAgainAfterATimeout() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(
                        ECHO.timeout(ofMinutes(1)).cancelGrace(ofSeconds(0)).retrying(Retry.fixed(2, ofSeconds(1))),
                        (input, context) -> context.attempt() == 1 ? waitAtGate(input, context) : "second time lucky"));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();
        time.advance(ofMinutes(1));
        awaitRetry(handle, 1);
        time.advance(ofSeconds(2));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("second time lucky"));
    }

    @Test
    void putsTheWishOfAPersonBeforeALimit() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(
                        ECHO.timeout(ofMinutes(1)).cancelGrace(ofSeconds(9)).retrying(Retry.fixed(2, ofSeconds(1))),
                        this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();
        time.advance(ofMinutes(1));
        assertThat(handle.cancel()).isTrue();
        time.advance(ofSeconds(9));

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void keepsWhatATaskHasToShowWhenItsTimeIsUp() throws InterruptedException {
        TaskType<String, String> type = ECHO.timeout(ofMinutes(1)).retrying(Retry.fixed(3, ofSeconds(1)));
        TaskEngine tasks = use(builder().register(type, (input, context) -> {
            try {
                waitAtGate(input, context);
                context.checkCancelled();
                return "all";
            } catch (TaskCancelledException late) {
                throw late.keeping("half");
            }
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();
        time.advance(ofMinutes(1));
        openGate();

        assertThat(((Outcome.Failed<String>) outcomeOf(handle)).kept()).contains("half");
        assertThat(handle.snapshot().status().attempt())
                .as("not tried again: it would be done twice")
                .isEqualTo(1);
    }

    @Test
    void triesAgainWhatKeepsALedgerThoughItHasSomethingToShow() throws InterruptedException {
        TaskType<String, String> type = ECHO.timeout(ofMinutes(1)).retrying(Retry.fixed(3, ofSeconds(1)));
        TaskEngine tasks = use(builder().register(type, (input, context) -> {
            var unused = context.ledger();
            try {
                if (context.attempt() == 1) {
                    waitAtGate(input, context);
                }
                context.checkCancelled();
                return "all";
            } catch (TaskCancelledException late) {
                throw late.keeping("nothing yet");
            }
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();
        time.advance(ofMinutes(1));
        openGate();
        awaitRetry(handle, 1);
        time.advance(ofSeconds(2));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("all"));
    }

    @Test
    void setsNoAlarmsForWhatHasEnded() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.timeout(ofMinutes(1)), (input, context) -> input));

        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        outcomeOf(handle);

        assertThat(time.pending()).as("alarms but that of the pulse").isEqualTo(1);
    }

    private static Failure failureOf(TaskHandle<String> handle) throws InterruptedException {
        return ((Outcome.Failed<String>) outcomeOf(handle)).failure();
    }
}

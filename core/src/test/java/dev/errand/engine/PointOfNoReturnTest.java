package dev.errand.engine;

import static dev.errand.TaskState.PAUSED;
import static dev.errand.TaskState.RUNNING;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.Reply;
import dev.errand.Retry;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import org.junit.jupiter.api.Test;

class PointOfNoReturnTest extends ItemFixture {

    private static final Command OLGAS = Command.by("olga");

    @Test
    void refusesToStopFromThereOn() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::goTooFar).listener(events::add));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();

        assertThat(handle.cancel(OLGAS)).isEqualTo(Reply.PAST_NO_RETURN);
        assertThat(handle.pause(OLGAS)).isEqualTo(Reply.PAST_NO_RETURN);
        assertThat(handle.forceStop(OLGAS)).isEqualTo(Reply.NOT_NOW);
        assertThat(stateOf(handle)).isEqualTo(RUNNING);
        assertThat(handle.snapshot().status().irrevocable()).isTrue();
        openGate();

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("x"));
        assertThat(handle.snapshot().status().irrevocable()).isFalse();
        awaitEndsTold(handle, 1);
        assertThat(toldOf(handle)).contains("PassedNoReturn").doesNotContain("CancelRequested", "PauseRequested");
    }

    @Test
    void isNotReachedByATaskThatWasAskedToStop() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            ignoreEverything(input, context);
            context.pointOfNoReturn();
            begun.add("beyond");
            return input;
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        handle.cancel();
        openGate();

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(begun).isEmpty();
    }

    @Test
    void isNotReachedByATaskThatIsToPause() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            context.checkpoint("begun");
            step(input);
            context.pointOfNoReturn();
            return input;
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        handle.pause();
        steps.release();
        awaitState(handle, PAUSED);

        handle.resume();
        steps.release();
        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("x"));
    }

    @Test
    void mayBePassedTwice() throws InterruptedException {
        TaskHandle<String> handle = use(builder()).submit("twice", context -> {
            context.pointOfNoReturn();
            context.pointOfNoReturn();
            return "through";
        });

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("through"));
    }

    @Test
    void isThatOfOneAttempt() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.retrying(Retry.fixed(3, ofSeconds(5))), (input, context) -> {
            context.pointOfNoReturn();
            throw new IllegalStateException("planted failure");
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        awaitRetry(handle, 1);

        assertThat(handle.cancel(OLGAS)).isEqualTo(Reply.ACCEPTED);
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void doesNotKeepTheTimeoutFromEndingIt() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.timeout(ofMinutes(1)), this::goTooFar));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        time.advance(ofMinutes(2));

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void doesNotKeepAShutdownFromEndingIt() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::goTooFar));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        tasks.shutdown(ZERO);

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
    }

    private String goTooFar(String input, TaskContext context) throws InterruptedException {
        boolean unused = context.checkpoint(String.class).isEmpty();
        context.pointOfNoReturn();
        return waitAtGate(input, context);
    }
}

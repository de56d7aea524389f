package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.RetryScope;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import org.junit.jupiter.api.Test;

/** The handle of a task that ended and is done again: it keeps its outcome, and commands what runs now. */
class EarlierHandleTest extends EngineFixture {

    @Test
    void stopsWhatRunsNow() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.cancelGrace(ZERO), (input, context) -> {
            if (context.attempt() == 1) {
                throw new IllegalStateException("once");
            }
            return waitAtGate(input, context);
        }));
        TaskHandle<String> earlier = tasks.submit(ECHO, "a", by("ana"));
        assertThat(outcomeOf(earlier)).isInstanceOf(Outcome.Failed.class);
        TaskHandle<String> again = earlier.retry(RetryScope.RESUME);
        atGate.acquire();

        assertThat(earlier.asFuture().cancel(true))
                .as("what it stands for is over")
                .isFalse();
        assertThat(stateOf(again)).isEqualTo(TaskState.RUNNING);
        assertThat(earlier.cancel()).isTrue();
        time.advance(ofSeconds(1));

        assertThat(outcomeOf(again)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(outcomeOf(earlier)).isInstanceOf(Outcome.Failed.class);
    }
}

package dev.errand.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.Reply;
import dev.errand.RetryScope;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.testkit.SteppingExecutor;
import org.junit.jupiter.api.Test;

/** A task that is done again has a handle of its own; the one of its first life has ended with that. */
class SecondLifeTest extends EngineFixture {

    private static final Command OLGA = Command.by("olga");

    @Test
    void theHandleOfTheFirstLifeHasNoSayInTheSecond() throws InterruptedException {
        SteppingExecutor steps = new SteppingExecutor(1);
        TaskEngine tasks = use(builder().executor(steps).register(ECHO, (input, context) -> {
            if (context.attempt() == 1) {
                throw new IllegalStateException("planted failure");
            }
            return input;
        }));
        TaskHandle<String> first = tasks.submit(ECHO, "a");
        steps.runNext();
        TaskHandle<String> second = first.retry(RetryScope.RESUME);

        assertThat(first.cancel(OLGA)).isEqualTo(Reply.ENDED);
        assertThat(first.pause(OLGA)).isEqualTo(Reply.ENDED);
        assertThat(first.resume(OLGA)).isEqualTo(Reply.ENDED);
        assertThat(first.forceStop(OLGA)).isEqualTo(Reply.ENDED);
        steps.runNext();

        assertThat(stateOf(second)).isEqualTo(TaskState.SUCCEEDED);
        assertThat(outcomeOf(second)).isEqualTo(new Outcome.Succeeded<>("a"));
        assertThat(outcomeOf(first)).isInstanceOf(Outcome.Failed.class);
    }
}

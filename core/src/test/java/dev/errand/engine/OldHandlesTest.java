package dev.errand.engine;

import static dev.errand.RetryScope.RESUME;
import static dev.errand.TaskState.CANCELLED;
import static dev.errand.TaskState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.Reply;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.executor.TaskExecutor;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A handle keeps the end that it has seen, and speaks for the task all the same. */
class OldHandlesTest extends ItemFixture {

    private static final Command OLGAS = Command.by("olga").because("once more");

    @Test
    void obeysTheHandleOfTheEndBefore() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::failFirst));
        TaskHandle<String> old = tasks.submit(ECHO, "x");
        outcomeOf(old);
        TaskHandle<String> again = old.retry(RESUME);
        atGate.acquire();
        assertThat(stateOf(old)).isEqualTo(RUNNING);

        assertThat(old.cancel(OLGAS)).isEqualTo(Reply.ACCEPTED);
        openGate();

        assertThat(outcomeOf(again)).isEqualTo(new Outcome.Cancelled<>("once more", Optional.empty()));
        assertThat(outcomeOf(old)).as("keeps its outcome").isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void obeysTheHandleOfTheEndBeforeInTheQueue() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::failFirst).executor(TaskExecutor.virtualThreads(1)));
        TaskHandle<String> old = tasks.submit(ECHO, "x");
        outcomeOf(old);
        TaskHandle<String> holder = tasks.submit("holds the only place", context -> waitAtGate("", context));
        atGate.acquire();
        TaskHandle<String> again = old.retry(RESUME);

        assertThat(old.place()).isPresent();
        assertThat(old.pause()).isTrue();
        assertThat(old.resume()).isTrue();
        assertThat(again.place()).isPresent();
        assertThat(old.cancel()).isTrue();

        assertThat(outcomeOf(again)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(stateOf(old)).isEqualTo(CANCELLED);
        openGate();
        outcomeOf(holder);
    }

    @Test
    void obeysAHandleThatWasLookedUpAfterTheEnd() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::failFirst));
        TaskHandle<String> first = tasks.submit(ECHO, "x");
        outcomeOf(first);
        TaskHandle<?> old = tasks.find(first.id()).orElseThrow();
        TaskHandle<String> again = first.retry(RESUME);
        atGate.acquire();

        assertThat(stateOf(old)).isEqualTo(RUNNING);
        assertThat(old.cancel(OLGAS)).isEqualTo(Reply.ACCEPTED);
        openGate();

        assertThat(outcomeOf(again)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(outcomeOf(old)).as("keeps its outcome").isInstanceOf(Outcome.Failed.class);
    }

    private String failFirst(String input, TaskContext context) throws InterruptedException {
        return context.attempt() == 1 ? fail() : waitAndHeed(input, context);
    }

    private String waitAndHeed(String input, TaskContext context) throws InterruptedException {
        waitAtGate(input, context);
        context.checkCancelled();
        return input;
    }

    private static String fail() {
        throw new IllegalStateException("planted failure");
    }
}

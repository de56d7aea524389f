package dev.errand.engine;

import static dev.errand.TaskState.CANCELLED;
import static dev.errand.TaskState.CANCELLING;
import static dev.errand.TaskState.QUEUED;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.Reply;
import dev.errand.RetryScope;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.TimelineEntry;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.TaskRegistry;
import dev.errand.testkit.SharedTasks;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForceStopTest extends ItemFixture {

    private static final TaskType<String, String> IMPATIENT =
            ECHO.cancelGrace(ofSeconds(5)).forceStopAfter(ofSeconds(20));
    private static final Command OLGAS = Command.by("olga").because("Wrong month.");

    @Test
    void takesATaskFromCodeThatHeedsNothing() throws InterruptedException {
        TaskEngine tasks = use(builder().register(IMPATIENT, this::ignoreEverything));
        TaskHandle<String> handle = tasks.submit(IMPATIENT, "x");
        atGate.acquire();
        handle.cancel(OLGAS);

        time.advance(ofSeconds(20).minusNanos(1));
        assertThat(stateOf(handle)).isEqualTo(CANCELLING);
        time.advance(ofMillis(1));

        assertThat(stateOf(handle)).isEqualTo(CANCELLED);
        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Cancelled<>("Wrong month.", Optional.empty()));
        assertThat(lastStepOf(handle)).extracting("state", "by", "note").containsExactly(CANCELLED, "", "Wrong month.");
        openGate();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void saysInTheTimelineWhyItWasForced(boolean durable) throws InterruptedException {
        TaskHandle<String> handle = cancelledInVain(durable);

        assertThat(handle.forceStop(Command.by("oscar").because("Hangs since the deploy.")))
                .isEqualTo(Reply.ACCEPTED);

        assertThat(lastStepOf(handle))
                .extracting("state", "by", "note")
                .containsExactly(CANCELLED, "oscar", "Hangs since the deploy.");
        assertThat(outcomeOf(handle))
                .as("why it was to stop at all")
                .isEqualTo(new Outcome.Cancelled<>("Wrong month.", Optional.empty()));
        openGate();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void saysWhyItWasCancelledIfNobodySaysWhyItWasForced(boolean durable) throws InterruptedException {
        TaskHandle<String> handle = cancelledInVain(durable);

        assertThat(handle.forceStop(Command.by("oscar"))).isEqualTo(Reply.ACCEPTED);

        assertThat(lastStepOf(handle))
                .extracting("state", "by", "note")
                .containsExactly(CANCELLED, "oscar", "Wrong month.");
        openGate();
    }

    private TaskHandle<String> cancelledInVain(boolean durable) throws InterruptedException {
        TaskRegistry registry = durable ? new SharedTasks(time).registry() : new MemoryTaskRegistry();
        TaskEngine tasks = use(builder().registry(registry).register(ECHO, this::ignoreEverything));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        handle.cancel(OLGAS);
        return handle;
    }

    private static TimelineEntry lastStepOf(TaskHandle<?> handle) {
        return handle.snapshot().status().timeline().getLast();
    }

    @Test
    void isCalledOffWhenTheCodeHasEnded() throws InterruptedException {
        TaskEngine tasks = use(builder().register(IMPATIENT, this::ignoreEverything));
        TaskHandle<String> handle = tasks.submit(IMPATIENT, "x");
        atGate.acquire();
        handle.cancel();
        openGate();

        assertThat(outcomeOf(handle)).as("finished first").isEqualTo(new Outcome.Succeeded<>("x"));
        await(() -> time.pending() == 1);
        time.advance(ofMinutes(1));
        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("x"));
    }

    @Test
    void isNeverUsedUnlessAskedFor() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::ignoreEverything));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        handle.cancel();
        letMuchTimePass();

        assertThat(stateOf(handle)).isEqualTo(CANCELLING);
        openGate();
        outcomeOf(handle);
    }

    @Test
    void isAnOperatorsCommand() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::ignoreEverything).listener(events::add));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        assertThat(handle.forceStop(OLGAS)).isEqualTo(Reply.NOT_NOW);
        handle.cancel();

        assertThat(handle.forceStop(OLGAS)).isEqualTo(Reply.ACCEPTED);
        assertThat(handle.forceStop(OLGAS)).isEqualTo(Reply.ENDED);

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(handle.snapshot().status().timeline().getLast())
                .extracting("state", "by")
                .containsExactly(CANCELLED, "olga");
        openGate();
        awaitEndsTold(handle, 1);
        assertThat(toldOf(handle)).containsExactly("Submitted", "Started", "CancelRequested", "Ended");
    }

    @Test
    void keepsThePermitsUntilTheCodeEnds() throws InterruptedException {
        TaskType<String, String> narrow = ECHO.maxRunning(1);
        TaskEngine tasks = use(builder().register(narrow, this::ignoreEverything));
        TaskHandle<String> zombie = tasks.submit(narrow, "zombie");
        atGate.acquire();
        zombie.cancel();
        zombie.forceStop(OLGAS);
        TaskHandle<String> next = tasks.submit(narrow, "next");
        TaskHandle<String> again = zombie.retry(RetryScope.RESUME);
        time.advance(ofSeconds(5));

        assertThat(stateOf(next)).isEqualTo(QUEUED);
        assertThat(stateOf(again)).isEqualTo(QUEUED);
        openGate();
        assertThat(outcomeOf(next)).isEqualTo(new Outcome.Succeeded<>("next"));
        assertThat(outcomeOf(again)).isEqualTo(new Outcome.Succeeded<>("zombie"));
        assertThat(outcomeOf(zombie)).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void lastsWhateverTheCodeGoesOnToDo() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(ECHO, (input, context) -> {
                    context.progress().advance(3);
                    ignoreEverything(input, context);
                    context.progress().advance(100);
                    context.progress().failed("late", "late");
                    atGate.release();
                    steps.acquireUninterruptibly();
                    throw new IllegalStateException("planted failure");
                })
                .listener(events::add));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        time.advance(ofSeconds(1));
        handle.cancel();
        handle.forceStop(OLGAS);
        awaitEndsTold(handle, 1);
        openGate();
        atGate.acquire();
        letMuchTimePass();

        assertThat(stateOf(handle)).isEqualTo(CANCELLED);
        assertThat(handle.snapshot().progress().done()).isEqualTo(3);
        assertThat(handle.snapshot().progress().failed()).isZero();
        steps.release();
        tasks.close();
        assertThat(stateOf(handle)).isEqualTo(CANCELLED);
        assertThat(toldOf(handle)).as("nothing is told after the end").endsWith("Ended");
    }
}

package dev.errand.engine;

import static dev.errand.TaskState.CANCELLED;
import static dev.errand.TaskState.INTERRUPTED;
import static dev.errand.TaskState.SUCCEEDED;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.TaskCancelledException;
import dev.errand.TaskHandle;
import dev.errand.TaskRefusedException;
import dev.errand.TaskState;
import dev.errand.event.TaskEvent;
import dev.errand.executor.TaskExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ShutdownTest extends EngineFixture {

    private static final Outcome<String> ON_SHUTDOWN =
            new Outcome.Cancelled<>("The application was shut down.", Optional.empty());

    @Test
    void letsRunningTasksComeToTheirEnd() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> running = tasks.submit(ECHO, "a");
        atGate.acquire();
        running.completion().thenRun(() -> {});
        Thread closing = Thread.startVirtualThread(tasks::close);
        awaitRefusal(tasks);
        openGate();
        closing.join();

        assertThat(outcomeOf(running)).isEqualTo(new Outcome.Succeeded<>("a"));
    }

    @Test
    void cancelsWhatWaits() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate).executor(TaskExecutor.virtualThreads(1)));
        TaskHandle<String> running = tasks.submit(ECHO, "runs");
        atGate.acquire();
        List<TaskHandle<String>> waiting = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            waiting.add(tasks.submit(ECHO, "waits"));
        }

        assertThat(tasks.shutdown(ZERO)).isFalse();

        assertThat(waiting).allSatisfy(handle -> assertThat(outcomeOf(handle)).isEqualTo(ON_SHUTDOWN));
        assertThat(outcomeOf(running)).isEqualTo(ON_SHUTDOWN);
        assertThat(atGate.availablePermits()).as("started meanwhile").isZero();
    }

    @Test
    void interruptsWhatDoesNotEndWithinTheGrace() throws InterruptedException {
        List<TaskState> states = new CopyOnWriteArrayList<>();
        TaskEngine tasks = use(builder()
                .register(ECHO, this::waitAtGate)
                .listener(event -> states.add(event.task().state())));
        TaskHandle<String> running = tasks.submit(ECHO, "a");
        atGate.acquire();

        assertThat(tasks.shutdown(ofMillis(1))).isFalse();

        assertThat(outcomeOf(running)).isEqualTo(ON_SHUTDOWN);
        await(() -> states.contains(CANCELLED)); // a slow listener is told after the shutdown
        assertThat(states).endsWith(INTERRUPTED, CANCELLED);
    }

    @Test
    void keepsWhatAnInterruptedTaskHasToShow() throws InterruptedException {
        TaskEngine tasks = use(builder());
        TaskHandle<String> handle = tasks.submit("keeps", context -> {
            try {
                return waitAtGate("", context);
            } catch (InterruptedException interrupted) {
                throw new TaskCancelledException("interrupted").keeping("half");
            }
        });
        atGate.acquire();

        tasks.shutdown(ZERO);

        assertThat(((Outcome.Cancelled<String>) outcomeOf(handle)).kept()).contains("half");
    }

    @Test
    void takesTheTaskFromCodeThatIgnoresTheInterrupt() throws InterruptedException {
        AtomicReference<TaskEvent> last = new AtomicReference<>();
        TaskEngine tasks = use(builder().register(ECHO, this::ignoreEverything).listener(last::set));
        TaskHandle<String> running = tasks.submit(ECHO, "a");
        atGate.acquire();

        assertThat(tasks.shutdown(ZERO)).isFalse();
        assertThat(outcomeOf(running)).isEqualTo(ON_SHUTDOWN);

        openGate();
        assertThat(outcomeOf(running)).as("what it did later does not count").isEqualTo(ON_SHUTDOWN);
        await(() -> last.get() instanceof TaskEvent.Ended); // a slow listener is told after the shutdown
    }

    @Test
    void endsACancelledTaskThatIgnoresTheInterrupt() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::ignoreEverything));
        TaskHandle<String> running = tasks.submit(ECHO, "a");
        atGate.acquire();
        running.cancel();

        tasks.shutdown(ZERO);

        assertThat(stateOf(running)).isEqualTo(CANCELLED);
    }

    @Test
    void doesNotTryAgainWhatFailsMeanwhile() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.retrying(Retry.fixed(9, ofSeconds(1))), (input, context) -> {
            waitAtGate(input, context);
            throw new IllegalStateException("broken");
        }));
        TaskHandle<String> running = tasks.submit(ECHO, "a");
        atGate.acquire();
        Thread closing = Thread.startVirtualThread(tasks::close);
        awaitRefusal(tasks);
        openGate();
        closing.join();

        assertThat(outcomeOf(running)).isEqualTo(ON_SHUTDOWN);
    }

    @Test
    void happensOnce() throws InterruptedException {
        TaskEngine tasks = use(builder());

        assertThat(tasks.shutdown(ZERO)).isTrue();
        assertThat(tasks.shutdown(ZERO)).isTrue();
        tasks.close();
    }

    @Test
    void doesNotWaitForTheTaskThatAskedForIt() throws InterruptedException {
        TaskEngine tasks = use(builder().shutdownGrace(ofSeconds(60)));
        TaskHandle<Boolean> handle = tasks.submit("closes its own engine", context -> tasks.shutdown(ofSeconds(60)));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>(true));
        assertThat(stateOf(handle)).isEqualTo(SUCCEEDED);
    }

    @Test
    void isCutShortByAnInterrupt() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> running = tasks.submit(ECHO, "a");
        atGate.acquire();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> tasks.shutdown(ofSeconds(60))).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        tasks.close();

        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(outcomeOf(running)).isEqualTo(ON_SHUTDOWN);
    }

    @RepeatedTest(20)
    void losesNoTaskThatIsSubmittedMeanwhile() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input));
        List<TaskHandle<String>> accepted = new CopyOnWriteArrayList<>();
        Thread submitting = Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    accepted.add(tasks.submit(ECHO, "a"));
                }
            } catch (TaskRefusedException closed) {
                // until the door has closed
            }
        });
        await(() -> accepted.size() >= 10);
        tasks.shutdown(ofSeconds(5));
        submitting.join();

        assertThat(accepted).allSatisfy(handle -> assertThat(outcomeOf(handle)).isNotNull());
    }

    private static void awaitRefusal(TaskEngine tasks) {
        assertThatExceptionOfType(TaskRefusedException.class).isThrownBy(() -> {
            while (true) {
                tasks.submit("knocks", context -> "open").cancel();
            }
        });
    }
}

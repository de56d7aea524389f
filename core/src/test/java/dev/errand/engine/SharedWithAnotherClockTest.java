package dev.errand.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Command;
import dev.errand.InvalidInputException;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.testkit.ManualTime;
import dev.errand.testkit.SharedTasks;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine tells of tasks that it shares with others, whose clock is not that of this machine. */
@Timeout(60)
class SharedWithAnotherClockTest {

    private static final TaskType<String, String> WAIT = TaskType.named("wait", String.class, String.class);
    private static final Command OLGA = Command.by("olga").because("the printer is on fire");

    private final ManualTime time = new ManualTime();
    private final SharedTasks shared = new SharedTasks(() -> time.instant().plusSeconds(300));
    private final CountDownLatch gate = new CountDownLatch(1);
    private final TaskEngine running = engine();
    private final TaskEngine watching = engine();

    private TaskEngine engine() {
        return TaskEngine.builder()
                .registry(shared.registry())
                .time(time)
                .register(WAIT, (input, context) -> {
                    gate.await();
                    return input;
                })
                .build();
    }

    @AfterEach
    void closes() {
        gate.countDown();
        running.close();
        watching.close();
    }

    @Test
    void signsOfLifeAreToldByTheClockOfThisMachine() {
        TaskHandle<String> task = running.submit(WAIT, "a");
        while (task.snapshot().state() != TaskState.RUNNING) {
            Thread.onSpinWait();
        }
        Instant now = time.instant();

        for (TaskEngine engine : new TaskEngine[] {running, watching}) {
            assertThat(engine.find(task.id()).orElseThrow().lastHeartbeat().orElseThrow())
                    .isBetween(now.minusSeconds(20), now);
        }
    }

    @Test
    void whatBeginsWhereItIsSubmittedCannotBePausedForAll() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> running.pauseType("ad-hoc", OLGA))
                .withMessageContaining("task type is \"ad-hoc\"");
        assertThat(running.pausedTypes()).isEmpty();
    }

    @Test
    void whatCanBeNoTypeCannotBePaused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> running.pauseType("a b\n", OLGA))
                .withMessageContaining("task type");
        assertThat(running.pausedTypes()).isEmpty();
    }
}

package dev.errand.engine;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Command;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.TaskType;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A type that is paused is submitted, and waits. */
@Timeout(60)
class PausedTypesTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final TaskType<String, String> OTHER = TaskType.named("other", String.class, String.class);
    private static final Command OLGA = Command.by("olga").because("the printer is on fire");

    private final CountDownLatch gate = new CountDownLatch(1);

    private TaskEngine engine() {
        return TaskEngine.builder()
                .register(ECHO, (input, context) -> {
                    gate.await();
                    return input;
                })
                .register(OTHER, (input, context) -> input)
                .build();
    }

    @Test
    void waitsUntilItIsResumedWhileOthersGoOn() throws Exception {
        try (TaskEngine tasks = engine()) {
            gate.countDown();
            assertThat(tasks.pauseType("echo", OLGA)).isTrue();
            assertThat(tasks.pauseType("echo", OLGA)).isFalse();
            TaskHandle<String> waits = tasks.submit(ECHO, "a");
            assertThat(tasks.submit(OTHER, "b").await(ofSeconds(20)))
                    .as("of another type")
                    .isPresent();

            assertThat(waits.snapshot().state()).isEqualTo(TaskState.QUEUED);
            assertThat(tasks.pausedTypes()).singleElement().satisfies(paused -> {
                assertThat(paused.type()).isEqualTo("echo");
                assertThat(paused.by()).isEqualTo(OLGA);
            });
            assertThat(tasks.resumeType("echo", OLGA)).isTrue();
            assertThat(waits.await(ofSeconds(20))).isPresent();
            assertThat(tasks.resumeType("echo", OLGA)).isFalse();
        }
    }

    @Test
    void whatRunsGoesOn() throws Exception {
        try (TaskEngine tasks = engine()) {
            TaskHandle<String> runs = tasks.submit(ECHO, "a");
            while (runs.snapshot().state() != TaskState.RUNNING) {
                Thread.onSpinWait();
            }
            tasks.pauseType("echo", OLGA);
            gate.countDown();

            assertThat(runs.await(ofSeconds(20))).isPresent();
        }
    }

    @Test
    void canBeCancelledWhileItWaits() throws Exception {
        try (TaskEngine tasks = engine()) {
            tasks.pauseType("echo", OLGA);
            TaskHandle<String> waits = tasks.submit(ECHO, "a");

            assertThat(waits.cancel()).isTrue();
            assertThat(waits.snapshot().state()).isEqualTo(TaskState.CANCELLED);
        }
    }
}

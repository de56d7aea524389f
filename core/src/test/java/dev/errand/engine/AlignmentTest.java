package dev.errand.engine;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Command;
import dev.errand.Reply;
import dev.errand.Retry;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.testkit.SteppingExecutor;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Queue and state agree, also if somebody comes between a change of the one and that of the other. */
class AlignmentTest extends EngineFixture {

    /** Does something just before an alarm is called off. */
    private final class Interfering implements TimeSource {

        private final AtomicReference<Runnable> before = new AtomicReference<>(() -> {});

        @Override
        public Instant instant() {
            return time.instant();
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Alarm after(Duration delay, Runnable action) {
            Alarm alarm = time.after(delay, action);
            return () -> {
                before.getAndSet(() -> {}).run();
                alarm.cancel();
            };
        }
    }

    @Test
    void aTaskThatIsCancelledWhileItIsResumedIsInNoQueue() {
        Interfering interfering = new Interfering();
        SteppingExecutor steps = new SteppingExecutor(1);
        TaskEngine tasks = use(TaskEngine.builder()
                .time(interfering)
                .executor(steps)
                .register(ECHO.retrying(Retry.fixed(2, ofSeconds(1))), (input, context) -> {
                    throw new IllegalStateException("planted failure");
                }));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        steps.runNext();
        assertThat(steps.tryStart(() -> {})).as("no room for it").isTrue();
        interfering.before.set(handle::cancel);

        assertThat(handle.resume(Command.by("ana"))).isEqualTo(Reply.ACCEPTED);

        assertThat(stateOf(handle)).isEqualTo(TaskState.CANCELLED);
        assertThat(handle.place()).as("its place in the queue").isEmpty();
        steps.runUntilIdle();
    }
}

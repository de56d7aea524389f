package dev.errand.testkit;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.executor.TaskExecutor;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every executor does, whatever its threads are: other threads, limits, word of room, shutdown.
 *
 * <p>Extend it to test an executor of your own:
 *
 * {@snippet :
 * class VirtualThreadsTest extends TaskExecutorContract {
 *
 *     @Override
 *     protected TaskExecutor executor(int maxRunning) {
 *         return TaskExecutor.virtualThreads(maxRunning);
 *     }
 * }
 * }
 */
@Timeout(10)
public abstract class TaskExecutorContract {

    private final CountDownLatch gate = new CountDownLatch(1);
    private final Semaphore roomTold = new Semaphore(0);
    private TaskExecutor executor;

    /** For subclasses. */
    protected TaskExecutorContract() {}

    /**
     * Makes an executor. Called at least once for each test, before the subclass's own preparations.
     *
     * @param maxRunning how much work it runs at the same time; zero or less is to be refused
     * @return a new executor that runs nothing; the one that the test uses is shut down after it
     */
    protected abstract TaskExecutor executor(int maxRunning);

    @BeforeEach
    void makesOneForTwo() {
        executor = executor(2);
        executor.onRoom(roomTold::release);
    }

    /** Opens the gate first, so a failed assertion is reported as itself and not as a hang. */
    @AfterEach
    void leavesNothingRunning() throws InterruptedException {
        gate.countDown();
        assertThat(executor.shutdown(ofSeconds(5))).as("all work ended").isTrue();
    }

    @Test
    void runsWorkOnAnotherThread() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        Thread caller = Thread.currentThread();

        assertThat(executor.tryStart(() -> {
                    assertThat(Thread.currentThread()).isNotEqualTo(caller);
                    ran.countDown();
                }))
                .isTrue();

        ran.await();
    }

    @Test
    void refusesWorkBeyondItsLimit() {
        assertThat(executor.tryStart(this::waitAtTheGate)).isTrue();
        assertThat(executor.tryStart(this::waitAtTheGate)).isTrue();

        assertThat(executor.tryStart(this::waitAtTheGate)).isFalse();
    }

    @Test
    void tellsOfRoomWhenItIsThere() throws InterruptedException {
        assertThat(executor.tryStart(this::waitAtTheGate)).isTrue();
        assertThat(executor.tryStart(() -> {})).isTrue();

        roomTold.acquire();

        assertThat(executor.tryStart(() -> {}))
                .as("room was told of, so it is there")
                .isTrue();
    }

    @Test
    void survivesWorkThatThrows() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            assertThat(executor.tryStart(() -> {
                        throw new AssertionError("broken work");
                    }))
                    .isTrue();
            roomTold.acquire();
        }

        assertThat(executor.tryStart(() -> {})).isTrue();
    }

    @Test
    void takesNothingAfterShutdown() throws InterruptedException {
        assertThat(executor.tryStart(this::waitAtTheGate)).isTrue();

        assertThat(executor.shutdown(Duration.ZERO)).as("work is still running").isFalse();

        assertThat(executor.tryStart(() -> {})).isFalse();
        gate.countDown();
        assertThat(executor.shutdown(ofSeconds(5))).isTrue();
    }

    @Test
    void refusesToRunNothing() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> executor(0))
                .withMessage("max running is 0, but must be 1 or more");
    }

    private void waitAtTheGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

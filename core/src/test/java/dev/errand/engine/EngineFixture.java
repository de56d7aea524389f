package dev.errand.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.testkit.ManualTime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** An engine whose time stands still, a gate that its tasks wait at, and the words that tests of it need. */
@Timeout(10)
abstract class EngineFixture {

    static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    static final Duration LONG = Duration.ofSeconds(8);

    final ManualTime time = new ManualTime();

    /** One permit for each task that has come to the gate. */
    final Semaphore atGate = new Semaphore(0);

    private final CountDownLatch gate = new CountDownLatch(1);
    private TaskEngine tasks = TaskEngine.inMemory();

    TaskEngineBuilder builder() {
        return TaskEngine.builder().time(time);
    }

    /** Uses this engine, and closes it after the test. */
    TaskEngine use(TaskEngineBuilder builder) {
        tasks.close();
        tasks = builder.build();
        return tasks;
    }

    /** Opens the gate first, so a failed assertion is reported as itself and not as a hang. */
    @AfterEach
    void leavesNothingRunning() throws InterruptedException {
        openGate();
        assertThat(tasks.shutdown(Duration.ofSeconds(5)))
                .as("all tasks ended by themselves")
                .isTrue();
    }

    void openGate() {
        gate.countDown();
    }

    /** A task that comes to the gate, waits there, and returns what it was given. */
    String waitAtGate(String input, TaskContext context) throws InterruptedException {
        atGate.release();
        gate.await();
        return input;
    }

    /** A task that comes to the gate, and waits there whatever anybody says. */
    String ignoreEverything(String input, TaskContext context) {
        atGate.release();
        boolean open = false;
        while (!open) {
            try {
                gate.await();
                open = true;
            } catch (InterruptedException ignored) {
                // this is what an uncooperative task does
            }
        }
        return input;
    }

    static <R> Outcome<R> outcomeOf(TaskHandle<R> handle) throws InterruptedException {
        return handle.await(LONG).orElseThrow(() -> new AssertionError("not ended: " + handle.snapshot()));
    }

    static TaskState stateOf(TaskHandle<?> handle) {
        return handle.snapshot().state();
    }

    static void awaitState(TaskHandle<?> handle, TaskState state) {
        await(() -> stateOf(handle) == state);
    }

    /** Until the task waits for its next attempt, and its alarm beside that of the pulse is set. */
    void awaitRetry(TaskHandle<?> handle, int failedAttempts) {
        await(() -> stateOf(handle) == TaskState.WAITING_RETRY
                && handle.snapshot().status().attempt() == failedAttempts
                && time.pending() == 2);
    }

    /**
     * Looks until it is so, and leaves the processor to whatever it waits for between two looks. The interrupt that comes with the
     * time limit of the test ends it.
     */
    static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new AssertionError("it did not happen in time");
            }
            LockSupport.parkNanos(50_000);
        }
    }
}

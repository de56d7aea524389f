package dev.errand.spring.test;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.engine.TaskEngine;
import dev.errand.registry.TaskQuery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Waits for tasks that a test did not submit itself, such as those of a controller. To be injected into tests.
 *
 * <p>All methods may be called from any thread.
 */
public final class RunningTasks {

    private static final int PAGE = 1_000;

    private final TaskEngine engine;

    RunningTasks(TaskEngine engine) {
        this.engine = engine;
    }

    /**
     * Waits until no task runs, or waits for room to run. Those that wait for their time are left out: with
     * {@link AutoConfigureManualTime} they wait until the test lets it pass.
     *
     * @param limit how long to wait at most
     * @throws AssertionError if some have not ended then; it names them
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void awaitIdle(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        for (List<TaskSnapshot> busy = busy(); !busy.isEmpty(); busy = busy()) {
            Optional<TaskHandle<?>> handle = engine.find(busy.getFirst().id());
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (!left.isPositive()) {
                throw new AssertionError("not idle after " + limit + ": " + names(busy));
            }
            if (handle.isPresent()) {
                handle.get().await(left);
            }
        }
    }

    /**
     * Waits for a task, such as one whose id a controller has answered with.
     *
     * @param id its id
     * @param limit how long to wait at most
     * @return the task as it ended
     * @throws AssertionError if there is no such task, or it has not ended then
     * @throws InterruptedException if the waiting thread is interrupted
     */
    @CanIgnoreReturnValue
    public TaskSnapshot awaitEnd(TaskId id, Duration limit) throws InterruptedException {
        TaskHandle<?> handle = engine.find(id).orElseThrow(() -> new AssertionError("there is no task " + id));
        if (handle.await(limit).isEmpty()) {
            throw new AssertionError("not ended after " + limit + ": " + names(List.of(handle.snapshot())));
        }
        return handle.snapshot();
    }

    private List<TaskSnapshot> busy() {
        return engine.list(TaskQuery.newest(PAGE)
                .in(TaskState.QUEUED, TaskState.RUNNING, TaskState.PAUSING, TaskState.CANCELLING));
    }

    private static List<String> names(List<TaskSnapshot> tasks) {
        return tasks.stream()
                .map(task -> task.title() + " (" + task.submission().type() + ") is " + task.state())
                .toList();
    }
}

package dev.errand.testkit;

import static dev.errand.SubmitOptions.by;
import static dev.errand.testkit.TaskAssertions.assertThat;
import static java.time.Duration.ofSeconds;

import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Retention;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Tasks that several engines share, in memory: what is promised of every such registry, and how a test uses it. */
class SharedTasksTest extends DurableTaskRegistryContract {

    private static final TaskType<String, String> PAY = TaskType.named("pay", String.class, String.class);

    private final ManualTime time = new ManualTime();
    private SharedTasks tasks = new SharedTasks(time);
    private boolean used;

    @Override
    protected DurableTaskRegistry unopened(Retention retention) {
        if (!used) {
            tasks = new SharedTasks(time, retention);
            used = true;
        }
        return tasks.registry();
    }

    @Override
    protected void pass(Duration duration) {
        time.advance(duration);
    }

    @Test
    void letsATestLoseAMachine() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        SharedTasks shared = new SharedTasks(time);
        SharedRegistry first = shared.registry();
        SharedRegistry second = shared.registry();
        TaskEngine doomed = engine(first, context -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return "never";
        });
        TaskHandle<String> handle = doomed.submit(PAY, "C-1", by("ana"));
        begun.await();
        first.cutOff();
        try (TaskEngine heir = engine(second, context -> "paid by the second")) {
            while (heir.find(handle.id()).orElseThrow().snapshot().outcome().isEmpty()) {
                long beats = second.heartbeats();
                time.advance(ofSeconds(1));
                while (second.heartbeats() == beats) {
                    LockSupport.parkNanos(10_000);
                }
            }
            assertThat(heir.find(handle.id()).orElseThrow().snapshot()).hasAttempts(2);
        } finally {
            doomed.shutdown(Duration.ZERO);
        }
    }

    private TaskEngine engine(SharedRegistry registry, Body body) {
        return TaskEngine.builder()
                .registry(registry)
                .time(time)
                .register(PAY, (input, context) -> body.run(context))
                .build();
    }

    /** What the task does. */
    @FunctionalInterface
    private interface Body {
        String run(TaskContext context) throws Exception;
    }
}

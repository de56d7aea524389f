package dev.errand.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BorrowedExecutorTest extends TaskExecutorContract {

    private static final ExecutorService POOL = Executors.newFixedThreadPool(2);

    @Override
    TaskExecutor executor(int maxRunning) {
        return TaskExecutor.on(POOL, maxRunning);
    }

    @AfterAll
    static void stopsThePool() {
        POOL.shutdownNow();
    }

    @Test
    void takesARejectionForNoRoom() {
        TaskExecutor executor = TaskExecutor.on(
                work -> {
                    throw new RejectedExecutionException("full");
                },
                1);

        assertThat(executor.tryStart(() -> {})).isFalse();
        assertThat(executor.tryStart(() -> {})).as("the place was given back").isFalse();
    }

    @Test
    void leavesThePoolToItsOwner() throws InterruptedException {
        assertThat(executor(1).shutdown(Duration.ZERO)).isTrue();

        assertThat(POOL.isShutdown()).isFalse();
    }

    @Test
    void runsAlsoOnTheCallersThread() {
        StringBuilder ran = new StringBuilder();

        assertThat(TaskExecutor.on(Runnable::run, 1).tryStart(() -> ran.append("here")))
                .isTrue();

        assertThat(ran).hasToString("here");
    }
}

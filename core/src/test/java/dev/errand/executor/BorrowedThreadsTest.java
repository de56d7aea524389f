package dev.errand.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.testkit.TaskExecutorContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BorrowedThreadsTest extends TaskExecutorContract {

    private static final ExecutorService POOL = Executors.newFixedThreadPool(2);

    @Override
    protected TaskExecutor executor(int maxRunning) {
        return TaskExecutor.on(POOL, maxRunning);
    }

    @AfterAll
    static void stopsThePool() {
        POOL.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("waysToRefuse")
    void takesARefusalForNoRoomAndKeepsThePlace(Throwable refusal) {
        List<Throwable> refusals = new ArrayList<>(List.of(refusal));
        TaskExecutor executor = TaskExecutor.on(
                work -> {
                    if (!refusals.isEmpty()) {
                        sneakyThrow(refusals.removeFirst());
                    }
                    work.run();
                },
                1);
        StringBuilder ran = new StringBuilder();

        assertThat(executor.tryStart(() -> ran.append("first "))).isFalse();
        assertThat(executor.tryStart(() -> ran.append("second"))).isTrue();

        assertThat(ran).hasToString("second");
    }

    static List<Throwable> waysToRefuse() {
        return List.of(
                new RejectedExecutionException("full"),
                new IllegalStateException("not started yet"),
                new OutOfMemoryError("unable to create native thread"));
    }

    @Test
    void runsNothingTwiceForAnExecutorThatThrowsAndRunsItAllTheSame() {
        AtomicInteger ran = new AtomicInteger();
        TaskExecutor executor = TaskExecutor.on(
                work -> {
                    work.run();
                    work.run();
                    throw new IllegalStateException("after the work");
                },
                1);

        assertThat(executor.tryStart(ran::incrementAndGet)).isTrue();
        assertThat(executor.tryStart(ran::incrementAndGet)).isTrue();

        assertThat(ran).hasValue(2);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneakyThrow(Throwable thrown) throws E {
        throw (E) thrown;
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

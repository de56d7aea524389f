package dev.errand.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.testkit.TaskExecutorContract;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class VirtualThreadsTest extends TaskExecutorContract {

    @Override
    protected TaskExecutor executor(int maxRunning) {
        return TaskExecutor.virtualThreads(maxRunning);
    }

    @Test
    void runsOnVirtualThreads() {
        CompletableFuture<Boolean> virtual = new CompletableFuture<>();

        assertThat(executor(1)
                        .tryStart(() -> virtual.complete(Thread.currentThread().isVirtual())))
                .isTrue();

        assertThat(virtual.join()).isTrue();
    }
}

package dev.errand.testkit;

import dev.errand.executor.TaskExecutor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;

class FixedPoolTest extends TaskExecutorContract {

    private static final ExecutorService POOL = Executors.newFixedThreadPool(2);

    @Override
    protected TaskExecutor executor(int maxRunning) {
        return TaskExecutor.on(POOL, maxRunning);
    }

    @AfterAll
    static void stopsThePool() {
        POOL.shutdownNow();
    }
}

package dev.errand.testkit;

import dev.errand.executor.TaskExecutor;

class VirtualThreadsTest extends TaskExecutorContract {

    @Override
    protected TaskExecutor executor(int maxRunning) {
        return TaskExecutor.virtualThreads(maxRunning);
    }
}

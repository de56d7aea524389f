package dev.errand.spring.autoconfigure;

import dev.errand.executor.TaskExecutor;
import org.springframework.core.env.Environment;

/** The threads of this process that tasks run on. Their number is limited here, since virtual threads have no limit of their own. */
final class LocalThreads {

    private static final int MAX_RUNNING = 100;

    private LocalThreads() {}

    static TaskExecutor of(ErrandProperties.Execution execution, Environment environment) {
        int tasks = execution.maxRunning() == null ? MAX_RUNNING : execution.maxRunning();
        boolean virtual = execution.threads() == null
                ? environment.getProperty("spring.threads.virtual.enabled", Boolean.class, true)
                : execution.threads() == ErrandProperties.Threads.VIRTUAL;
        return virtual ? TaskExecutor.virtualThreads(tasks) : TaskExecutor.platformThreads(tasks);
    }

    static TaskExecutor computing(ErrandProperties.Execution execution) {
        return TaskExecutor.platformThreads(
                execution.maxComputing() == null
                        ? Runtime.getRuntime().availableProcessors()
                        : execution.maxComputing());
    }
}

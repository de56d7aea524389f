package dev.errand.engine;

import dev.errand.artifact.ArtifactStore;
import dev.errand.event.TaskInterceptor;
import dev.errand.event.TaskListener;
import dev.errand.executor.TaskExecutor;
import dev.errand.registry.TaskRegistry;
import java.util.List;

/** What an engine is made of. */
record EngineParts(
        TaskRegistry registry,
        ArtifactStore artifacts,
        TaskExecutor executor,
        TimeSource time,
        Hooks hooks,
        int maxWaiting) {

    /** Who is told, and who comes between. */
    record Hooks(List<TaskListener> listeners, List<TaskInterceptor> interceptors) {

        Hooks {
            listeners = List.copyOf(listeners);
            interceptors = List.copyOf(interceptors);
        }
    }
}

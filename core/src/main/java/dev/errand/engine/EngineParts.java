package dev.errand.engine;

import dev.errand.Demand;
import dev.errand.Permits;
import dev.errand.TraceParent;
import dev.errand.artifact.ArtifactStore;
import dev.errand.event.TaskInterceptor;
import dev.errand.event.TaskListener;
import dev.errand.executor.TaskExecutor;
import dev.errand.notice.TaskNotifier;
import dev.errand.registry.TaskRegistry;
import dev.errand.time.TimeSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What an engine is made of. */
record EngineParts(
        TaskRegistry registry,
        ArtifactStore artifacts,
        Executors executors,
        TimeSource time,
        Hooks hooks,
        Limits limits) {

    /** The same parts around another registry. */
    EngineParts with(TaskRegistry other) {
        return new EngineParts(other, artifacts, executors, time, hooks, limits);
    }

    /** Who runs tasks that wait, and who runs tasks that compute. */
    record Executors(TaskExecutor usual, TaskExecutor computing) {

        TaskExecutor of(Demand demand) {
            return demand.computing() ? computing : usual;
        }

        List<TaskExecutor> all() {
            return List.of(usual, computing);
        }

        /** Asks to be told when one of them has room again. Called once. */
        void onRoom(Runnable callback) {
            all().forEach(executor -> executor.onRoom(callback));
        }
    }

    /** Who is told, who comes between, and who knows to which trace a thread belongs. */
    record Hooks(
            List<TaskListener> listeners,
            List<TaskInterceptor> interceptors,
            List<TaskNotifier> notifiers,
            Supplier<Optional<TraceParent>> traces) {

        Hooks {
            listeners = List.copyOf(listeners);
            interceptors = List.copyOf(interceptors);
            notifiers = List.copyOf(notifiers);
        }
    }

    /** How many may wait, and how many may run. */
    record Limits(LiveTasks.Places waiting, Permits running) {}
}

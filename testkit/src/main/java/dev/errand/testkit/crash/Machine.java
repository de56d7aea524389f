package dev.errand.testkit.crash;

import dev.errand.BackgroundTask;
import dev.errand.Command;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.executor.TaskExecutor;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An engine that runs the task on trial, with an instance of the task of its own, as each process of an application
 * has.
 */
final class Machine<I, R extends @Nullable Object> {

    static final Command KIT = Command.by("crash kit");
    private static final int PLACES = 8;

    private final Setup<I, R> setup;
    private final BackgroundTask<? super I, ? extends R> task;
    private final MachineRegistry registry;
    private final Watch watch;
    private final TaskExecutor executor = TaskExecutor.virtualThreads(PLACES);
    private final TaskEngine engine;
    private final TaskHandle<R> handle;

    /** Starts it, and the task: the given one of another machine, or a new one if there is none. */
    Machine(Setup<I, R> setup, Trial.World world, Hold hold, @Nullable TaskId adopted) {
        this.setup = setup;
        this.task = setup.task().get();
        this.watch = new Watch(hold);
        this.registry = new MachineRegistry(world.registry(), watch, adopted, this::goOnAtOnce);
        TaskEngineBuilder builder = TaskEngine.builder()
                .register(setup.type(), this::run)
                .registry(registry)
                .executor(executor)
                .computingExecutor(executor)
                .artifacts(world.artifacts())
                .time(world.time());
        setup.type().policy().demand().resources().forEach(name -> builder.resource(name, PLACES));
        this.engine = builder.build();
        this.handle = submit();
    }

    @SuppressWarnings("NullAway") // null is what a task without input gets
    private TaskHandle<R> submit() {
        return engine.submit(setup.type(), setup.input(), setup.options());
    }

    private R run(I input, TaskContext context) throws Exception {
        Watch mine = registry.isUnderTrial(context.id()) ? watch : new Watch(Hold.nowhere());
        mine.begins();
        R result = task.run(input, new WatchedContext(context, registry.publicId(context.id()), mine));
        mine.at(Point.THROUGH);
        return result;
    }

    /** The delay before a retry is nothing that the kit waits for. The caller holds the task's lock, so not here. */
    private void goOnAtOnce(TaskId id) {
        Thread.startVirtualThread(() -> engine.find(id).ifPresent(waiting -> waiting.resume(KIT)));
    }

    /** Submits the same again. Empty if that was refused, or answered with the first one. */
    Optional<TaskHandle<R>> submitAgain() {
        try {
            return Optional.of(submit()).filter(second -> !second.id().equals(handle.id()));
        } catch (TaskRefusedException onlyOne) {
            return Optional.empty();
        }
    }

    Watch watch() {
        return watch;
    }

    MachineRegistry registry() {
        return registry;
    }

    TaskHandle<R> handle() {
        return handle;
    }

    /** Waits until no code runs on it any more. It starts none afterwards. */
    boolean awaitQuiet(Duration limit) throws InterruptedException {
        return executor.shutdown(limit);
    }

    /** What still runs is ended at its next point, or abandoned. */
    void close() throws InterruptedException {
        watch.die();
        engine.shutdown(Duration.ZERO);
    }
}

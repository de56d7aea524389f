package dev.errand.engine;

import dev.errand.QueuePlace;
import dev.errand.TaskState;
import dev.errand.executor.TaskExecutor;
import dev.errand.progress.RunHistory;
import dev.errand.queue.FairQueue;
import dev.errand.watch.Drain;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Hands the tasks of the queue to the executors, in their order, for as long as those have room. */
final class Dispatcher {

    private final FairQueue<LiveTask<?, ?>> queue;
    private final EngineParts.Executors executors;
    private final Consumer<LiveTask<?, ?>> runner;
    private final Supplier<Set<String>> pausedTypes;
    private final Drain drain = new Drain(Runnable::run, this::startWaiting);

    Dispatcher(
            FairQueue<LiveTask<?, ?>> queue,
            EngineParts.Executors executors,
            Consumer<LiveTask<?, ?>> runner,
            Supplier<Set<String>> pausedTypes) {
        this.queue = queue;
        this.executors = executors;
        this.runner = runner;
        this.pausedTypes = pausedTypes;
    }

    /**
     * Puts a task into the queue or takes it out, as its state says, and starts what there is room for. Called by whoever
     * has changed the state; under the task's lock, so that of two changes the later one counts here too.
     */
    void align(LiveTask<?, ?> task) {
        task.lock().lock();
        try {
            if (task.updates().latest().state() == TaskState.QUEUED) {
                queue.add(task);
            } else {
                queue.remove(task);
            }
        } finally {
            task.lock().unlock();
        }
        drain.signal();
    }

    /** Tries again, since an executor has room, or one that others use too may have some. */
    void retry() {
        drain.signal();
    }

    void close() {
        queue.close();
    }

    /** Where a task stands, and how long it will wait if those before it take as long as their kind usually does. */
    Optional<QueuePlace> placeOf(LiveTask<?, ?> task) {
        OptionalInt position = queue.positionOf(task);
        if (position.isEmpty()) {
            return Optional.empty();
        }
        RunHistory history = task.definition().history();
        int atOnce = Math.max(1, queue.running(task.line()));
        long rounds = Math.ceilDiv(position.getAsInt(), atOnce);
        Optional<Duration> wait = history.took(0.5).map(usual -> usual.multipliedBy(rounds));
        return Optional.of(new QueuePlace(position.getAsInt(), wait));
    }

    private void startWaiting() {
        Set<TaskExecutor> full = new HashSet<>();
        Set<String> paused = pausedTypes.get();
        LiveTask<?, ?> next = queue.take(task -> !paused.contains(typeOf(task)));
        while (next != null) {
            TaskExecutor executor = executors.of(next.demand());
            if (!start(next, executor)) {
                full.add(executor);
            }
            next = queue.take(task -> !full.contains(executors.of(task.demand())) && !paused.contains(typeOf(task)));
        }
    }

    private static String typeOf(LiveTask<?, ?> task) {
        return task.definition().type().name();
    }

    /** Starts a task, or puts it back, also when the executor throws. */
    private boolean start(LiveTask<?, ?> task, TaskExecutor executor) {
        boolean started = false;
        try {
            started = executor.tryStart(() -> run(task));
            return started;
        } finally {
            if (!started) {
                queue.putBack(task);
            }
        }
    }

    /** On a thread of the executor, which tells when its own room is free again. */
    private void run(LiveTask<?, ?> task) {
        try {
            runner.accept(task);
        } finally {
            queue.release(task);
        }
    }
}

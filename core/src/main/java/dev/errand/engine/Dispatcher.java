package dev.errand.engine;

import dev.errand.executor.TaskExecutor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The queue: hands the longest-waiting task whose type has room to the executor, for as long as that has room.
 *
 * <p>There is a line for each type, so that a type at its limit holds up nobody behind it. The lock is held for a few
 * steps only, never while the executor is called.
 */
final class Dispatcher {

    private record Waiting(long turn, LiveTask<?, ?> task) {}

    /** The tasks of a type in their order, with the turn of each. */
    private static final class Line {
        final LinkedHashMap<LiveTask<?, ?>, Long> waiting = new LinkedHashMap<>();
        int running;
    }

    private final TaskExecutor executor;
    private final Consumer<LiveTask<?, ?>> runner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Line> lines = new HashMap<>();
    private final Drain drain = new Drain(Runnable::run, this::startWaiting);
    private long nextTurn;
    private boolean closed;

    Dispatcher(TaskExecutor executor, Consumer<LiveTask<?, ?>> runner) {
        this.executor = executor;
        this.runner = runner;
        executor.onRoom(drain::signal);
    }

    /** Puts a task at the end of its line, and starts it if there is room. */
    void add(LiveTask<?, ?> task) {
        lock.lock();
        try {
            lineOf(task).waiting.putLast(task, nextTurn++);
        } finally {
            lock.unlock();
        }
        drain.signal();
    }

    /** Takes a task that was cancelled out of its line. */
    void remove(LiveTask<?, ?> task) {
        lock.lock();
        try {
            lineOf(task).waiting.remove(task);
        } finally {
            lock.unlock();
        }
    }

    /** Tries again, in case an executor that others use too has room. */
    void retry() {
        drain.signal();
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            lines.values().forEach(line -> line.waiting.clear());
        } finally {
            lock.unlock();
        }
    }

    private void startWaiting() {
        Waiting next = takeNext();
        while (next != null && start(next)) {
            next = takeNext();
        }
    }

    /** Starts a task, or puts it back, also when the executor throws. */
    private boolean start(Waiting waiting) {
        boolean started = false;
        try {
            started = executor.tryStart(() -> run(waiting.task));
            return started;
        } finally {
            if (!started) {
                putBack(waiting);
            }
        }
    }

    /** On a thread of the executor, which tells when its own room is free again. */
    private void run(LiveTask<?, ?> task) {
        try {
            runner.accept(task);
        } finally {
            lock.lock();
            try {
                lineOf(task).running--;
            } finally {
                lock.unlock();
            }
        }
    }

    private @Nullable Waiting takeNext() {
        lock.lock();
        try {
            Line line = closed ? null : longestWaiting();
            if (line == null) {
                return null;
            }
            line.running++;
            Map.Entry<LiveTask<?, ?>, Long> first = line.waiting.pollFirstEntry();
            return new Waiting(first.getValue(), first.getKey());
        } finally {
            lock.unlock();
        }
    }

    private void putBack(Waiting waiting) {
        lock.lock();
        try {
            Line line = lineOf(waiting.task);
            line.running--;
            if (!closed) {
                line.waiting.putFirst(waiting.task, waiting.turn);
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Line longestWaiting() {
        Line longest = null;
        long turn = Long.MAX_VALUE;
        for (Line line : lines.values()) {
            Map.Entry<LiveTask<?, ?>, Long> first = line.waiting.firstEntry();
            if (first != null && line.running < first.getKey().policy().maxRunning() && first.getValue() < turn) {
                longest = line;
                turn = first.getValue();
            }
        }
        return longest;
    }

    private Line lineOf(LiveTask<?, ?> task) {
        return lines.computeIfAbsent(task.definition().type().name(), name -> new Line());
    }
}

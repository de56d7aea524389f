package dev.errand.engine;

import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that have not ended, the attempts under way, and the door that closes.
 *
 * <p>A task or an attempt is entered first and looks at the door afterwards, while a shutdown closes the door first and
 * looks at the entries afterwards: so each is seen by one of the two.
 */
final class LiveTasks {

    private final int maxWaiting;
    private final ConcurrentMap<TaskId, LiveTask<?, ?>> tasks = new ConcurrentHashMap<>();
    private final Set<Attempt<?>> attempts = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    LiveTasks(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    /** Enters a new task, which takes a place among those that wait for their first start. */
    void admit(LiveTask<?, ?> task) {
        if (closed) {
            throw new TaskRefusedException(
                    TaskRefusedException.Reason.SHUT_DOWN, "the engine is shut down and takes no more tasks");
        }
        if (waiting.incrementAndGet() > maxWaiting) {
            waiting.decrementAndGet();
            throw new TaskRefusedException(
                    TaskRefusedException.Reason.QUEUE_FULL,
                    "already " + maxWaiting + " tasks wait, the most that this engine lets wait: try again later,"
                            + " or raise maxWaiting");
        }
        tasks.put(task.id(), task);
    }

    /** Strikes out a task that has ended, or was not accepted after all. */
    void forget(LiveTask<?, ?> task) {
        tasks.remove(task.id());
        leavePlace(task);
    }

    Optional<LiveTask<?, ?>> find(TaskId id) {
        return Optional.ofNullable(tasks.get(id));
    }

    Collection<LiveTask<?, ?>> tasks() {
        return List.copyOf(tasks.values());
    }

    /** Enters an attempt that is about to start. False if the door has closed: it must not start then. */
    <R extends @Nullable Object> boolean begin(Attempt<R> attempt) {
        attempts.add(attempt);
        attempt.task().attempt(attempt);
        leavePlace(attempt.task());
        return !closed;
    }

    void end(Attempt<?> attempt) {
        attempts.remove(attempt);
        attempt.ended().complete(null);
    }

    Collection<Attempt<?>> attempts() {
        return List.copyOf(attempts);
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    private void leavePlace(LiveTask<?, ?> task) {
        if (task.giveUpPlace()) {
            waiting.decrementAndGet();
        }
    }
}

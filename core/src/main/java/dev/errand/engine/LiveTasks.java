package dev.errand.engine;

import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that have not ended, the attempts under way, and the door that closes.
 *
 * <p>A task or an attempt is entered first and looks at the door afterwards, while a shutdown closes the door first and
 * looks at the entries afterwards: so each is seen by one of the two.
 */
final class LiveTasks {

    /** How many tasks may wait for their first start: in all, and of one owner. */
    record Places(int inAll, int ofOwner) {}

    private final Places places;
    private final ConcurrentMap<TaskId, LiveTask<?, ?>> tasks = new ConcurrentHashMap<>();
    private final Set<Attempt<?>> attempts = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Owner, Integer> waitingOf = new HashMap<>();
    private int waiting;
    private volatile boolean closed;

    LiveTasks(Places places) {
        this.places = places;
    }

    /** Enters new tasks of one owner, each of which takes a place among those that wait for their first start; or none. */
    void admit(List<? extends LiveTask<?, ?>> some) {
        if (closed) {
            throw new TaskRefusedException(
                    TaskRefusedException.Reason.SHUT_DOWN, "the engine is shut down and takes no more tasks");
        }
        takePlaces(some);
        some.forEach(task -> tasks.put(task.id(), task));
    }

    private void takePlaces(List<? extends LiveTask<?, ?>> some) {
        Owner owner = some.getFirst().owner();
        lock.lock();
        try {
            int ofOwner = waitingOf.getOrDefault(owner, 0);
            if (waiting > places.inAll() - some.size()) {
                throw new TaskRefusedException(
                        TaskRefusedException.Reason.QUEUE_FULL,
                        tooMany(some.size(), waiting, "tasks") + places.inAll()
                                + " wait: try again later, or raise maxWaiting");
            }
            if (ofOwner > places.ofOwner() - some.size()) {
                throw new TaskRefusedException(
                        TaskRefusedException.Reason.OWNER_LIMIT,
                        tooMany(some.size(), ofOwner, "tasks of this owner") + places.ofOwner()
                                + " of one owner wait: try again later, or raise maxWaitingPerOwner");
            }
            waiting += some.size();
            waitingOf.put(owner, ofOwner + some.size());
            some.forEach(task -> task.holdsPlace = true);
        } finally {
            lock.unlock();
        }
    }

    private static String tooMany(int more, int waiting, String what) {
        return "already " + waiting + " " + what + " wait, " + (more == 1 ? "one more is" : more + " more are")
                + " too many, and this engine lets ";
    }

    /** Strikes out a task that has ended, or was not accepted after all. */
    void forget(LiveTask<?, ?> task) {
        tasks.remove(task.id(), task);
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
        lock.lock();
        try {
            if (task.holdsPlace) {
                task.holdsPlace = false;
                waiting--;
                waitingOf.computeIfPresent(task.owner(), (owner, count) -> count == 1 ? null : count - 1);
            }
        } finally {
            lock.unlock();
        }
    }
}

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
    record Places(int inAll, int ofOwner) {

        static final Places UNLIMITED = new Places(Integer.MAX_VALUE, Integer.MAX_VALUE);

        /** Why there is no room for more, if so many wait already; empty if there is. */
        Optional<TaskRefusedException> refusalOf(long waiting, long waitingOfOwner, int more) {
            if (waiting > inAll - more) {
                return Optional.of(new TaskRefusedException(
                        TaskRefusedException.Reason.QUEUE_FULL,
                        tooMany(more, waiting, "tasks") + inAll + " wait: try again later, or raise maxWaiting"));
            }
            if (waitingOfOwner > ofOwner - more) {
                return Optional.of(new TaskRefusedException(
                        TaskRefusedException.Reason.OWNER_LIMIT,
                        tooMany(more, waitingOfOwner, "tasks of this owner") + ofOwner
                                + " of one owner wait: try again later, or raise maxWaitingPerOwner"));
            }
            return Optional.empty();
        }

        private static String tooMany(int more, long waiting, String what) {
            return "already " + waiting + " " + what + " wait, "
                    + (more == 1 ? "one more is" : more + " more are")
                    + " too many, and this engine lets ";
        }
    }

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
            throw refusalOfClosed();
        }
        takePlaces(some);
        some.forEach(task -> tasks.put(task.id(), task));
    }

    private void takePlaces(List<? extends LiveTask<?, ?>> some) {
        Owner owner = some.getFirst().owner();
        lock.lock();
        try {
            int ofOwner = waitingOf.getOrDefault(owner, 0);
            places.refusalOf(waiting, ofOwner, some.size()).ifPresent(refusal -> {
                throw refusal;
            });
            waiting += some.size();
            waitingOf.put(owner, ofOwner + some.size());
            some.forEach(task -> task.holdsPlaceOf = owner);
        } finally {
            lock.unlock();
        }
    }

    static TaskRefusedException refusalOfClosed() {
        return new TaskRefusedException(
                TaskRefusedException.Reason.SHUT_DOWN, "the engine is shut down and takes no more tasks");
    }

    /** Enters a task that has waited elsewhere, and takes no place. False if it is here already. */
    boolean enter(LiveTask<?, ?> task) {
        return tasks.putIfAbsent(task.id(), task) == null;
    }

    /** Strikes out a task that has ended, or was not accepted after all. */
    void forget(LiveTask<?, ?> task) {
        tasks.remove(task.id(), task);
        leavePlace(task);
    }

    Optional<LiveTask<?, ?>> find(TaskId id) {
        return Optional.ofNullable(tasks.get(id));
    }

    /** Whether somebody is subscribed to the updates of a task. */
    boolean isWatched(TaskId id) {
        LiveTask<?, ?> task = tasks.get(id);
        return task != null && task.updates().isWatched();
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
            Owner holder = task.holdsPlaceOf;
            if (holder != null) {
                task.holdsPlaceOf = null;
                waiting--;
                waitingOf.computeIfPresent(holder, (owner, count) -> count == 1 ? null : count - 1);
            }
        } finally {
            lock.unlock();
        }
    }
}

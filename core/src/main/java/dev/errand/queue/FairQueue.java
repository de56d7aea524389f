package dev.errand.queue;

import dev.errand.Owner;
import dev.errand.Permits;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits, in the order in which it is to start.
 *
 * <p>The order is: priority first, then turns between owners, then age. The turns are those of start-time fair queueing
 * (Goyal, Vin and Cheng, <i>Start-time Fair Queueing</i>, 1996): each task gets the number of its turn when it is added,
 * which is one more than that of its owner's task before it, and at least that of the task which was started last. So
 * the hundredth task of one owner waits for the first of another one, who has come later, and nobody loses a turn by
 * having had nothing to do.
 *
 * <p>There is a line for each task type, so that a type at its limit holds up nobody behind it. Tasks whose owner runs as
 * many as she may are held back beside the line, and come back into it, at their old place, when one of hers has ended.
 *
 * <p>Permits are taken together with the task. The lock is held for a few steps only.
 *
 * @param <T> what waits
 */
public final class FairQueue<T extends Waiting> {

    private static final Comparator<Waiting> ORDER = FairQueue::compare;

    /** The tasks of one type. */
    private static final class Line<T extends Waiting> {
        final NavigableSet<T> waiting = new TreeSet<>(ORDER);
        int running;
    }

    /** What one owner has in here, waiting or running. */
    private static final class Share<T extends Waiting> {
        final Map<String, NavigableSet<T>> heldBack = new HashMap<>();
        int tasks;
        int running;
        long nextTurn;
    }

    private final Permits permits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Line<T>> lines = new HashMap<>();
    private final Map<Owner, Share<T>> shares = new HashMap<>();
    private final Map<String, Integer> used = new HashMap<>();
    private long turn;
    private long added;
    private boolean closed;

    /**
     * An empty queue.
     *
     * @param permits how many may run at the same time
     */
    public FairQueue(Permits permits) {
        this.permits = permits;
    }

    /**
     * Puts a task in its place; one whose run is just ending, once it has. Does nothing once the queue is closed.
     *
     * @param task one that does not wait in here
     */
    public void add(T task) {
        lock.lock();
        try {
            if (task.stage == Waiting.Stage.OUTSIDE && !closed) {
                enter(task);
            } else if (task.stage.isTaken()) {
                task.stage = Waiting.Stage.RETURNING;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a task out, if it waits. One that was taken does not come back.
     *
     * @param task a task
     */
    public void remove(T task) {
        lock.lock();
        try {
            if (task.stage == Waiting.Stage.WAITING) {
                lineOf(task).waiting.remove(task);
                letBackIn(task.owner());
                leave(task);
            } else if (task.stage == Waiting.Stage.HELD_BACK) {
                heldBackBeside(task).remove(task);
                leave(task);
            } else if (task.stage.isTaken()) {
                task.stage = Waiting.Stage.LEAVING;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the task that is to start next, and the permits that it needs. They are given back by {@link #release}, or by
     * {@link #putBack} if it does not start after all.
     *
     * @param startable which tasks there is a thread for; the same answer for all in a line
     * @return null if no task may start now
     */
    public @Nullable T take(Predicate<? super T> startable) {
        lock.lock();
        try {
            T next = null;
            for (Line<T> line : lines.values()) {
                T head = closed ? null : headOf(line, startable);
                if (head != null && (next == null || ORDER.compare(head, next) < 0)) {
                    next = head;
                }
            }
            if (next != null) {
                lineOf(next).waiting.remove(next);
                next.stage = Waiting.Stage.TAKEN;
                turn = Math.max(turn, next.turn);
                count(next, 1);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts a task back at its old place, since it could not be started; unless it was removed since it was taken.
     *
     * @param task one that was taken
     */
    public void putBack(T task) {
        lock.lock();
        try {
            count(task, -1);
            letBackIn(task.owner());
            if (closed || task.stage == Waiting.Stage.LEAVING) {
                leave(task);
            } else {
                putInLine(task);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives back the permits of a task whose run has ended.
     *
     * @param task one that was taken
     */
    public void release(T task) {
        lock.lock();
        try {
            boolean returns = task.stage == Waiting.Stage.RETURNING;
            count(task, -1);
            letBackIn(task.owner());
            leave(task);
            if (returns && !closed) {
                enter(task);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many tasks of its type start before a task, and one more.
     *
     * @param task a task
     * @return empty if it does not wait in here
     */
    public OptionalInt positionOf(T task) {
        lock.lock();
        try {
            if (task.stage != Waiting.Stage.WAITING && task.stage != Waiting.Stage.HELD_BACK) {
                return OptionalInt.empty();
            }
            int before = lineOf(task).waiting.headSet(task).size();
            for (Share<T> share : shares.values()) {
                NavigableSet<T> heldBack = share.heldBack.get(task.line());
                before += heldBack == null ? 0 : heldBack.headSet(task).size();
            }
            return OptionalInt.of(before + 1);
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many tasks of a type run now.
     *
     * @param line the name of the type
     * @return zero or more
     */
    public int running(String line) {
        lock.lock();
        try {
            Line<T> known = lines.get(line);
            return known == null ? 0 : known.running;
        } finally {
            lock.unlock();
        }
    }

    /** Written out, since it is what a queue does most. */
    private static int compare(Waiting one, Waiting other) {
        int byPriority = other.priority().compareTo(one.priority());
        if (byPriority != 0) {
            return byPriority;
        }
        int byTurn = Long.compare(one.turn, other.turn);
        return byTurn != 0 ? byTurn : Long.compare(one.number, other.number);
    }

    /** How many owners something is kept of. */
    int owners() {
        lock.lock();
        try {
            return shares.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many types something is kept of. */
    int lines() {
        lock.lock();
        try {
            return lines.size();
        } finally {
            lock.unlock();
        }
    }

    /** Empties the queue for good. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            lines.values().forEach(line -> line.waiting.clear());
            shares.values().forEach(share -> share.heldBack.clear());
        } finally {
            lock.unlock();
        }
    }

    /** The first of a line that may start, if the line has room; those whose owner has none are set aside. */
    private @Nullable T headOf(Line<T> line, Predicate<? super T> startable) {
        while (!line.waiting.isEmpty()) {
            T head = line.waiting.first();
            if (!hasRoom(line, head) || !startable.test(head)) {
                return null;
            }
            if (shareOf(head).running < permits.ofOwner()) {
                return head;
            }
            line.waiting.remove(head);
            head.stage = Waiting.Stage.HELD_BACK;
            heldBackBeside(head).add(head);
        }
        return null;
    }

    private boolean hasRoom(Line<T> line, T task) {
        if (line.running >= task.demand().maxRunning()) {
            return false;
        }
        for (String name : task.demand().resources()) {
            if (used.getOrDefault(name, 0) >= permits.ofResource().getOrDefault(name, 0)) {
                return false;
            }
        }
        return true;
    }

    private void enter(T task) {
        Share<T> share = shareOf(task);
        task.turn = Math.max(turn, share.nextTurn);
        task.number = added++;
        share.nextTurn = task.turn + 1;
        share.tasks++;
        putInLine(task);
    }

    private void putInLine(T task) {
        task.stage = Waiting.Stage.WAITING;
        lineOf(task).waiting.add(task);
    }

    /**
     * The owner may have room for one more: the first that is held back beside each line gets its place back. If she has
     * none, it is held back again by whoever looks next.
     */
    private void letBackIn(Owner owner) {
        Share<T> share = shares.get(owner);
        if (share != null && !closed) {
            share.heldBack.values().forEach(heldBack -> {
                T first = heldBack.pollFirst();
                if (first != null) {
                    putInLine(first);
                }
            });
            share.heldBack.values().removeIf(NavigableSet::isEmpty);
        }
    }

    private void count(T task, int change) {
        lineOf(task).running += change;
        shareOf(task).running += change;
        task.demand().resources().forEach(name -> used.merge(name, change, Integer::sum));
    }

    /** What nobody needs any more is not kept: there may be many owners, and they come and go. */
    private void leave(T task) {
        task.stage = Waiting.Stage.OUTSIDE;
        Share<T> share = shareOf(task);
        share.tasks--;
        if (share.tasks == 0) {
            shares.remove(task.owner());
        }
        Line<T> line = lineOf(task);
        if (line.running == 0 && line.waiting.isEmpty()) {
            lines.remove(task.line());
        }
    }

    private Line<T> lineOf(T task) {
        return lines.computeIfAbsent(task.line(), name -> new Line<>());
    }

    private Share<T> shareOf(T task) {
        return shares.computeIfAbsent(task.owner(), owner -> new Share<>());
    }

    private NavigableSet<T> heldBackBeside(T task) {
        return shareOf(task).heldBack.computeIfAbsent(task.line(), name -> new TreeSet<>(ORDER));
    }
}

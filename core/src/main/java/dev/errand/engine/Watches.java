package dev.errand.engine;

import dev.errand.Outcome;
import dev.errand.TaskId;
import dev.errand.TaskNotAcceptedException;
import dev.errand.TaskSnapshot;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.Transition;
import dev.errand.time.TimeSource;
import dev.errand.watch.Drain;
import dev.errand.watch.SnapshotPublisher;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who wait for tasks of a shared registry, or watch them, wherever they run.
 *
 * <p>What happens in this process they are shown at once. What happens elsewhere is looked up: soon after somebody has begun
 * to watch, since many tasks are quick, and then less and less often, once a heartbeat at least; one query for all of them.
 */
final class Watches {

    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);
    private static final Duration FIRST_LOOK = Duration.ofMillis(10);
    private static final int MOST_AT_ONCE = 500;

    /** How long a task that was accepted may not be there before it counts as forgotten. */
    private static final long PATIENCE_NANOS = Duration.ofMinutes(1).toNanos();

    /** How long the transaction that a task was submitted in may take. */
    private static final long LONGEST_TRANSACTION_NANOS = Duration.ofHours(1).toNanos();

    /** No task has this version, so whatever comes is newer. */
    private static final long NOTHING = 0;

    private static final String NOT_COMMITTED = "it was looked for for an hour";
    private static final String CLOSED = "the engine is closed";
    private static final String UNKNOWN = "The task is not known any more.";

    /** One task that somebody watches: as long as it is held open, there are subscribers, or its completion is waited for. */
    static final class Watched implements AutoCloseable {

        private final SnapshotPublisher updates;
        private final CompletableFuture<Outcome<? extends @Nullable Object>> completion = new CompletableFuture<>();
        private final AtomicInteger holders = new AtomicInteger();
        private volatile long seenAt;
        private volatile boolean accepted;

        Watched(TaskSnapshot known, long now) {
            updates = new SnapshotPublisher(known);
            seenAt = now;
        }

        SnapshotPublisher updates() {
            return updates;
        }

        CompletableFuture<Outcome<? extends @Nullable Object>> completion() {
            return completion;
        }

        /** Older pictures than the one that was shown are nothing new, and an end is old when the task is done again. */
        private synchronized void show(TaskSnapshot task) {
            accepted = true;
            long shown = updates.latest().version();
            if (task.version() > shown && !isOver()) {
                updates.publish(task);
            }
            if (task.version() >= shown) {
                task.outcome().ifPresent(completion::complete);
            }
        }

        /** Ends the waiting for what may never come. */
        private synchronized void release(String why) {
            TaskNotAcceptedException reason =
                    new TaskNotAcceptedException(updates.latest().id(), why);
            if (!accepted && completion.completeExceptionally(reason)) {
                updates.fail(reason);
            }
        }

        private long version() {
            return accepted ? updates.latest().version() : NOTHING;
        }

        private boolean isMissed(long now) {
            return now - seenAt > (accepted ? PATIENCE_NANOS : LONGEST_TRANSACTION_NANOS);
        }

        boolean isOver() {
            return completion.isDone();
        }

        private Watched hold() {
            holders.incrementAndGet();
            return this;
        }

        /** From now on only subscribers, and whoever depends on the completion, keep this from being forgotten. */
        @Override
        public void close() {
            holders.decrementAndGet();
        }

        /** Nobody would notice if this were forgotten. */
        private boolean isForNobody() {
            return holders.get() == 0 && !updates.isWatched() && completion.getNumberOfDependents() == 0;
        }
    }

    private final DurableTaskRegistry registry;
    private final TimeSource time;
    private final Duration longestDelay;
    private final Predicate<TaskId> isHere;
    private final Complaints complaints;
    private final ConcurrentMap<TaskId, Watched> watched = new ConcurrentHashMap<>();
    private final Drain looks = new Drain(Thread::startVirtualThread, this::look);
    private Duration delay = FIRST_LOOK;
    private TimeSource.@Nullable Alarm alarm;
    private long alarmAt;
    private volatile boolean closed;

    /**
     * Watches nothing yet.
     *
     * @param longestDelay how often to look at least
     * @param isHere whether a task runs in this process, so that nobody need look
     */
    Watches(DurableTaskRegistry registry, TimeSource time, Duration longestDelay, Predicate<TaskId> isHere) {
        this.registry = registry;
        this.time = time;
        this.longestDelay = longestDelay;
        this.isHere = isHere;
        this.complaints = new Complaints(time);
    }

    /**
     * Watches a task. It is entered first and looked at afterwards, so that no end falls in between. Who has been told of an end
     * may have it done again before that end is forgotten here.
     *
     * @param accepted false if it may depend on a transaction that has not committed
     * @return held open, for the caller to close
     */
    Watched watch(TaskSnapshot known, boolean accepted) {
        Watched one = watched.compute(
                known.id(),
                (id, there) -> (there == null || there.isOver() ? new Watched(known, time.nanoTime()) : there).hold());
        if (accepted) {
            one.accepted = true;
        }
        if (known.state().isFinal()) {
            show(known);
        } else {
            lookNow(known.id());
            lookSoon();
        }
        if (closed) {
            release(one, CLOSED);
        }
        return one;
    }

    private void lookNow(TaskId id) {
        try {
            registry.find(id).map(TaskEntry::snapshot).ifPresent(this::show);
        } catch (RegistryUnavailableException away) {
            LOG.debug("Task {} is watched, but cannot be looked at now", id, away);
        }
    }

    /** Something has happened to a task. */
    void show(TaskSnapshot task) {
        Watched one = watched.get(task.id());
        if (one != null) {
            one.show(task);
            if (one.isOver()) {
                watched.remove(task.id(), one);
            }
        }
    }

    /** Whether somebody here is subscribed to the updates of a task. */
    boolean isWatched(TaskId task) {
        Watched one = watched.get(task);
        return one != null && one.updates.isWatched();
    }

    /** Of what was never seen nothing will be seen any more. */
    void close() {
        closed = true;
        watched.values().forEach(one -> release(one, CLOSED));
    }

    private void release(Watched one, String why) {
        one.release(why);
        if (one.isOver()) {
            watched.remove(one.updates.latest().id(), one);
        }
    }

    private synchronized void lookSoon() {
        delay = FIRST_LOOK;
        if (alarm != null && alarmAt - inNanos(delay) > 0) {
            callOff();
        }
        lookLater();
    }

    private long inNanos(Duration from) {
        return time.nanoTime() + from.toNanos();
    }

    private synchronized void lookLater() {
        if (alarm == null && !closed && !watched.isEmpty()) {
            alarmAt = inNanos(delay);
            alarm = time.after(delay, looks::signal);
            Duration twice = delay.multipliedBy(2);
            delay = twice.compareTo(longestDelay) > 0 ? longestDelay : twice;
        }
    }

    /** Also one that was set while the last was ringing. */
    private synchronized void callOff() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void look() {
        callOff();
        watched.keySet().forEach(this::forgetIfForNobody);
        try {
            List<TaskId> elsewhere =
                    watched.keySet().stream().filter(isHere.negate()).toList();
            for (int from = 0; from < elsewhere.size(); from += MOST_AT_ONCE) {
                look(elsewhere.subList(from, Math.min(from + MOST_AT_ONCE, elsewhere.size())));
            }
        } catch (RegistryUnavailableException away) {
            LOG.debug("Nobody can be told how tasks elsewhere are, since the registry is away", away);
        } finally {
            lookLater();
        }
    }

    private void forgetIfForNobody(TaskId task) {
        watched.computeIfPresent(task, (id, one) -> one.isForNobody() ? null : one);
    }

    private void look(List<TaskId> tasks) {
        Map<TaskId, Long> known = new HashMap<>();
        for (TaskId id : tasks) {
            Watched one = watched.get(id);
            if (one != null && one.isMissed(time.nanoTime())) {
                lookFor(id, one);
            }
            if (one != null) {
                known.put(id, one.version());
            }
        }
        registry.newerThan(known).forEach(this::show);
    }

    /** One that cannot be read, perhaps since a newer version wrote it, is there, and keeps no news from those who watch others. */
    private void lookFor(TaskId id, Watched one) {
        try {
            requireKnown(id, one);
        } catch (RegistryUnavailableException away) {
            throw away;
        } catch (RuntimeException unreadable) {
            one.seenAt = time.nanoTime();
            complaints.warn("Task {} is watched, but cannot be read", id, unreadable);
        }
    }

    private void requireKnown(TaskId id, Watched one) {
        if (registry.find(id).isPresent()) {
            one.accepted = true;
            one.seenAt = time.nanoTime();
        } else if (one.accepted) {
            show(endOf(one.updates.latest()));
        } else {
            release(one, NOT_COMMITTED);
        }
    }

    /** For those who watch what is forgotten. */
    private TaskSnapshot endOf(TaskSnapshot unknown) {
        Transition cancel = Transition.cancel(new Outcome.Cancelled<>(UNKNOWN, Optional.empty()), "", registry.now());
        return cancel.applyTo(new TaskEntry(unknown, null)).snapshot();
    }
}

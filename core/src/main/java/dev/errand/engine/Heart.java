package dev.errand.engine;

import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskType;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Holding;
import dev.errand.registry.Lease;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.Transition;
import dev.errand.time.TimeSource;
import dev.errand.watch.Drain;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Shows a shared registry that this engine is alive, and sees to what follows from that: it stops what does not belong to
 * this engine any more, heeds what others ask of its tasks, takes over what belonged to engines that are gone, and wakes what
 * is due.
 *
 * <p>It beats on a platform thread of its own: tasks that compute may occupy all carriers of virtual threads, and must not
 * cost the engine its lease. Nor must what follows from a beat, which has a thread of its own too: there may be much to take over. If no beat gets through for two thirds of the lease, the attempts of this engine are stopped, so
 * that they have ended before anybody else begins. That is watched by an alarm, since the beat itself may hang.
 */
final class Heart {

    private static final int MOST_AT_ONCE = 500;
    private static final int BEATS_WITHOUT_ALARM = 60;

    private final DurableTaskRegistry registry;
    private final TimeSource time;
    private final Duration heartbeat;
    private final long patienceNanos;
    private final Share share;
    private final SharedSupervisor supervisor;
    private final Complaints complaints;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().daemon().name("errand-heart-", 1).factory());
    private final Drain beats = new Drain(this::onOwnThread, this::beat);
    private final Drain cares = new Drain(this::onOwnThread, this::care);
    private final Drain wakings = new Drain(Thread::startVirtualThread, this::wakeDue);
    private volatile long lastBeat;
    private volatile boolean trusted = true;
    private volatile boolean stopped;

    /** The attempts of which this engine and the registry had different things to say at the last beat. */
    private Set<Lease> suspects = new HashSet<>();

    Heart(SharedParts parts, Share share, SharedSupervisor supervisor) {
        this.registry = parts.registry();
        this.time = parts.engine().time();
        this.heartbeat = parts.liveness().heartbeat();
        this.patienceNanos = parts.liveness().patience().toNanos();
        this.share = share;
        this.supervisor = supervisor;
        this.complaints = new Complaints(time);
    }

    /** Beats for the first time before it returns, so that a registry that is away is noticed by whoever builds the engine. */
    void start() {
        lastBeat = time.nanoTime();
        share.drain(!registry.beat());
        share.countWaiting();
        beats.signal();
        time.after(untilNextBeat(), this::beatAgain);
    }

    void stop() {
        stopped = true;
        threads.shutdown();
    }

    /** Whether this engine may begin tasks: the registry knows that it is alive. */
    boolean isTrusted() {
        return trusted;
    }

    /** By the registry's clock. */
    Instant lastBeat() {
        return registry.now().minusNanos(Math.max(0, time.nanoTime() - lastBeat));
    }

    /** Lets what is due into the queue, soon. */
    void wakeDueSoon() {
        if (!stopped) {
            wakings.signal();
        }
    }

    /**
     * Lets what is due after a delay into the queue then. If many beats come before, one of them does: it is late by a beat at
     * most, while an alarm would keep an engine in memory that is closed meanwhile.
     */
    void wakeDueAfter(Duration delay) {
        if (delay.compareTo(heartbeat.multipliedBy(BEATS_WITHOUT_ALARM)) < 0) {
            time.after(delay, this::wakeDueSoon);
        }
    }

    private void onOwnThread(Runnable rounds) {
        try {
            threads.execute(rounds);
        } catch (RejectedExecutionException stopping) {
            // it was the last one
        }
    }

    private void beatAgain() {
        if (stopped) {
            return;
        }
        try {
            if (trusted && patienceLeft() < 0) {
                giveUp();
            }
            beats.signal();
        } finally {
            time.after(untilNextBeat(), this::beatAgain);
        }
    }

    /** Also when the patience ends in between: what is left of the lease is for the attempts to stop in. */
    private Duration untilNextBeat() {
        long left = patienceLeft();
        boolean endsBefore = left >= 0 && left < heartbeat.toNanos();
        return endsBefore ? Duration.ofNanos(left + 1) : heartbeat;
    }

    private long patienceLeft() {
        return patienceNanos - (time.nanoTime() - lastBeat);
    }

    /** Stops first and tells afterwards: a log may be slow when the machine is. */
    private void giveUp() {
        trusted = false;
        share.drain(true);
        supervisor.live().attempts().forEach(attempt -> attempt.forceStop(StopSignal.Reason.LEASE_LOST));
        complaints.warn(
                "The registry has not been reached for {}: what runs here is stopped, since others may take it over",
                Duration.ofNanos(patienceNanos),
                null);
    }

    private void beat() {
        if (stopped) {
            return;
        }
        try {
            long before = time.nanoTime();
            share.drain(!registry.beat());
            lastBeat = before;
            trusted = true;
            cares.signal();
            wakeDueSoon();
            share.wake();
        } catch (RuntimeException away) {
            complaints.warn("The registry cannot be reached, and is tried again", null, away);
        }
    }

    /** What follows from a beat. It may take its time, and must not keep the next beat waiting. */
    private void care() {
        if (stopped) {
            return;
        }
        try {
            recover(compare(registry.held()));
            recover(registry.lapsed(MOST_AT_ONCE));
            share.countWaiting();
        } catch (RuntimeException away) {
            complaints.warn("What engines have lost cannot be looked for now, and is later", null, away);
        }
    }

    /**
     * What runs here beside what the registry has of that. What differs once may only have been about to change, so it
     * must do so twice.
     *
     * @return what this engine holds and does not run
     */
    private List<Holding> compare(List<Holding> held) {
        Map<TaskId, Holding> known = held.stream().collect(Collectors.toMap(Holding::task, Function.identity()));
        Set<Lease> differing = new HashSet<>();
        for (Attempt<?> attempt : supervisor.live().attempts()) {
            Holding holding = known.get(attempt.task().id());
            if (holding != null && holding.lease().equals(attempt.lease())) {
                supervisor.heed(attempt.task(), holding.state());
            } else if (differs(attempt.lease(), differing)) {
                attempt.forceStop(StopSignal.Reason.LEASE_LOST);
            }
        }
        List<Holding> orphans = held.stream()
                .filter(holding -> supervisor.live().find(holding.task()).isEmpty())
                .filter(holding -> differs(holding.lease(), differing))
                .toList();
        suspects = differing;
        return orphans;
    }

    private boolean differs(Lease lease, Set<Lease> differing) {
        differing.add(lease);
        return suspects.contains(lease);
    }

    private void recover(List<Holding> lost) {
        atOnce(lost, this::recover);
        if (!lost.isEmpty()) {
            share.wake();
        }
    }

    /** One that cannot be recovered now does not keep the others from it. */
    private void recover(Holding lost) {
        try {
            registry.find(lost.task()).map(TaskEntry::snapshot).ifPresent(task -> recover(lost, task));
        } catch (RuntimeException e) {
            complaints.warn("Task {} cannot be taken over now, and is tried again", lost.task(), e);
        }
    }

    private void recover(Holding lost, TaskSnapshot task) {
        TaskType.Policy policy = share.policyOf(task.submission().type());
        supervisor.recover(lost, task, policy);
    }

    private void wakeDue() {
        try {
            List<TaskId> due;
            do {
                due = registry.due(MOST_AT_ONCE);
            } while (wakeAll(due) == MOST_AT_ONCE);
        } catch (RuntimeException away) {
            complaints.warn("What is due cannot be woken, and is tried again", null, away);
        }
    }

    /** At the same time, so that the registry can write them down together. Returns when all are done. */
    private static <T> void atOnce(List<T> some, Consumer<T> action) {
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            some.forEach(one -> each.execute(() -> action.accept(one)));
        }
    }

    /** How many were woken here. */
    private int wakeAll(List<TaskId> due) {
        AtomicInteger woken = new AtomicInteger();
        atOnce(due, id -> wake(id, woken));
        if (woken.get() > 0) {
            share.wake();
        }
        return woken.get();
    }

    private void wake(TaskId id, AtomicInteger woken) {
        try {
            if (supervisor.changes().wake(id, Transition.wake(supervisor.now()))) {
                woken.incrementAndGet();
            }
        } catch (RuntimeException away) {
            complaints.warn("Task {} is due and cannot be woken, and is tried again", id, away);
        }
    }
}

package dev.errand.engine;

import dev.errand.registry.DurableTaskRegistry;
import dev.errand.time.TimeSource;
import dev.errand.watch.Drain;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Shows a shared registry that this engine is alive, and lets what follows from that be done after each beat.
 *
 * <p>It beats on a platform thread of its own: tasks that compute may occupy all carriers of virtual threads, and must not
 * cost the engine its lease. Nor must what follows from a beat, which has a thread of its own too: there may be much to take
 * over. If no beat gets through for two thirds of the lease, the attempts of this engine are stopped, so that they have ended
 * before anybody else begins. That is watched by an alarm, since the beat itself may hang.
 */
final class Heart {

    private final DurableTaskRegistry registry;
    private final TimeSource time;
    private final Duration heartbeat;
    private final long patienceNanos;
    private final Share share;
    private final SharedSupervisor supervisor;
    private final Recovery recovery;
    private final DueTasks due;
    private final Complaints complaints;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().daemon().name("errand-heart-", 1).factory());
    private final Drain beats = new Drain(this::onOwnThread, this::beat);
    private final Drain cares = new Drain(this::onOwnThread, this::care);
    private volatile long lastBeat;
    private volatile boolean trusted = true;
    private volatile boolean stopped;

    Heart(SharedParts parts, Share share, SharedSupervisor supervisor, DueTasks due) {
        this.registry = parts.registry();
        this.time = parts.engine().time();
        this.heartbeat = parts.liveness().heartbeat();
        this.patienceNanos = parts.liveness().patience().toNanos();
        this.share = share;
        this.supervisor = supervisor;
        this.recovery = new Recovery(parts, share, supervisor);
        this.due = due;
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
            due.look();
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
            recovery.round();
            share.countWaiting();
        } catch (RuntimeException away) {
            complaints.warn("What engines have lost cannot be looked for now, and is later", null, away);
        }
    }
}

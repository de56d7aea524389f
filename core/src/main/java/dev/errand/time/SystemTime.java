package dev.errand.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clocks of the system. Delays are counted by the timer that the JDK keeps for its futures.
 *
 * <p>Alarms ring on platform threads of their own: they are what stops a task that computes, and such tasks may occupy
 * all carriers of virtual threads. The threads end when they have nothing to do, so there is nothing to stop.
 */
final class SystemTime implements TimeSource {

    static final SystemTime INSTANCE = new SystemTime();

    private static final int THREADS = 4;
    private static final long IDLE_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(SystemTime.class);

    private final Executor ringers = ringers();

    private SystemTime() {}

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Alarm after(Duration delay, Runnable action) {
        CompletableFuture<Void> due = new CompletableFuture<>();
        CompletableFuture<Void> rung = due.thenRunAsync(() -> ring(action), ringers);
        due.completeOnTimeout(null, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
        return () -> {
            rung.cancel(false);
            due.cancel(false);
        };
    }

    private static void ring(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("An alarm could not do what it was set for", e);
        }
    }

    private static Executor ringers() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("errand-alarm-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}

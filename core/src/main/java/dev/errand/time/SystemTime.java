package dev.errand.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clocks of the system.
 *
 * <p>Alarms ring on platform threads: they are what stops a task that computes, and such tasks may occupy all carriers of
 * virtual threads. The threads end when there is nothing to wait for, so there is nothing to stop.
 */
final class SystemTime implements TimeSource {

    static final SystemTime INSTANCE = new SystemTime();

    private static final int THREADS = 4;
    private static final long IDLE_SECONDS = 1;
    private static final Logger LOG = LoggerFactory.getLogger(SystemTime.class);

    private final ScheduledThreadPoolExecutor ringers = ringers();

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
        long nanos = TimeUnit.NANOSECONDS.convert(delay);
        ScheduledFuture<?> alarm = ringers.schedule(() -> ring(action), nanos, TimeUnit.NANOSECONDS);
        return () -> alarm.cancel(false);
    }

    private static void ring(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("An alarm could not do what it was set for", e);
        }
    }

    private static ScheduledThreadPoolExecutor ringers() {
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(
                THREADS, Thread.ofPlatform().daemon().name("errand-alarm-", 1).factory());
        threads.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
        threads.setRemoveOnCancelPolicy(true);
        return threads;
    }
}

package dev.errand.jdbc.artifact;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says again and again, on a thread that is there while it is needed, that something is still under way here. */
final class SignsOfLife {

    private static final Logger LOG = LoggerFactory.getLogger(SignsOfLife.class);
    private static final Duration IDLE_THREAD_KEPT = Duration.ofSeconds(10);

    private final Duration interval;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("errand-artifact-sign").factory());

    SignsOfLife(Duration interval) {
        this.interval = interval;
        thread.setRemoveOnCancelPolicy(true);
        thread.setKeepAliveTime(IDLE_THREAD_KEPT.toNanos(), TimeUnit.NANOSECONDS);
        thread.allowCoreThreadTimeOut(true);
    }

    /** Ends when it is closed. */
    interface Sign extends AutoCloseable {
        @Override
        void close();
    }

    /** Gives a sign after each interval. */
    Sign give(Runnable sign) {
        Future<?> signs = thread.scheduleWithFixedDelay(
                () -> giveIfPossible(sign), interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        return () -> signs.cancel(false);
    }

    /** The next one will do. */
    private static void giveIfPossible(Runnable sign) {
        try {
            sign.run();
        } catch (RuntimeException | Error away) {
            LOG.debug("No sign of life can be given now", away);
        }
    }
}

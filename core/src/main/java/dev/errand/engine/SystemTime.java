package dev.errand.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clocks of the system, and the timer that the JDK keeps for its futures: there is no thread to stop. */
enum SystemTime implements TimeSource {
    INSTANCE;

    private static final Logger LOG = LoggerFactory.getLogger(SystemTime.class);

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
        CompletableFuture<Void> rung = due.thenRunAsync(() -> ring(action), Thread::startVirtualThread);
        due.completeOnTimeout(null, Durations.nanosOf(delay), TimeUnit.NANOSECONDS);
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
}

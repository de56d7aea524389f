package dev.errand.spring.reactive;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for calls, which may block, and so must not be those of the server: as many as a servlet container has. They are not
 * interrupted when a caller goes away, since some databases in files do not survive that.
 */
final class CallThreads implements Executor, AutoCloseable {

    private static final int THREADS = 200;
    private static final int WAITING = 10_000;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final AtomicInteger count = new AtomicInteger();
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            work -> Thread.ofPlatform()
                    .daemon()
                    .name("errand-http-" + count.incrementAndGet())
                    .unstarted(work));

    CallThreads() {
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}

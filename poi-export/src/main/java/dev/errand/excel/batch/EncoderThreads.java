package dev.errand.excel.batch;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that encode the batches of one workbook, sheet after sheet. Platform threads, since they compute and
 * nothing else; started when the first batch comes for them, and ended with the workbook. For one thread at a time.
 */
public final class EncoderThreads implements AutoCloseable {

    private static final int MOST_SECONDS_TO_END = 10;

    private final int count;
    private @Nullable ExecutorService executor;

    /**
     * Threads that are not started yet.
     *
     * @param count how many; with none, batches are encoded by the thread that hands them in
     */
    public EncoderThreads(int count) {
        this.count = count;
    }

    int count() {
        return count;
    }

    ExecutorService started() {
        ExecutorService running = executor;
        if (running == null) {
            running = Executors.newFixedThreadPool(
                    count, Thread.ofPlatform().daemon().name("errand-excel-", 1).factory());
            executor = running;
        }
        return running;
    }

    /** Ends them and waits for it: what they have begun takes milliseconds. Tells whether they have ended. */
    @CanIgnoreReturnValue
    boolean end() {
        if (executor == null) {
            return true;
        }
        executor.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            return executor.awaitTermination(MOST_SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends them. */
    @Override
    public void close() {
        end();
    }
}

package dev.errand.excel.batch;

import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that encode the batches of one workbook, for one sheet after the other or for several at once. Platform
 * threads, since they compute and nothing else; started when the first batch comes for them, and ended with the workbook.
 *
 * <p>However many sheets there are, only so many batches wait for a thread that each has its next one, and only so many
 * encoders are kept. May be called from any thread.
 */
public final class EncoderThreads implements AutoCloseable {

    /** How many batches are under way beside those that are being encoded. */
    static final int MORE_THAN_WORKERS = 2;

    private static final int MOST_SECONDS_TO_END = 10;

    private final int count;
    private final Semaphore room;
    private @Nullable ExecutorService executor;
    private int users;

    /**
     * Threads that are not started yet.
     *
     * @param count how many; with none, batches are encoded by the thread that hands them in
     */
    public EncoderThreads(int count) {
        this.count = count;
        this.room = new Semaphore(count + MORE_THAN_WORKERS);
    }

    int count() {
        return count;
    }

    /** A sheet begins to use them. */
    synchronized void enter() {
        users++;
    }

    /** A sheet is through. */
    synchronized void leave() {
        users--;
    }

    /** How many encoders a sheet may keep while it does not use them: all of its own, if it is the only one. */
    synchronized int encodersToKeep() {
        return Math.ceilDiv(count + 1, Math.max(1, users));
    }

    /** Has something encoded. Blocks while too much waits for it. */
    <T> Future<T> submit(Callable<T> encoding) throws InterruptedIOException {
        try {
            room.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while rows waited to be encoded");
        }
        return started().submit(() -> {
            try {
                return encoding.call();
            } finally {
                room.release();
            }
        });
    }

    private synchronized ExecutorService started() {
        ExecutorService running = executor;
        if (running == null) {
            running = Executors.newFixedThreadPool(
                    count, Thread.ofPlatform().daemon().name("errand-excel-", 1).factory());
            executor = running;
        }
        return running;
    }

    /** Ends them and waits for it: what they have begun takes milliseconds. */
    @Override
    public void close() {
        ExecutorService running = running();
        if (running != null) {
            end(running);
        }
    }

    private synchronized @Nullable ExecutorService running() {
        return executor;
    }

    private static void end(ExecutorService executor) {
        executor.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            boolean unused = executor.awaitTermination(MOST_SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

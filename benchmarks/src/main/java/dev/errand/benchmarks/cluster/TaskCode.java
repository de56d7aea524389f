package dev.errand.benchmarks.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What every task of every contender does: it counts itself, and what else the beginning of its id says.
 *
 * <p>Times are those of {@link System#nanoTime}, which all processes of one Linux machine share.
 */
final class TaskCode {

    /** Only counts itself. */
    static final String NO_OP = "no-op-";

    /** Keeps the time at which it began. */
    static final String TIMED = "timed-";

    /** Keeps the time at which it began, and does not end before its process, unless it is asked to stop: then it keeps that time too. */
    static final String ENDLESS = "endless-";

    private final LongAdder runs = new LongAdder();
    private final ConcurrentMap<String, CompletableFuture<Long>> begins = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, CompletableFuture<Long>> stops = new ConcurrentHashMap<>();

    /** Runs the task with this id, which nobody can ask to stop. */
    void run(String id) {
        run(id, () -> false);
    }

    /** Runs the task with this id, which looks every millisecond whether it is asked to stop. */
    void run(String id, BooleanSupplier asked) {
        long now = System.nanoTime();
        runs.increment();
        if (id.startsWith(NO_OP)) {
            return;
        }
        known(begins, id).complete(now);
        if (id.startsWith(ENDLESS)) {
            sleepUntil(asked);
            known(stops, id).complete(System.nanoTime());
        }
    }

    /** How many tasks have run here, or run; one that is run again counts again. */
    long runs() {
        return runs.sum();
    }

    /** Waits until the task has begun here, and says when that was for the first time. */
    long begun(String id, long limitMillis) throws InterruptedException, ExecutionException, TimeoutException {
        return known(begins, id).get(limitMillis, TimeUnit.MILLISECONDS);
    }

    /** Waits until the task has seen here that it is to stop, and says when that was. */
    long stopped(String id, long limitMillis) throws InterruptedException, ExecutionException, TimeoutException {
        return known(stops, id).get(limitMillis, TimeUnit.MILLISECONDS);
    }

    private static CompletableFuture<Long> known(ConcurrentMap<String, CompletableFuture<Long>> times, String id) {
        return times.computeIfAbsent(id, unknown -> new CompletableFuture<>());
    }

    private static void sleepUntil(BooleanSupplier asked) {
        while (!asked.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}

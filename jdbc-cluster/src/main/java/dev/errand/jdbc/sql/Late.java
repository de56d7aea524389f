package dev.errand.jdbc.sql;

import dev.errand.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for an answer for as long as there is time, whatever the database and the pool in front of it are waiting for. */
public final class Late {

    private Late() {}

    /** When a limit of time is over that begins now, by the clock of {@link System#nanoTime}. */
    public static long endOf(Duration limit) {
        return System.nanoTime() + limit.toNanos();
    }

    /** An interrupt is meant for a task, and does not make the answer come sooner: it is kept for whoever comes next. */
    public static <T> T join(CompletableFuture<T> answer, long end) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    throw new RegistryUnavailableException("the database has not answered in time", e);
                } catch (ExecutionException e) {
                    throw unwrapped(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        return switch (e.getCause()) {
            case RuntimeException why -> why;
            case Error broken -> throw broken;
            case null, default -> new IllegalStateException(e);
        };
    }
}

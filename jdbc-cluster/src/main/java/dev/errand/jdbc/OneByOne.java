package dev.errand.jdbc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Has other threads do something: of all that is about the same, one at a time, in the order in which it came. What has to wait
 * for its turn holds neither a thread nor a connection meanwhile. May be used by any thread.
 *
 * @param <T> what comes of it
 */
final class OneByOne<T> {

    private final Executor threads;
    private final ConcurrentMap<Object, CompletableFuture<T>> latest = new ConcurrentHashMap<>();

    OneByOne(Executor threads) {
        this.threads = threads;
    }

    CompletableFuture<T> add(Object about, Supplier<T> work) {
        CompletableFuture<T> answer = latest.compute(
                about,
                (same, before) -> before == null
                        ? CompletableFuture.supplyAsync(work, threads)
                        : before.handleAsync((done, failed) -> work.get(), threads));
        return answer.whenComplete((done, failed) -> latest.remove(about, answer));
    }
}

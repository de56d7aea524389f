package dev.errand.jdbc.sql;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads what many threads want to read at the same time with few statements: while one is under way, whoever comes waits, and
 * goes with the next. What fails with others is tried by itself.
 *
 * @param <K> what is looked up
 * @param <V> what is found
 */
public final class GroupRead<K, V> {

    private static final int MOST_TOGETHER = 100;

    private record Wish<K, V>(K key, CompletableFuture<Optional<V>> found) {}

    private final Function<Collection<K>, Map<K, V>> table;
    private final Batches<Wish<K, V>> wishes;

    /**
     * Reads nothing yet.
     *
     * @param table finds many at once
     * @param threads where it may block
     */
    public GroupRead(Executor threads, Function<Collection<K>, Map<K, V>> table) {
        this.table = table;
        this.wishes = new Batches<>(threads, MOST_TOGETHER, this::read);
    }

    /**
     * Waits for what was there at some time after the call. An interrupt is kept for whoever comes next.
     *
     * @param end until when, by the clock of {@link System#nanoTime}
     */
    public Optional<V> read(K key, long end) {
        Wish<K, V> wish = new Wish<>(key, new CompletableFuture<>());
        wishes.add(wish);
        return Late.join(wish.found, end);
    }

    private void read(List<Wish<K, V>> group) {
        try {
            Map<K, V> found = table.apply(group.stream().map(Wish::key).collect(Collectors.toSet()));
            group.forEach(wish -> wish.found.complete(Optional.ofNullable(found.get(wish.key))));
        } catch (RuntimeException | Error e) {
            if (group.size() == 1) {
                group.getFirst().found.completeExceptionally(e);
            } else {
                group.forEach(wish -> read(List.of(wish)));
            }
        }
    }
}

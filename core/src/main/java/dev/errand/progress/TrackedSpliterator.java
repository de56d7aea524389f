package dev.errand.progress;

import java.util.Comparator;
import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts an item as done when the stream has taken it. */
final class TrackedSpliterator<T> implements Spliterator<T> {

    private final Spliterator<T> items;
    private final ProgressTracker tracker;
    private final Runnable beforeEach;

    TrackedSpliterator(Spliterator<T> items, ProgressTracker tracker, Runnable beforeEach) {
        this.items = items;
        this.tracker = tracker;
        this.beforeEach = beforeEach;
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        return items.tryAdvance(item -> {
            beforeEach.run();
            tracker.beginTurn();
            action.accept(item);
            tracker.endTurn();
        });
    }

    @Override
    public @Nullable Spliterator<T> trySplit() {
        Spliterator<T> prefix = items.trySplit();
        return prefix == null ? null : new TrackedSpliterator<>(prefix, tracker, beforeEach);
    }

    @Override
    public long estimateSize() {
        return items.estimateSize();
    }

    @Override
    public int characteristics() {
        return items.characteristics();
    }

    @Override
    public Comparator<? super T> getComparator() {
        return items.getComparator();
    }
}

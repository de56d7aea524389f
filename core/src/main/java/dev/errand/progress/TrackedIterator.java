package dev.errand.progress;

import java.util.Iterator;

/** Counts an item as done when the caller comes back for the next one. */
final class TrackedIterator<T> implements Iterator<T> {

    private final Iterator<T> items;
    private final ProgressTracker tracker;
    private final Runnable beforeEach;
    private boolean underWay;

    TrackedIterator(Iterator<T> items, ProgressTracker tracker, Runnable beforeEach) {
        this.items = items;
        this.tracker = tracker;
        this.beforeEach = beforeEach;
    }

    /** Settles the last item first; after the last of all there is nothing left to stop. */
    @Override
    public boolean hasNext() {
        settle();
        boolean more = items.hasNext();
        if (more) {
            beforeEach.run();
        }
        return more;
    }

    @Override
    public T next() {
        settle();
        beforeEach.run();
        T item = items.next();
        tracker.beginTurn();
        underWay = true;
        return item;
    }

    @Override
    public void remove() {
        items.remove();
    }

    private void settle() {
        if (underWay) {
            underWay = false;
            tracker.endTurn();
        }
    }
}

package dev.errand.testkit.crash;

import java.util.Iterator;

/** Items that a task loops over: each look for the next one is a point, and each item. */
final class WatchedIterator<T> implements Iterator<T> {

    private final Iterator<T> items;
    private final Watch watch;

    WatchedIterator(Iterator<T> items, Watch watch) {
        this.items = items;
        this.watch = watch;
    }

    @Override
    public boolean hasNext() {
        watch.at(Point.LOOK);
        return watch.answerOf(items::hasNext);
    }

    @Override
    public T next() {
        watch.at(Point.LOOK);
        T item = watch.answerOf(items::next);
        watch.at(Point.ITEM);
        return item;
    }

    @Override
    public void remove() {
        items.remove();
    }
}

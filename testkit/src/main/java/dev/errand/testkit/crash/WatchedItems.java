package dev.errand.testkit.crash;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;

/** What a resumable loop is given to loop over: each look for the next one is a point. A collection stays one. */
final class WatchedItems<T> extends AbstractCollection<T> {

    private final Collection<T> items;
    private final Watch watch;

    private WatchedItems(Collection<T> items, Watch watch) {
        this.items = items;
        this.watch = watch;
    }

    static <T> Iterable<T> of(Iterable<T> items, Watch watch) {
        return items instanceof Collection<T> known
                ? new WatchedItems<>(known, watch)
                : () -> new Looks<>(items.iterator(), watch);
    }

    @Override
    public Iterator<T> iterator() {
        return new Looks<>(items.iterator(), watch);
    }

    @Override
    public int size() {
        return items.size();
    }

    private record Looks<T>(Iterator<T> items, Watch watch) implements Iterator<T> {

        @Override
        public boolean hasNext() {
            watch.at(Point.LOOK);
            return items.hasNext();
        }

        @Override
        public T next() {
            return items.next();
        }
    }
}

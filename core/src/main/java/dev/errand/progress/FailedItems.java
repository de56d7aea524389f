package dev.errand.progress;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * The failed items of an attempt, up to {@link Progress#MAX_FAILED_ITEMS}.
 *
 * <p>Items are only ever added at the end, so a picture of the list is its array and a length: it costs nothing to
 * take, however long the list is, and readers never wait for a writer.
 */
final class FailedItems {

    private volatile Picture kept;

    FailedItems(List<FailedItem> earlier) {
        kept = new Picture(earlier.toArray(FailedItem[]::new), earlier.size());
    }

    synchronized void add(FailedItem item) {
        Picture before = kept;
        if (before.size < Progress.MAX_FAILED_ITEMS) {
            FailedItem[] items = before.size < before.items.length
                    ? before.items
                    : Arrays.copyOf(before.items, Math.max(4, 2 * before.size));
            items[before.size] = item;
            kept = new Picture(items, before.size + 1);
        }
    }

    /** The items so far; does not change any more. */
    List<FailedItem> kept() {
        return kept;
    }

    /** The same list, copied unless it is a picture already. */
    static List<FailedItem> unmodifiable(List<FailedItem> items) {
        return items instanceof Picture ? items : List.copyOf(items);
    }

    private static final class Picture extends AbstractList<FailedItem> implements RandomAccess {

        private final FailedItem[] items;
        private final int size;

        Picture(FailedItem[] items, int size) {
            this.items = items;
            this.size = size;
        }

        @Override
        public FailedItem get(int index) {
            if (index < 0 || index >= size) {
                throw new IndexOutOfBoundsException("item " + index + " of " + size);
            }
            return items[index];
        }

        @Override
        public int size() {
            return size;
        }
    }
}

package dev.errand.engine;

import java.util.Collection;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Where the items of a loop come from, and how it is said which of them are done.
 *
 * @param cursorType the class of a cursor
 * @param after the items after a cursor, or all of them
 * @param cursorOf the cursor when so many items in all, the last of them this one, are done
 * @param count how many items there are in all, if that is known
 */
record LoopSource<T, C>(
        Class<C> cursorType,
        Function<Optional<C>, ? extends Iterable<T>> after,
        CursorOf<T, C> cursorOf,
        Function<Optional<C>, OptionalLong> count) {

    /** Tells the cursor of an item. */
    @FunctionalInterface
    interface CursorOf<T, C> {
        C at(T item, long position);
    }

    static <T> LoopSource<T, Long> byPosition(Iterable<T> items) {
        return new LoopSource<>(
                Long.class,
                done -> () -> skip(items.iterator(), done.orElse(0L)),
                (item, position) -> position,
                done -> items instanceof Collection<T> known
                        ? OptionalLong.of(Math.max(0, known.size() - done.orElse(0L)))
                        : OptionalLong.empty());
    }

    static <T, C> LoopSource<T, C> byCursor(
            Class<C> type, Function<Optional<C>, ? extends Iterable<T>> after, Function<? super T, ? extends C> of) {
        return new LoopSource<>(type, after, (item, position) -> of.apply(item), done -> OptionalLong.empty());
    }

    /** Where the position begins to count. */
    long startOf(Optional<C> cursor) {
        return cursor.filter(Long.class::isInstance).map(Long.class::cast).orElse(0L);
    }

    private static <T> Iterator<T> skip(Iterator<T> items, long count) {
        for (long i = 0; i < count && items.hasNext(); i++) {
            items.next();
        }
        return items;
    }
}

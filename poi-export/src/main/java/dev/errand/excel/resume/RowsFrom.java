package dev.errand.excel.resume;

import java.util.Iterator;

/**
 * Rows that can begin at any of them, so that an export which goes on need not pass over all rows before:
 * {@code RowsFrom<Claim> all = first -> claims.inOrder(first - 1).iterator()}, with a query that leaves so many out
 * ({@code ORDER BY number OFFSET ?}).
 *
 * @param <T> the row
 */
@FunctionalInterface
public interface RowsFrom<T> extends Iterable<T> {

    /**
     * Loops over the rows from one of them on.
     *
     * @param row its number, 1 for the first
     * @return that row and those after it, in the same order each time
     */
    Iterator<T> startingAt(long row);

    /**
     * Loops over all rows.
     *
     * @return those from the first one on
     */
    @Override
    default Iterator<T> iterator() {
        return startingAt(1);
    }
}

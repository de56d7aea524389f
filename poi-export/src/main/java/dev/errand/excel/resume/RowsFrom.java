package dev.errand.excel.resume;

import java.util.Iterator;

/**
 * Rows that can begin at any of them, so that an export which goes on need not pass over all rows before:
 * {@code RowsFrom<Claim> all = first -> KeysetRows.<Claim>of(last -> claims.page(last, first - 1)).iterator()}, with a first
 * query that leaves so many out ({@code ORDER BY number OFFSET ?}), and others that begin after the last row.
 *
 * <p>Nobody closes what an iterator comes from, so it must not be a stream with a cursor:
 * {@link dev.errand.excel.KeysetRows} leave nothing open.
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

package dev.errand.excel;

/**
 * Whether a row, or a cell of it, gets another look.
 *
 * @param <T> the row
 */
@FunctionalInterface
public interface RowCondition<T> {

    /**
     * Tells it of a row.
     *
     * @param row the row
     * @return true if it gets the look
     * @throws Exception to fail the export; the exception that it ends with names the row
     */
    boolean holds(T row) throws Exception;
}

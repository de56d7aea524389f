package dev.errand.excel;

import org.jspecify.annotations.Nullable;

/**
 * What one column shows of a row.
 *
 * <p>A text, number, boolean, {@code java.time} value ({@code Duration} as hours, minutes and seconds), enum, {@code
 * Optional}, {@link Hyperlink} or {@link Formula}; anything else is shown as its
 * {@code toString()}, and null is an empty cell.
 *
 * @param <T> the row
 */
@FunctionalInterface
public interface CellValue<T> {

    /**
     * Takes the value out of a row.
     *
     * @param row the row
     * @return the value
     * @throws Exception to fail the export; the exception that it ends with names the row and the column
     */
    @Nullable Object of(T row) throws Exception;
}

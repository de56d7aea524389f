package dev.errand.excel;

import static java.util.Objects.requireNonNull;

import dev.errand.ErrandException;
import dev.errand.InvalidInputException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Rows that are asked for page by page, each page by the last row of the one before:
 *
 * <p>{@code KeysetRows.of(last -> claims.findTop1000ByNumberGreaterThanOrderByNumber(last.map(Claim::number).orElse("")))}
 *
 * <p>So no cursor and no transaction is open over a long export, each query is as quick as the first one, and memory holds
 * one page. The order must be that of a unique key, and rows that come or change behind the last one are seen. Each loop
 * begins at the beginning. An iterator is for one thread.
 *
 * @param <T> the row
 */
public final class KeysetRows<T> implements Iterable<T> {

    /**
     * Asks for a page.
     *
     * @param <T> the row
     */
    @FunctionalInterface
    public interface Page<T> {

        /**
         * The rows that come next.
         *
         * @param last the last row of the page before; empty for the first page
         * @return some rows after that one, in their order; none if there are no more
         * @throws Exception to fail the export; the exception that it ends with names the row
         */
        List<? extends T> after(Optional<T> last) throws Exception;
    }

    private final Page<T> pages;

    private KeysetRows(Page<T> pages) {
        this.pages = pages;
    }

    /**
     * Rows by pages.
     *
     * @param pages gives the page after a row; asked until a page is empty
     * @param <T> the row
     * @return those rows
     */
    public static <T> KeysetRows<T> of(Page<T> pages) {
        return new KeysetRows<>(requireNonNull(pages, "pages"));
    }

    /**
     * Loops over the rows, from the first page on.
     *
     * @return an iterator that asks for a page when it is through with the one before; it throws an
     *     {@link ExcelRowException} if a page cannot be asked for, and an {@link InvalidInputException} if a page ends in
     *     the very row that it should come after
     */
    @Override
    public Iterator<T> iterator() {
        return new PagedIterator<>(pages);
    }

    private static final class PagedIterator<T> implements Iterator<T> {

        private final Page<T> pages;
        private Iterator<? extends T> page = List.<T>of().iterator();
        private Optional<T> last = Optional.empty();
        private boolean ended;
        private long row;

        PagedIterator(Page<T> pages) {
            this.pages = pages;
        }

        @Override
        public boolean hasNext() {
            if (!ended && !page.hasNext()) {
                turn();
            }
            return !ended;
        }

        private void turn() {
            List<? extends T> next = nextPage();
            ended = next.isEmpty();
            if (ended) {
                return;
            }
            T end = next.getLast();
            if (last.isPresent() && last.get().equals(end)) {
                throw new InvalidInputException("last row of a page", end, "come after that of the page before");
            }
            last = Optional.of(end);
            page = next.iterator();
        }

        private List<? extends T> nextPage() {
            try {
                List<? extends T> next = requireNonNull(pages.after(last), "page");
                if (!next.isEmpty()) {
                    requireNonNull(next.getLast(), "last row of a page");
                }
                return next;
            } catch (ErrandException e) {
                throw e;
            } catch (Exception e) {
                throw new ExcelRowException(row + 1, null, e);
            }
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the pages have " + row + " rows");
            }
            row++;
            return page.next();
        }
    }
}

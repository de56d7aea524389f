package dev.errand.excel;

import dev.errand.InvalidInputException;
import dev.errand.excel.source.Inlet;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a publisher, for a loop: no more of them are asked for than there is room to keep, so a publisher that is
 * quicker than the export waits for it.
 *
 * <p>It subscribes when the first row is looked for. For one thread, which blocks while there is no row; the publisher's
 * signals may come from any. Close it, so that a publisher whose rows are not all taken is told to stop.
 *
 * @param <T> the row
 */
public final class PublishedRows<T> implements Iterator<T>, AutoCloseable {

    private static final int MOST_ROOM = 1_000_000;

    private final Flow.Publisher<? extends T> publisher;
    private final Inlet<T> inlet;
    private boolean subscribed;
    private boolean ended;
    private @Nullable T next;
    private long row;

    private PublishedRows(Flow.Publisher<? extends T> publisher, int room) {
        this.publisher = publisher;
        this.inlet = new Inlet<>(room);
    }

    /**
     * The rows of a publisher.
     *
     * @param publisher gives the rows
     * @param room how many rows may be asked for ahead, 1 to 1,000,000
     * @param <T> the row
     * @return its rows, for one loop
     * @throws InvalidInputException if the room is out of range
     */
    public static <T> PublishedRows<T> of(Flow.Publisher<? extends T> publisher, int room) {
        if (room < 1 || room > MOST_ROOM) {
            throw new InvalidInputException("room for rows", room, "be 1 to " + MOST_ROOM);
        }
        return new PublishedRows<>(publisher, room);
    }

    /**
     * Waits for a row, or for the end.
     *
     * @return whether there is one
     * @throws ExcelRowException if the publisher fails, or gives more rows than it was asked for
     * @throws UncheckedIOException if the thread is interrupted, which it stays; the publisher is told to stop
     */
    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = taken();
            ended = next == null;
        }
        return !ended;
    }

    private @Nullable T taken() {
        if (!subscribed) {
            subscribed = true;
            publisher.subscribe(inlet);
        }
        try {
            return inlet.take();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(
                    new InterruptedIOException("interrupted while waiting for row " + (row + 1)));
        } catch (Exception e) {
            ended = true;
            throw new ExcelRowException(row + 1, null, e);
        }
    }

    @Override
    public T next() {
        T taken = hasNext() ? next : null;
        if (taken == null) {
            throw new NoSuchElementException("the publisher has given " + row + " rows");
        }
        next = null;
        row++;
        return taken;
    }

    /** Tells the publisher to stop, unless it has ended. */
    @Override
    public void close() {
        ended = true;
        inlet.cancel();
    }
}

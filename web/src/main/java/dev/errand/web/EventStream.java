package dev.errand.web;

import java.io.OutputStream;

/**
 * A reply that goes on: server-sent events, until there is no more to tell.
 *
 * <p>An adapter calls {@link #start} once the headers are sent, or {@link #close} if it never comes to that.
 */
public interface EventStream extends AutoCloseable {

    /**
     * Begins to write, on a thread of its own, and returns at once.
     *
     * @param out where to; flushed after each event, and not closed
     * @param whenDone called on that thread when all is written, the reader is gone, or the stream is closed
     */
    void start(OutputStream out, Runnable whenDone);

    /** Ends the stream soon, if it has not ended. May be called at any time, from any thread, also more than once. */
    @Override
    void close();
}

package dev.errand.mail;

import dev.errand.Retry;

/**
 * How messages leave: connections to a server.
 *
 * <p>May be used from any thread, and by several campaigns at once.
 */
public interface MailTransport {

    /**
     * How many connections a campaign may use at the same time.
     *
     * @return 1 or more
     */
    int maxConnections();

    /**
     * How a connection that was lost in the midst of a campaign is opened again.
     *
     * @return how often to try, and after which delays
     */
    Retry reconnect();

    /**
     * Opens a connection, ready to take messages. Blocks, up to the transport's own time limits.
     *
     * @return a connection for one thread, to be closed
     * @throws MailServerException if the server cannot be reached, or does not let us in
     */
    MailConnection open();
}

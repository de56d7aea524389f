package dev.errand.mail;

import java.time.Duration;

/** A connection to a mail server, which takes one message after the other. For one thread at a time. */
public interface MailConnection extends AutoCloseable {

    /**
     * Hands over one message. Blocks until the server has answered, up to the transport's own time limits.
     *
     * @param message what to send
     * @return what became of it
     * @throws InvalidMailException if the message cannot be written; nothing was sent, and the connection is of use
     *     still
     * @throws MailServerException if the connection is of no more use and the message was certainly not sent
     */
    Delivery send(MailMessage message);

    /**
     * Whether it takes another message.
     *
     * @return false once it is broken, or has taken as many as it may. Does not ask the server
     */
    boolean isUsable();

    /**
     * Keeps a place for the next message within the pace of the server, if it has one. A campaign asks before it chooses whom to
     * send to, so that others go on with her meanwhile.
     *
     * @return zero if a message may be sent now; otherwise after how long to ask again
     */
    default Duration keepPlace() {
        return Duration.ZERO;
    }

    /**
     * Gives back the place that was kept, if none has been used for a message: whoever waits for somebody to send to keeps nobody
     * else from sending. To be implemented together with {@link #keepPlace}.
     */
    default void giveBackPlace() {}

    /** Says goodbye to the server, if it is still there. */
    @Override
    void close();
}

package dev.errand.mail;

import dev.errand.ErrandException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mail server cannot be reached, does not let us in, or broke off before it had a message. What was under way was
 * <em>not</em> sent and may be sent again.
 */
public final class MailServerException extends ErrandException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the server. */
    public enum Reason {
        /** Nothing answers there, or not in time. */
        UNREACHABLE,
        /** It does not offer the encryption that is asked for, or shows a certificate that is not trusted. */
        NOT_SECURE,
        /** It refuses the name or the password, or takes none. */
        CREDENTIALS_REFUSED,
        /** It does not let us send, by its policy: no recipient would fare better. */
        NOT_ALLOWED,
        /** It closed the connection, or does not want any more of them. */
        CONNECTION_LOST;

        /**
         * Whether it may be over when another connection is opened.
         *
         * @return false if somebody has to do something about it first
         */
        public boolean mayPass() {
            return this == UNREACHABLE || this == CONNECTION_LOST;
        }
    }

    private final Reason reason;
    private final String server;
    private final String detail;

    /**
     * Something is wrong with a server.
     *
     * @param reason what
     * @param server its host and port
     * @param detail what it said, or what the system said; no password
     * @param cause what led to it
     */
    public MailServerException(Reason reason, String server, String detail, @Nullable Throwable cause) {
        super("mail server " + server + ": " + reason + ": " + detail, cause);
        this.reason = reason;
        this.server = server;
        this.detail = detail;
    }

    /**
     * What is wrong.
     *
     * @return the kind of trouble
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Which server.
     *
     * @return its host and port
     */
    public String server() {
        return server;
    }

    /**
     * What was said.
     *
     * @return the server's reply; without a code if they are the words of the system
     */
    public ServerReply reply() {
        return ServerReply.parse(detail);
    }

    /** The kind of trouble, without the server's name. */
    @Override
    public Optional<String> sentenceForOwner() {
        return Optional.of(
                switch (reason) {
                    case UNREACHABLE -> "The mail server cannot be reached.";
                    case NOT_SECURE -> "The connection to the mail server is not secure.";
                    case CREDENTIALS_REFUSED -> "The mail server does not let the application in.";
                    case NOT_ALLOWED -> "The mail server does not let the application send.";
                    case CONNECTION_LOST -> "The connection to the mail server was lost.";
                });
    }
}

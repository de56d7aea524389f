package dev.errand.mail.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * Angus' transport, which also remembers how far a message came and what the server said of it. Its exceptions do not
 * tell: a connection that breaks before the message and one that breaks after it look the same; and after a refusal it
 * goes on to talk to the server, so that the last reply need not be the one that counts.
 */
final class PhasedTransport extends SMTPTransport {

    /** What a server answers: a code and a text (RFC 5321, section 4.2). */
    record Reply(int code, String text) {}

    private static final int FIRST_REFUSAL = 400;

    private boolean endSent;
    private @Nullable Reply refusal;

    PhasedTransport(Session session) {
        super(session, new URLName("smtp", null, -1, null, null, null));
    }

    /** A new message begins. */
    void begin() {
        endSent = false;
        refusal = null;
    }

    /** Whether the final dot may have reached the server. */
    boolean isEndSent() {
        return endSent;
    }

    /** The first refusal since the message began. */
    Optional<Reply> refusal() {
        return Optional.ofNullable(refusal);
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        int code = super.readServerResponse();
        if (refusal == null && code >= FIRST_REFUSAL) {
            refusal = new Reply(code, String.valueOf(getLastServerResponse()).strip());
        }
        return code;
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        endSent = true;
        super.finishData();
    }
}

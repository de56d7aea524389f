package dev.errand.mail.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Angus' transport, which also remembers whether the end of the message has left. Its exceptions do not tell: a connection
 * that breaks before the message and one that breaks after it look the same.
 */
final class PhasedTransport extends SMTPTransport {

    private boolean endSent;

    PhasedTransport(Session session) {
        super(session, new URLName("smtp", null, -1, null, null, null));
    }

    /** A new message begins. */
    void begin() {
        endSent = false;
    }

    /** Whether the final dot may have reached the server. */
    boolean isEndSent() {
        return endSent;
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        endSent = true;
        super.finishData();
    }
}

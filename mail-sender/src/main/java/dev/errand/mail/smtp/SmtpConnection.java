package dev.errand.mail.smtp;

import dev.errand.mail.Delivery;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailMessage;
import dev.errand.mail.MailServerException;
import dev.errand.mail.MailServerException.Reason;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection. What became of a message is judged by the first refusal that it met and by whether the message's end
 * had left (RFC 5321, section 4.2; RFC 1047), not by the kind of exception.
 */
final class SmtpConnection implements MailConnection {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpConnection.class);
    private static final int FIRST_PERMANENT_REFUSAL = 500;
    private static final int CLOSING = 421;

    private final Session session;
    private final PhasedTransport transport;
    private final SmtpServer server;
    private int messages;
    private boolean broken;

    SmtpConnection(Session session, PhasedTransport transport, SmtpServer server) {
        this.session = session;
        this.transport = transport;
        this.server = server;
    }

    @Override
    public boolean isUsable() {
        return !broken && messages < server.limits().messagesPerConnection();
    }

    @Override
    public Delivery send(MailMessage message) {
        MimeMessage mime = MimeMessages.of(session, message);
        messages++;
        transport.begin();
        try {
            Address[] to = mime.getAllRecipients();
            transport.sendMessage(mime, to);
            return new Delivery.Accepted(lastReply());
        } catch (MessagingException | RuntimeException e) { // such as IllegalStateException, if Angus found it closed
            return judge(e);
        }
    }

    private Delivery judge(Exception e) {
        Optional<PhasedTransport.Reply> refusal = transport.refusal();
        if (refusal.isPresent() && refusal.get().code() != CLOSING) {
            return new Delivery.Refused(refusal.get().text(), refusal.get().code() < FIRST_PERMANENT_REFUSAL);
        }
        broken = true;
        String what = refusal.map(PhasedTransport.Reply::text)
                .orElseGet(() -> SmtpTransport.rootOf(e).toString());
        if (transport.isEndSent() && refusal.isEmpty()) {
            return new Delivery.InDoubt("no answer to the end of the message: " + what);
        }
        throw new MailServerException(Reason.CONNECTION_LOST, server.toString(), what, e);
    }

    private String lastReply() {
        return String.valueOf(transport.getLastServerResponse()).strip();
    }

    @Override
    public void close() {
        broken = true;
        closeQuietly(transport);
    }

    static void closeQuietly(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("A connection could not be closed in peace: {}", e.getMessage());
        }
    }
}

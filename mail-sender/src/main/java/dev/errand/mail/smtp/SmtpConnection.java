package dev.errand.mail.smtp;

import dev.errand.mail.Delivery;
import dev.errand.mail.Delivery.Phase;
import dev.errand.mail.MailAddress;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailMessage;
import dev.errand.mail.MailServerException;
import dev.errand.mail.MailServerException.Reason;
import dev.errand.mail.ServerReply;
import dev.errand.mail.mime.MessageWriter;
import dev.errand.mail.smtp.Exchange.Offer;
import dev.errand.mail.smtp.Exchange.Way;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, which Angus has opened and closes. What became of a message is judged by the first refusal that it met and by
 * whether the message's end had left (RFC 5321, section 4.2; RFC 1047), not by the kind of exception.
 */
final class SmtpConnection implements MailConnection {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpConnection.class);
    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final Set<Integer> LOGIN_WANTED = Set.of(530, 534, 535, 538);

    private final SMTPTransport angus;
    private final Sockets sockets;
    private final SmtpServer server;
    private final Exchange exchange;
    private int messages;
    private boolean broken;

    /**
     * A connection that is open.
     *
     * @param sockets what Angus speaks on
     * @param writer writes the messages
     */
    SmtpConnection(SMTPTransport angus, Sockets sockets, SmtpServer server, MessageWriter writer) throws IOException {
        this.angus = angus;
        this.sockets = sockets;
        this.server = server;
        largestFor(angus).ifPresent(writer::atMost);
        this.exchange = new Exchange(new Conversation(sockets), offer(), SILENCE, writer);
    }

    /** RFC 1870: what is larger is refused before it is said to the server. */
    private static Optional<Long> largestFor(SMTPTransport angus) {
        String size = String.valueOf(angus.getExtensionParameter("SIZE")).strip();
        return size.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.valueOf(size)) : Optional.empty();
    }

    private Offer offer() {
        return new Offer(way(), new Envelopes(offers(SmtpExtension.DSN), offers(SmtpExtension.SMTPUTF8)));
    }

    private Way way() {
        if (!offers(SmtpExtension.PIPELINING)) {
            return Way.LOCK_STEP;
        }
        return offers(SmtpExtension.CHUNKING) ? Way.CHUNKED : Way.PIPELINED;
    }

    private boolean offers(SmtpExtension extension) {
        return !server.limits().without().contains(extension) && angus.supportsExtension(extension.name());
    }

    @Override
    public boolean isUsable() {
        return !broken && messages < server.limits().messagesPerConnection();
    }

    @Override
    public Delivery send(MailMessage message) {
        if (broken) {
            throw lost("it is closed", null);
        }
        exchange.envelopes().refusedSender(message.envelope()).ifPresent(this::refuse);
        messages++;
        try {
            SmtpReply reply = exchange.send(message);
            return reply.isRefusal() ? judge(reply.text(), null) : new Delivery.Accepted(reply.text());
        } catch (IOException e) {
            broken = true;
            return judge(e.toString(), e);
        }
    }

    private Delivery judge(String what, @Nullable IOException e) {
        Optional<SmtpReply> refusal = exchange.refusal();
        if (refusal.isPresent() && !refusal.get().isClosing()) {
            ServerReply reply = ServerReply.parse(refusal.get().text());
            requireLeave(reply, exchange.refusedAt());
            return new Delivery.Refused(reply, exchange.refusedAt());
        }
        broken = true;
        if (exchange.isEndSent() && refusal.isEmpty()) {
            return new Delivery.InDoubt("no answer to the end of the message: " + what);
        }
        throw lost(refusal.map(SmtpReply::text).orElse(what), e);
    }

    /**
     * What is said against us, and not against a recipient, would be said of all of them: a login that is missing or not good
     * enough (RFC 4954, section 6), and a policy against the sender (RFC 3463, section 3.8).
     */
    private void requireLeave(ServerReply reply, Phase phase) {
        boolean login = LOGIN_WANTED.contains(reply.code());
        boolean policy =
                phase == Phase.MAIL && reply.refusesForGood() && reply.status().startsWith("5.7.");
        if (login || policy) {
            broken = true;
            Reason reason = login ? Reason.CREDENTIALS_REFUSED : Reason.NOT_ALLOWED;
            throw new MailServerException(reason, server.toString(), reply.toString(), null);
        }
    }

    /** What is wrong with the sender is so for every recipient. */
    private void refuse(MailAddress sender) {
        broken = true;
        String what = sender.email() + " is not only ASCII before the @, and the server takes nothing else (SMTPUTF8)";
        throw new MailServerException(Reason.NOT_ALLOWED, server.toString(), what, null);
    }

    private MailServerException lost(String what, @Nullable IOException e) {
        return new MailServerException(Reason.CONNECTION_LOST, server.toString(), what, e);
    }

    /** A server that is in the midst of a message would take a goodbye for a part of it. */
    @Override
    public void close() {
        if (broken) {
            try {
                sockets.socket().close();
            } catch (IOException e) {
                LOG.debug("A broken connection could not be closed: {}", e.getMessage());
            }
        }
        broken = true;
        closeQuietly(angus);
    }

    static void closeQuietly(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("A connection could not be closed in peace: {}", e.getMessage());
        }
    }
}

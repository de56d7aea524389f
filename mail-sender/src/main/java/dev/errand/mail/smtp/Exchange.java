package dev.errand.mail.smtp;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.mail.Delivery.Phase;
import dev.errand.mail.InvalidMailException;
import dev.errand.mail.MailMessage;
import dev.errand.mail.mime.MessageWriter;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands over messages on a connection, each in as few round trips as the server allows, and remembers how far a message came
 * and what was the first that was said against it:
 *
 * <ul>
 *   <li>four, one for each command, with any server;
 *   <li>two, if commands may be sent before their replies are there (PIPELINING, RFC 2920): one until the server wants the
 *       message, and one for the message;
 *   <li>one, if the message may be sent like that as well (CHUNKING, RFC 3030).
 * </ul>
 *
 * <p>In the last way the end of the message has left before anything is known. So it is not taken after a silence, when the
 * server may have gone without a word; nor after a refusal, nor for large messages: then the recipient is asked for first.
 */
final class Exchange {

    /** What a server offers, as far as it saves round trips. */
    enum Way {
        LOCK_STEP,
        PIPELINED,
        CHUNKED
    }

    /** What a server offers. */
    record Offer(Way way, Envelopes envelopes) {}

    private final Conversation server;
    private final Way way;
    private final Envelopes envelopes;
    private final Duration silence;
    private final MessageWriter writer;
    private boolean unfinished;
    private boolean endSent;
    private @Nullable SmtpReply refusal;
    private Phase refusedAt = Phase.CONNECT;

    /**
     * On a connection that was greeted.
     *
     * @param silence after which the server may have gone without a word
     * @param writer writes the messages
     */
    Exchange(Conversation server, Offer offer, Duration silence, MessageWriter writer) {
        this.server = server;
        this.way = offer.way();
        this.envelopes = offer.envelopes();
        this.silence = silence;
        this.writer = writer;
    }

    Envelopes envelopes() {
        return envelopes;
    }

    /**
     * Hands over a message.
     *
     * @return the reply to its end; the first refusal, if there was one
     * @throws IOException if the connection is of no more use
     */
    SmtpReply send(MailMessage message) throws IOException {
        endSent = false;
        refusal = null;
        envelopes.require(message.envelope());
        write(message);
        String mail = envelopes.mail(message.envelope());
        String rcpt = envelopes.rcpt(message.envelope());
        SmtpReply last = switch (way) {
            case LOCK_STEP -> inSteps(mail, rcpt);
            case PIPELINED -> inTwo(mail, rcpt);
            case CHUNKED -> isFitForOne() ? inOne(mail, rcpt) : carefully(mail, rcpt);
        };
        unfinished = refusal != null;
        return refusal == null ? last : refusal;
    }

    /** Nothing was said until then: whatever goes wrong is about this message. */
    private void write(MailMessage message) {
        try {
            writer.write(message);
        } catch (InvalidMailException unfit) {
            throw unfit;
        } catch (RuntimeException broken) {
            throw new InvalidMailException(
                    "message", message.envelope().messageId(), "be one that can be written: " + broken, broken);
        }
    }

    /** Whether the end of the message may have reached the server. */
    boolean isEndSent() {
        return endSent;
    }

    /** The first refusal since the message began. */
    Optional<SmtpReply> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** How far the message came that was refused. */
    Phase refusedAt() {
        return refusedAt;
    }

    private boolean isFitForOne() {
        return !unfinished && writer.size() < Conversation.LONGEST_PACKET && !server.isSilentFor(silence);
    }

    private SmtpReply inSteps(String mail, String rcpt) throws IOException {
        if (unfinished) {
            server.say("RSET");
            server.send();
            hearReset();
        }
        server.say(mail);
        server.send();
        SmtpReply ofSender = hear(Phase.MAIL);
        if (ofSender.isRefusal()) {
            return ofSender;
        }
        server.say(rcpt);
        server.send();
        SmtpReply ofRecipient = hear(Phase.RCPT);
        if (ofRecipient.isRefusal()) {
            return ofRecipient;
        }
        server.say("DATA");
        server.send();
        SmtpReply reply = hearGoAhead();
        return reply.isRefusal() ? reply : sendData();
    }

    private SmtpReply inTwo(String mail, String rcpt) throws IOException {
        sayEnvelope(mail, rcpt);
        server.say("DATA");
        server.send();
        hearEnvelope();
        SmtpReply reply = hearGoAhead();
        if (refusal == null) {
            return sendData();
        }
        if (reply.isGoAhead()) { // for nobody: RFC 2920, section 3.1, asks for an end without a message
            server.say(".");
            server.send();
            return server.hear();
        }
        return reply;
    }

    private SmtpReply inOne(String mail, String rcpt) throws IOException {
        sayEnvelope(mail, rcpt);
        sayChunk();
        endSent = true;
        server.send();
        hearEnvelope();
        return hearEnd();
    }

    private SmtpReply carefully(String mail, String rcpt) throws IOException {
        if (writer.size() >= Conversation.LONGEST_PACKET) {
            return inTwo(mail, rcpt);
        }
        sayEnvelope(mail, rcpt);
        server.send();
        hearEnvelope();
        if (refusal != null) {
            return refusal;
        }
        sayChunk();
        endSent = true;
        server.send();
        return hearEnd();
    }

    private void sayEnvelope(String mail, String rcpt) throws IOException {
        if (unfinished) {
            server.say("RSET");
        }
        server.say(mail);
        server.say(rcpt);
    }

    private void hearEnvelope() throws IOException {
        if (unfinished) {
            hearReset();
        }
        hear(Phase.MAIL);
        hear(Phase.RCPT);
    }

    private void sayChunk() throws IOException {
        server.say("BDAT " + writer.size() + " LAST");
        server.say(writer);
    }

    private SmtpReply sendData() throws IOException {
        try {
            server.say(writer);
            endSent = true;
            server.say(".");
            server.send();
        } catch (IOException broken) {
            hearLastWords(broken);
            throw broken;
        }
        return hearEnd();
    }

    /** A server that does not want to hear the end says so before it closes the connection. */
    private void hearLastWords(IOException broken) {
        try {
            hear(Phase.END_OF_DATA);
        } catch (IOException silent) {
            broken.addSuppressed(silent);
        }
    }

    /** Whatever it says against the message is noted. */
    @CanIgnoreReturnValue
    private SmtpReply hear(Phase phase) throws IOException {
        return heard(server.hear(), phase);
    }

    private SmtpReply hearEnd() throws IOException {
        return heard(server.hearEnd(), Phase.END_OF_DATA);
    }

    private SmtpReply heard(SmtpReply reply, Phase phase) throws IOException {
        if (!reply.isPositive() && !reply.isRefusal()) {
            throw new ProtocolException("unexpected reply: " + reply.text());
        }
        note(reply, phase);
        return reply;
    }

    private SmtpReply hearGoAhead() throws IOException {
        SmtpReply reply = server.hear();
        if (!reply.isGoAhead() && !reply.isRefusal()) {
            throw new ProtocolException("unexpected reply: " + reply.text());
        }
        note(reply, Phase.DATA);
        return reply;
    }

    /** A server that cannot begin anew is not to be asked for anybody else. */
    private void hearReset() throws IOException {
        SmtpReply reply = server.hear();
        if (!reply.isPositive()) {
            throw new ProtocolException("RSET: " + reply.text());
        }
    }

    private void note(SmtpReply reply, Phase phase) {
        if (refusal == null && reply.isRefusal()) {
            refusal = reply;
            refusedAt = phase;
        }
    }
}

package dev.errand.mail.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.mail.InvalidMailException;
import dev.errand.mail.MailAddress;
import dev.errand.mail.MailMessage.Envelope;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From whom a message comes and to whom it goes, as a server is told (RFC 5321, sections 4.1.1.2 and 4.1.1.3).
 *
 * @param dsn whether it reports what becomes of messages (RFC 3461). Then it is told how we call the message and the recipient,
 *     so that its report has that, and to return no more than the header
 * @param smtpUtf8 whether it takes addresses that are not ASCII (RFC 6531)
 */
record Envelopes(boolean dsn, boolean smtpUtf8) {

    /** RFC 3461, section 4.4. */
    private static final int LONGEST_ID = 100;

    /** RFC 3461, section 4.2. */
    private static final int LONGEST_RECIPIENT = 500;

    /** Refuses a recipient whom the server could take for another one. */
    void require(Envelope envelope) {
        if (!smtpUtf8 && envelope.to().needsSmtpUtf8()) {
            throw new InvalidMailException(
                    "address",
                    envelope.to().email(),
                    "have only ASCII before the @, since the server takes nothing else (SMTPUTF8)");
        }
    }

    /** An address of the sender's with which the server takes no message at all. */
    Optional<MailAddress> refusedSender(Envelope envelope) {
        return smtpUtf8
                ? Optional.empty()
                : senders(envelope).filter(MailAddress::needsSmtpUtf8).findFirst();
    }

    private static Stream<MailAddress> senders(Envelope envelope) {
        return Stream.concat(Stream.of(envelope.from(), envelope.returnPath()), envelope.replyTo().stream());
    }

    private static boolean isBeyondAscii(Envelope envelope) {
        return envelope.to().needsSmtpUtf8() || senders(envelope).anyMatch(MailAddress::needsSmtpUtf8);
    }

    String mail(Envelope envelope) {
        String mail = "MAIL FROM:<" + envelope.returnPath().email() + ">";
        if (smtpUtf8 && isBeyondAscii(envelope)) {
            mail += " SMTPUTF8";
        }
        if (dsn) {
            String id = envelope.messageId();
            String envid = xtext(id.substring(0, id.indexOf('@') < 0 ? id.length() : id.indexOf('@')));
            mail += " RET=HDRS" + (envid.isEmpty() || envid.length() > LONGEST_ID ? "" : " ENVID=" + envid);
        }
        return mail;
    }

    String rcpt(Envelope envelope) {
        String rcpt = "RCPT TO:<" + envelope.to().email() + ">";
        String orcpt = dsn ? originalOf(envelope.to()) : "";
        return orcpt.isEmpty() || orcpt.length() > LONGEST_RECIPIENT ? rcpt : rcpt + " ORCPT=" + orcpt;
    }

    private static String originalOf(MailAddress to) {
        return to.needsSmtpUtf8() ? "utf-8;" + embedded(to.email()) : "rfc822;" + xtext(to.email());
    }

    /** RFC 3461, section 4. */
    private static String xtext(String text) {
        StringBuilder xtext = new StringBuilder();
        for (byte octet : text.getBytes(UTF_8)) {
            if (isPlain(octet)) {
                xtext.append((char) octet);
            } else {
                xtext.append('+').append(String.format("%02X", octet));
            }
        }
        return xtext.toString();
    }

    /** RFC 6533, section 3: {@code utf-8-addr-xtext}. */
    private static String embedded(String text) {
        StringBuilder embedded = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isPlain(c) && c != '\\') {
                embedded.append((char) c);
            } else {
                embedded.append("\\x{").append(String.format("%02X", c)).append('}');
            }
        });
        return embedded.toString();
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c <= '~' && c != '+' && c != '=';
    }
}

package dev.errand.mail.bounce;

import dev.errand.InvalidInputException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A mail that has come to the address of the sender, or to that {@linkplain dev.errand.mail.Campaign#bouncesTo for bounces}: a
 * report about a message of ours, or something else.
 *
 * <p>Anybody may write such a mail, with any address in it. What one says is as reliable as the mailbox that it came to: an
 * address for bounces that nobody guesses, or a server that takes none from elsewhere.
 *
 * <p>Addresses are in the form of {@link dev.errand.mail.MailAddress#normalized}.
 */
public sealed interface ReturnedMail {

    /**
     * Reads a mail: the first 4 MiB of it, behind which there is at most the message that it returns.
     *
     * @param mail as it came over the wire or stands in a mailbox; not closed
     * @return what it says
     * @throws InvalidInputException if it is malformed, or has too many parts, or parts within parts
     * @throws IOException what the stream throws
     */
    static ReturnedMail read(InputStream mail) throws IOException {
        return ReportReader.read(mail.readNBytes(ReportParts.LONGEST));
    }

    /**
     * Reads a mail from a mailbox, as {@link #read(InputStream)}.
     *
     * @param mail the mail
     * @return what it says
     * @throws InvalidInputException if it is malformed, or has too many parts, or parts within parts
     * @throws MessagingException what the mailbox throws
     * @throws IOException what the mailbox throws
     */
    static ReturnedMail read(Message mail) throws MessagingException, IOException {
        return ReportReader.read(FirstBytes.of(mail, ReportParts.LONGEST));
    }

    /**
     * Which message it is about, as far as it says so.
     *
     * @return what is known of it
     */
    OriginalMessage original();

    /**
     * Whom it says not to write to again: those whose mailbox does not exist, and those who have complained. To be kept for a
     * {@link dev.errand.mail.SuppressionList}.
     *
     * @return the reasons, by address; empty for most mails
     */
    Map<String, String> suppressions();

    /**
     * Whether a message was delivered (RFC 3464).
     *
     * @param original which message
     * @param recipients what became of it, for each of those it is about
     */
    record DeliveryReport(OriginalMessage original, List<RecipientStatus> recipients) implements ReturnedMail {

        /** Copies the list. */
        public DeliveryReport {
            recipients = List.copyOf(recipients);
        }

        @Override
        public Map<String, String> suppressions() {
            Map<String, String> reasons = new LinkedHashMap<>();
            for (RecipientStatus one : recipients) {
                if (one.isNoMailbox()) {
                    reasons.put(one.recipient(), "bounced: " + one.reason());
                }
            }
            return reasons;
        }
    }

    /**
     * Somebody does not want the message, and has said so to her provider (RFC 5965).
     *
     * @param original which message
     * @param kind what is said against it
     * @param recipients who say so; empty if the provider keeps that to itself
     */
    record Complaint(OriginalMessage original, Complaint.Kind kind, List<String> recipients) implements ReturnedMail {

        /** What is said against a message (RFC 5965, section 7.3; RFC 6591). */
        public enum Kind {
            /** It is not wanted. */
            ABUSE,
            /** It is a fraud, or looks like one. */
            FRAUD,
            /** It has a virus. */
            VIRUS,
            /** The subscription is to end. */
            OPT_OUT,
            /** It was taken for unwanted, and is not. */
            NOT_SPAM,
            /** Its signature or its origin could not be verified. */
            AUTH_FAILURE,
            /** Something else. */
            OTHER
        }

        /** Copies the list. */
        public Complaint {
            recipients = List.copyOf(recipients);
        }

        @Override
        public Map<String, String> suppressions() {
            Map<String, String> reasons = new LinkedHashMap<>();
            if (kind == Kind.ABUSE || kind == Kind.FRAUD || kind == Kind.OPT_OUT) {
                recipients.forEach(recipient -> reasons.put(recipient, "complained"));
            }
            return reasons;
        }
    }

    /**
     * No report that a program could read: an answer, a notice of absence, a bounce in words.
     *
     * @param original which message it answers, as far as it says so
     */
    record Other(OriginalMessage original) implements ReturnedMail {

        @Override
        public Map<String, String> suppressions() {
            return Map.of();
        }
    }
}

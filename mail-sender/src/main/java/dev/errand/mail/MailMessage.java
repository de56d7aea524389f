package dev.errand.mail;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One message for one recipient, complete and checked.
 *
 * @param envelope from whom, to whom, and under which id
 * @param subject one line
 * @param text the text; never empty unless the HTML is
 * @param html the same as HTML; empty for a message of text only
 * @param headers further headers, by name
 * @param attachments files that go with it
 */
public record MailMessage(
        Envelope envelope,
        String subject,
        String text,
        String html,
        Map<String, String> headers,
        List<MailAttachment> attachments) {

    /**
     * Checks subject and headers, and copies the collections.
     *
     * @throws InvalidMailException if one of them has control characters or is too long, naming it, or if there is no
     *     content at all
     */
    public MailMessage {
        if (text.isEmpty() && html.isEmpty() && attachments.isEmpty()) {
            throw new InvalidMailException("content", "", "have a text, HTML or an attachment");
        }
        Headers.requireValue("subject", subject);
        headers.forEach((name, value) -> {
            Headers.requireName(name);
            Headers.requireValue("header " + name, value);
        });
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        attachments = List.copyOf(attachments);
    }

    /**
     * From whom, to whom, and under which id.
     *
     * @param from who sends it
     * @param to who gets it
     * @param replyTo where answers go; empty for the sender
     * @param messageId unique, without the angle brackets (RFC 5322, section 3.6.4)
     */
    public record Envelope(MailAddress from, MailAddress to, List<MailAddress> replyTo, String messageId) {

        /**
         * Checks the id, and copies the list.
         *
         * @throws InvalidMailException if the id has blanks, angle brackets, or characters that are not printable ASCII
         */
        public Envelope {
            Headers.requireId("message id", messageId);
            replyTo = List.copyOf(replyTo);
        }
    }
}

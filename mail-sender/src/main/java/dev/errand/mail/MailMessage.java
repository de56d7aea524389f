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

    private static final long USUAL_HEADER = 500;

    /**
     * Checks subject, headers and files, and copies the collections.
     *
     * @throws InvalidMailException if one of them has control characters or is too long, naming it; if there is no content at
     *     all; or if the HTML and its {@linkplain MailAttachment#inline pictures} do not fit together
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
        InlineFiles.requireFit(html, attachments);
    }

    /**
     * About how large it will be: its files in base64, its texts with a byte for each character, which is a few per cent too
     * little for most languages and a third of it for Chinese.
     *
     * @return bytes
     */
    public long estimatedSize() {
        long size = USUAL_HEADER + text.length() + html.length();
        for (MailAttachment file : attachments) {
            size += file.encodedSize();
        }
        return size;
    }

    /**
     * From whom, to whom, and under which id.
     *
     * @param from who sends it
     * @param to who gets it
     * @param replyTo where answers go; empty for the sender
     * @param messageId unique, without the angle brackets (RFC 5322, section 3.6.4)
     * @param returnPath where it comes back to if it cannot be delivered (RFC 5321, section 4.4)
     */
    public record Envelope(
            MailAddress from, MailAddress to, List<MailAddress> replyTo, String messageId, MailAddress returnPath) {

        /**
         * Checks the id, and copies the list.
         *
         * @throws InvalidMailException if the id has blanks, angle brackets, or characters that are not printable ASCII
         */
        public Envelope {
            Headers.requireId("message id", messageId);
            replyTo = List.copyOf(replyTo);
        }

        /**
         * One that comes back to its sender if it cannot be delivered.
         *
         * @param from who sends it
         * @param to who gets it
         * @param replyTo where answers go; empty for the sender
         * @param messageId unique, without the angle brackets
         * @throws InvalidMailException if the id has blanks, angle brackets, or characters that are not printable ASCII
         */
        public Envelope(MailAddress from, MailAddress to, List<MailAddress> replyTo, String messageId) {
            this(from, to, replyTo, messageId, from);
        }
    }
}

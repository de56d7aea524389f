package dev.errand.mail.preview;

import dev.errand.mail.Campaign;
import dev.errand.mail.Delivery;
import dev.errand.mail.InvalidMailException;
import dev.errand.mail.MailAddress;
import dev.errand.mail.MailAttachment;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailMessage;
import dev.errand.mail.MailServerException;
import dev.errand.mail.MailTransport;
import dev.errand.mail.dkim.DkimSigner;
import dev.errand.mail.html.PictureLinks;
import dev.errand.mail.html.PictureLinks.Link;
import dev.errand.mail.mime.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What one recipient of a campaign would get.
 *
 * <p>Immutable, and safe to share between threads.
 */
public final class Preview {

    private static final String MARK = "[Test] ";
    private static final int LONGEST_SUBJECT = 900;

    private final MailMessage message;

    private Preview(MailMessage message) {
        this.message = message;
    }

    /**
     * Looks at what a recipient would get.
     *
     * @param campaign what everybody gets
     * @param recipient for whom
     * @param <T> the recipient
     * @return her message
     * @throws InvalidMailException if a part of it is missing or refused
     * @throws Exception what the functions of the campaign throw
     */
    public static <T> Preview of(Campaign<T> campaign, T recipient) throws Exception {
        return new Preview(campaign.preview(recipient));
    }

    /**
     * The message in its parts.
     *
     * @return subject, texts, headers and files
     */
    public MailMessage message() {
        return message;
    }

    /**
     * The message as it would leave, to be kept as a file {@code .eml}, which mail programs open (RFC 5322). Only its date and
     * its id are others.
     *
     * @param signers who sign it, if {@linkplain dev.errand.mail.smtp.SmtpTransport#signing the transport} does
     * @return its bytes
     */
    public byte[] eml(DkimSigner... signers) {
        MessageWriter writer = new MessageWriter(List.of(signers));
        writer.write(message);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(writer.size()));
        try {
            writer.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not throw it
        }
        return bytes.toByteArray();
    }

    /**
     * How large the message would be.
     *
     * @return the bytes of {@link #eml}
     */
    public long size() {
        MessageWriter writer = new MessageWriter();
        writer.write(message);
        return writer.size();
    }

    /**
     * The HTML as a page of its own, with its pictures in it as {@code data:} URLs (RFC 2397).
     *
     * @return the page; empty if the message has no HTML
     */
    public String html() {
        String html = message.html();
        Map<String, String> pictures = pictures();
        if (pictures.isEmpty()) {
            return html;
        }
        StringBuilder page = new StringBuilder();
        int done = 0;
        for (Link link : PictureLinks.in(html)) {
            page.append(html, done, link.from()).append(pictures.getOrDefault(link.id(), link.id()));
            done = link.to();
        }
        return page.append(html, done, html.length()).toString();
    }

    /** As URLs, by their ids. A message shows no others. */
    private Map<String, String> pictures() {
        Map<String, String> pictures = new HashMap<>();
        for (MailAttachment file : message.attachments()) {
            file.contentId()
                    .ifPresent(id -> pictures.put(
                            id,
                            "data:" + file.mediaType() + ";base64,"
                                    + Base64.getEncoder().encodeToString(file.content())));
        }
        return pictures;
    }

    /**
     * Sends the message to somebody else: to oneself, to see how it looks. Its subject begins with {@code [Test]}. It has no other
     * recipient, and goes under an id of its own; but the links in it are those of the recipient it was made for. Blocks.
     *
     * @param address who gets it, as {@code ana@example.org} or {@code Ana <ana@example.org>}
     * @param transport how to send it
     * @return what became of it
     * @throws InvalidMailException if it is not an address
     * @throws MailServerException if the server cannot be used; nothing was sent
     */
    public Delivery sendTo(String address, MailTransport transport) {
        MailMessage.Envelope envelope = message.envelope();
        String marked = MARK + message.subject();
        MailMessage test = new MailMessage(
                new MailMessage.Envelope(
                        envelope.from(),
                        MailAddress.parse("address", address),
                        envelope.replyTo(),
                        "test." + UUID.randomUUID() + "." + envelope.messageId()),
                marked.length() > LONGEST_SUBJECT ? marked.substring(0, LONGEST_SUBJECT) : marked,
                message.text(),
                message.html(),
                message.headers(),
                message.attachments());
        try (MailConnection connection = transport.open()) {
            return connection.send(test);
        }
    }
}

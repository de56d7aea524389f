package dev.errand.mail.mime;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.mail.InvalidMailException;
import dev.errand.mail.MailAddress;
import dev.errand.mail.MailAttachment;
import dev.errand.mail.MailMessage;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * Messages as Jakarta Mail writes them, to compare ours with: text and HTML as alternatives (RFC 2046, section 5.1.4), around
 * them the attachments.
 */
final class MimeMessages {

    private static final String CHARSET = "UTF-8";

    /** RFC 5322, section 3.3. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US);

    private MimeMessages() {}

    static MimeMessage of(Session session, MailMessage message) {
        try {
            MimeMessage mime = new IdentifiedMessage(session, message.envelope().messageId());
            writeEnvelope(mime, message.envelope());
            mime.setSubject(message.subject(), CHARSET);
            mime.setHeader("Date", DATE.format(OffsetDateTime.now(ZoneOffset.UTC)));
            for (Map.Entry<String, String> header : message.headers().entrySet()) {
                mime.setHeader(header.getKey(), encoded(header.getKey(), header.getValue()));
            }
            writeContent(mime, message);
            mime.saveChanges();
            return mime;
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new InvalidMailException("message", message.subject(), "be one that can be written: " + e, e);
        }
    }

    private static void writeEnvelope(MimeMessage mime, MailMessage.Envelope envelope)
            throws MessagingException, UnsupportedEncodingException {
        mime.setFrom(internetAddress(envelope.from()));
        mime.setRecipient(Message.RecipientType.TO, internetAddress(envelope.to()));
        if (!envelope.replyTo().isEmpty()) {
            InternetAddress[] replyTo = new InternetAddress[envelope.replyTo().size()];
            for (int i = 0; i < replyTo.length; i++) {
                replyTo[i] = internetAddress(envelope.replyTo().get(i));
            }
            mime.setReplyTo(replyTo);
        }
    }

    private static void writeContent(MimeMessage mime, MailMessage message) throws MessagingException {
        if (message.attachments().isEmpty()) {
            writeBody(mime, message);
            return;
        }
        MimeBodyPart body = new MimeBodyPart();
        writeBody(body, message);
        MimeBodyPart shown = new MimeBodyPart();
        shown.setContent(with("related", body, message, true));
        mime.setContent(with("mixed", shown, message, false));
    }

    private static Multipart with(String subtype, MimeBodyPart body, MailMessage message, boolean inline)
            throws MessagingException {
        Multipart around = new MimeMultipart(subtype, body);
        for (MailAttachment attachment : message.attachments()) {
            if (attachment.contentId().isPresent() == inline) {
                around.addBodyPart(part(attachment));
            }
        }
        return around;
    }

    private static void writeBody(Part part, MailMessage message) throws MessagingException {
        if (message.html().isEmpty()) {
            setText(part, message.text(), "plain");
        } else {
            MimeBodyPart text = new MimeBodyPart();
            setText(text, message.text(), "plain");
            MimeBodyPart html = new MimeBodyPart();
            setText(html, message.html(), "html");
            part.setContent(new MimeMultipart("alternative", text, html));
        }
    }

    private static void setText(Part part, String text, String subtype) throws MessagingException {
        String type = "text/" + subtype + "; charset=" + CHARSET;
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(text.getBytes(UTF_8), type)));
    }

    private static MimeBodyPart part(MailAttachment attachment) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(attachment.content(), attachment.mediaType())));
        part.setHeader("Content-Type", attachment.mediaType());
        ParameterList parameters = new ParameterList();
        parameters.set("filename", attachment.fileName(), CHARSET); // RFC 2231; else the platform's charset is taken
        part.setHeader("Content-Disposition", new ContentDisposition(Part.ATTACHMENT, parameters).toString());
        if (attachment.contentId().isPresent()) {
            part.setContentID("<" + attachment.contentId().get() + ">");
        }
        part.setHeader("Content-Transfer-Encoding", "base64"); // else text would be taken for lines, and changed
        return part;
    }

    /** Other characters than ASCII as encoded words, and long values folded (RFC 2047; RFC 5322, section 2.2.3). */
    private static String encoded(String name, String value) throws UnsupportedEncodingException {
        return MimeUtility.fold(name.length() + 2, MimeUtility.encodeText(value, CHARSET, null));
    }

    private static InternetAddress internetAddress(MailAddress address) throws UnsupportedEncodingException {
        InternetAddress internet = new InternetAddress();
        internet.setAddress(address.email());
        if (!address.name().isEmpty()) {
            internet.setPersonal(address.name(), CHARSET);
        }
        return internet;
    }

    /** Keeps the id it was given, where Jakarta Mail would make one of its own. */
    private static final class IdentifiedMessage extends MimeMessage {

        private final String messageId;

        IdentifiedMessage(Session session, String messageId) {
            super(session);
            this.messageId = messageId;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + messageId + ">");
        }
    }
}

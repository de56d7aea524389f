package dev.errand.mail.mime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.errand.mail.InvalidMailException;
import dev.errand.mail.MailAttachment;
import dev.errand.mail.MailMessage;
import dev.errand.mail.dkim.DkimSigner;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes messages as they go over the wire (RFC 5322; RFC 2045 to 2047): text and HTML as alternatives, around them what
 * the HTML shows, around all of it the attachments.
 *
 * <p>Every line ends with CRLF, has at most 998 characters, all of them ASCII but in addresses that are not (RFC 6532), and none
 * begins with a dot: so no server needs to offer anything else, and nothing has to be changed on the way. The parts are divided by {@code =_}, which a quoted text
 * cannot have, base64 neither (RFC 2045, section 6.7), and with which no other line begins.
 *
 * <p>Holds one message at a time, in memory that it uses again for the next; an attachment stays where it is, encoded once for
 * all who get it. For one thread.
 */
public final class MessageWriter {

    /** A file, and before which of our own bytes it stands. */
    private record Insert(int before, ByteBuffer content) {}

    private static final int PIECE = 16_384;
    private static final int LINE_END = 2;
    private static final byte[] MIME_VERSION = bytes("MIME-Version: 1.0\r\n");
    private static final byte[] MIXED = bytes("Content-Type: multipart/mixed; boundary=\"=_mixed\"\r\n\r\n");
    private static final byte[] NEXT_MIXED = bytes("--=_mixed\r\n");
    private static final byte[] END_MIXED = bytes("--=_mixed--\r\n");
    private static final byte[] RELATED = bytes(
            "Content-Type: multipart/related; boundary=\"=_related\";\r\n type=\"multipart/alternative\"\r\n\r\n");
    private static final byte[] NEXT_RELATED = bytes("--=_related\r\n");
    private static final byte[] END_RELATED = bytes("--=_related--\r\n");
    private static final byte[] ALTERNATIVE =
            bytes("Content-Type: multipart/alternative; boundary=\"=_alternative\"\r\n\r\n");
    private static final byte[] NEXT_ALTERNATIVE = bytes("--=_alternative\r\n");
    private static final byte[] END_ALTERNATIVE = bytes("--=_alternative--\r\n");
    private static final byte[] BASE64_FILE = bytes("Content-Transfer-Encoding: base64\r\n");

    private final Bytes bytes = new Bytes();
    private final Fields fields = new Fields(bytes);
    private final TextPart plain = TextPart.plain(bytes);
    private final TextPart html = TextPart.html(bytes);
    private final Now now = new Now();
    private final List<Insert> inserts = new ArrayList<>();
    private final List<DkimSigner> signers;
    private byte[] signatures = {};
    private long most = Long.MAX_VALUE;

    /** A writer without a message yet, which signs nothing. */
    public MessageWriter() {
        this(List.of());
    }

    /**
     * A writer without a message yet.
     *
     * @param signers who sign each message
     */
    public MessageWriter(List<DkimSigner> signers) {
        this.signers = List.copyOf(signers);
    }

    /**
     * Refuses messages that are too large, from now on.
     *
     * @param bytes how large one may be
     */
    public void atMost(long bytes) {
        most = bytes;
    }

    /**
     * Writes a message, in place of the one before.
     *
     * @param message what to write
     * @throws InvalidMailException if it has something that does not fit on a line, whatever let that pass; or if it is too large
     */
    public void write(MailMessage message) {
        bytes.clear();
        inserts.clear();
        try {
            writeAll(message);
        } catch (IllegalArgumentException unfit) {
            throw new InvalidMailException(
                    "message", message.envelope().messageId(), "be of characters that fit on lines", unfit);
        }
        if (!signers.isEmpty()) {
            sign();
        }
        if (size() > most) {
            throw new InvalidMailException("size", size(), "be at most " + most + " bytes, says the server");
        }
    }

    private void sign() {
        int header = bytes.headerEnd();
        StringBuilder fields = new StringBuilder();
        for (DkimSigner signer : signers) {
            fields.append(signer.sign(bytes.view(0, header), bodyFrom(header + LINE_END)));
        }
        signatures = bytes(fields.toString());
    }

    private List<ByteBuffer> bodyFrom(int start) {
        List<ByteBuffer> body = new ArrayList<>();
        int from = start;
        for (Insert insert : inserts) {
            body.add(bytes.view(from, insert.before));
            body.add(insert.content.duplicate());
            from = insert.before;
        }
        body.add(bytes.view(from, bytes.size()));
        return body;
    }

    private void writeAll(MailMessage message) {
        writeHeader(message);
        boolean mixed = hasFiles(message, false);
        if (mixed) {
            bytes.lines(MIXED);
            bytes.lines(NEXT_MIXED);
        }
        writeBody(message);
        if (mixed) {
            writeFiles(message, false);
            bytes.newLine();
            bytes.lines(END_MIXED);
        }
        bytes.endLine();
    }

    private static boolean hasFiles(MailMessage message, boolean inline) {
        for (MailAttachment file : message.attachments()) {
            if (file.contentId().isPresent() == inline) {
                return true;
            }
        }
        return false;
    }

    /** The texts, and what the HTML shows beside them (RFC 2387). */
    private void writeBody(MailMessage message) {
        if (!hasFiles(message, true)) {
            writeTexts(message);
            return;
        }
        bytes.lines(RELATED);
        bytes.lines(NEXT_RELATED);
        writeTexts(message);
        writeFiles(message, true);
        bytes.newLine();
        bytes.lines(END_RELATED);
    }

    private void writeHeader(MailMessage message) {
        MailMessage.Envelope envelope = message.envelope();
        fields.plain("Date", now.text());
        fields.address("From", envelope.from());
        fields.address("To", envelope.to());
        if (!envelope.replyTo().isEmpty()) {
            fields.addresses("Reply-To", envelope.replyTo());
        }
        fields.text("Subject", message.subject());
        fields.plain("Message-ID", "<" + envelope.messageId() + ">");
        for (Map.Entry<String, String> header : message.headers().entrySet()) {
            fields.text(header.getKey(), header.getValue());
        }
        bytes.lines(MIME_VERSION);
    }

    private void writeTexts(MailMessage message) {
        if (message.html().isEmpty()) {
            plain.write(message.text());
            return;
        }
        bytes.lines(ALTERNATIVE);
        bytes.lines(NEXT_ALTERNATIVE);
        plain.write(message.text());
        bytes.newLine();
        bytes.lines(NEXT_ALTERNATIVE);
        html.write(message.html());
        bytes.newLine();
        bytes.lines(END_ALTERNATIVE);
    }

    private void writeFiles(MailMessage message, boolean inline) {
        for (MailAttachment file : message.attachments()) {
            if (file.contentId().isPresent() == inline) {
                bytes.newLine();
                bytes.lines(inline ? NEXT_RELATED : NEXT_MIXED);
                writeFile(file);
            }
        }
    }

    private void writeFile(MailAttachment file) {
        fields.plain("Content-Type", file.mediaType());
        file.contentId().ifPresent(id -> fields.plain("Content-ID", "<" + id + ">"));
        bytes.text(file.contentId().isPresent() ? "Content-Disposition: inline" : "Content-Disposition: attachment");
        FileName.write(file.fileName(), bytes);
        bytes.lines(BASE64_FILE);
        bytes.newLine();
        inserts.add(new Insert(bytes.size(), file.base64()));
    }

    /**
     * How large the message is.
     *
     * @return its bytes
     */
    public long size() {
        long size = signatures.length + (long) bytes.size();
        for (Insert insert : inserts) {
            size += insert.content.remaining();
        }
        return size;
    }

    /**
     * Writes the message out.
     *
     * @param out where to
     * @throws IOException what that throws
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(signatures);
        int written = 0;
        for (Insert insert : inserts) {
            bytes.writeTo(out, written, insert.before);
            written = insert.before;
            writePieces(insert.content.duplicate(), out);
        }
        bytes.writeTo(out, written, bytes.size());
    }

    private static void writePieces(ByteBuffer content, OutputStream out) throws IOException {
        byte[] piece = new byte[Math.min(PIECE, content.remaining())];
        while (content.hasRemaining()) {
            int length = Math.min(piece.length, content.remaining());
            content.get(piece, 0, length);
            out.write(piece, 0, length);
        }
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(US_ASCII);
    }
}

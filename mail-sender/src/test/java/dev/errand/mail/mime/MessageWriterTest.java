package dev.errand.mail.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.mail.MailAddress;
import dev.errand.mail.MailAttachment;
import dev.errand.mail.MailMessage;
import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader sees in our messages is what he sees in those of Jakarta Mail, and what was to be said. */
class MessageWriterTest {

    /** What a reader sees. */
    private record Seen(
            String subject,
            List<String> from,
            List<String> to,
            List<String> replyTo,
            Map<String, String> headers,
            List<String> parts) {}

    private static final Session SESSION = Session.getInstance(new Properties());
    private static final int MESSAGES = 400;

    private final MessageWriter writer = new MessageWriter();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void meansWhatJakartaMailWouldHaveWritten(long seed) throws Exception {
        RandomMessages messages = new RandomMessages(seed);
        for (int i = 0; i < MESSAGES; i++) {
            MailMessage message = messages.next();
            byte[] ours = written(message);
            ByteArrayOutputStream theirs = new ByteArrayOutputStream();
            MimeMessages.of(SESSION, message).writeTo(theirs);

            assertThat(seen(ours, message))
                    .as("message %d of seed %d:\n%s", i, seed, new String(ours, UTF_8))
                    .isEqualTo(seen(theirs.toByteArray(), message))
                    .isEqualTo(meant(message));
            assertFitForTheWire(ours);
        }
    }

    @Test
    void needsNoMoreThanAsciiForAsciiAndLeavesItReadable() {
        String wire = new String(written(message("Hello,\n\nplease sign.\n", "<p class=\"a\">Hello</p>")), UTF_8);

        assertThat(wire)
                .contains("From: claims@example.org\r\n", "To: ana@example.org\r\n", "Subject: Subject\r\n")
                .contains(
                        "Content-Transfer-Encoding: 7bit\r\n\r\nHello,\r\n\r\nplease sign.\r\n\r\n--=_alternative\r\n")
                .endsWith("\r\n\r\n<p class=\"a\">Hello</p>\r\n--=_alternative--\r\n");
    }

    @ParameterizedTest
    @CsvSource({"ž., quoted-printable", "日本語, base64", "plain, 7bit", ".dot, quoted-printable", "-- , quoted-printable"
    })
    void writesEachTextInTheWayThatSuitsIt(String text, String encoding) {
        assertThat(new String(written(message(text, "")), UTF_8))
                .contains("Content-Transfer-Encoding: " + encoding + "\r\n");
    }

    /** Its buffer grows at whatever is written when it is full, also at what is the same in all messages. */
    @Test
    void isOfAnySize() throws IOException {
        String line = "x".repeat(70) + "\n";
        for (int length = 7_000; length < 8_300; length++) {
            MailMessage message = message(line.repeat(120).substring(0, length), "<p>x</p>");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            MessageWriter first = new MessageWriter();

            first.write(message);
            first.writeTo(out);

            assertThat(out.toString(UTF_8)).as("text of %d", length).endsWith("<p>x</p>\r\n--=_alternative--\r\n");
        }
    }

    @Test
    void encodesAFileOnceForAll() throws IOException {
        MailAttachment file = new MailAttachment("a.bin", "application/octet-stream", new byte[100_000]);
        MailMessage bare = message("text", "");
        MailMessage with = new MailMessage(bare.envelope(), "Subject", "text", "", Map.of(), List.of(file, file));

        byte[] wire = written(with);

        assertThat(file.base64().isReadOnly()).isTrue();
        assertThat(writer.size()).isEqualTo(wire.length).isGreaterThan(2 * 133_000);
        assertFitForTheWire(wire);
    }

    /** RFC 2046, section 5.1; RFC 2387. */
    @ParameterizedTest
    @CsvSource({
        "false, false, multipart/alternative[text/plain text/html]",
        "true, false, multipart/related[multipart/alternative[text/plain text/html] image/png]",
        "false, true, multipart/mixed[multipart/alternative[text/plain text/html] application/pdf]",
        "true, true, multipart/mixed[multipart/related[multipart/alternative[text/plain text/html] image/png]"
                + " application/pdf]"
    })
    void putsEachFileWhereItBelongs(boolean inline, boolean attached, String tree) throws Exception {
        MailMessage bare = message("text", "<p>HTML</p>");
        List<MailAttachment> files = new ArrayList<>();
        if (attached) {
            files.add(new MailAttachment("a.pdf", "application/pdf", new byte[] {1}));
        }
        if (inline) {
            files.add(new MailAttachment("l.png", "image/png", new byte[] {2}).inline("logo"));
        }

        byte[] wire = written(new MailMessage(
                bare.envelope(),
                "Subject",
                bare.text(),
                "<img src=\"" + (inline ? "cid:" : "/") + "logo\">",
                Map.of(),
                files));

        assertThat(treeOf(new MimeMessage(SESSION, new ByteArrayInputStream(wire))))
                .isEqualTo(tree);
        assertFitForTheWire(wire);
        String text = new String(wire, UTF_8);
        assertThat(text.contains("type=\"multipart/alternative\"")).isEqualTo(inline);
        assertThat(text.contains("Content-ID: <logo>\r\nContent-Disposition: inline;"))
                .isEqualTo(inline);
    }

    private static String treeOf(Part part) throws Exception {
        String type = part.getContentType().replaceAll(";(?s:.*)", "");
        if (!part.isMimeType("multipart/*")) {
            return type;
        }
        Multipart multipart = (Multipart) part.getContent();
        List<String> inner = new ArrayList<>();
        for (int i = 0; i < multipart.getCount(); i++) {
            inner.add(treeOf(multipart.getBodyPart(i)));
        }
        return type + inner.toString().replace(", ", " ");
    }

    @Test
    void forgetsTheMessageBefore() {
        written(message("long ".repeat(100_000) + "ž", "<p>HTML</p>"));

        assertThat(new String(written(message("short", "")), UTF_8))
                .doesNotContain("long", "HTML")
                .endsWith("short\r\n");
    }

    private static MailMessage message(String text, String html) {
        return new MailMessage(
                new MailMessage.Envelope(
                        MailAddress.of("claims@example.org"),
                        MailAddress.of("ana@example.org"),
                        List.of(),
                        "id@example.org"),
                "Subject",
                text,
                html,
                Map.of(),
                List.of());
    }

    private byte[] written(MailMessage message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(message);
        try {
            writer.writeTo(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(writer.size()).isEqualTo(out.size());
        return out.toByteArray();
    }

    /** RFC 5322, section 2.1.1; RFC 5321, section 4.5.2. */
    private static void assertFitForTheWire(byte[] wire) {
        String text = new String(wire, ISO_8859_1);
        assertThat(text).endsWith("\r\n");
        assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n").matches("[\\t -~]*");
        boolean header = true;
        for (String line : text.split("\r\n", -1)) {
            assertThat(line.length()).as(line).isLessThanOrEqualTo(header || line.startsWith(" filename=") ? 998 : 76);
            assertThat(line).doesNotStartWith(".").doesNotStartWith("From ");
            assertThat(header && line.isBlank() && !line.isEmpty())
                    .as("a line of blanks")
                    .isFalse();
            header = header && !line.isEmpty();
        }
    }

    private static Seen meant(MailMessage message) {
        List<String> parts = new ArrayList<>();
        parts.add("text/plain " + normal(message.text()));
        if (!message.html().isEmpty()) {
            parts.add("text/html " + normal(message.html()));
        }
        for (boolean shown : new boolean[] {true, false}) {
            message.attachments().stream()
                    .filter(file -> file.contentId().isPresent() == shown)
                    .forEach(file -> parts.add(file.fileName()
                            + file.contentId().map(id -> " <" + id + ">").orElse("") + " "
                            + Arrays.hashCode(file.content())));
        }
        return new Seen(
                message.subject(),
                List.of(shown(message.envelope().from())),
                List.of(shown(message.envelope().to())),
                message.envelope().replyTo().isEmpty()
                        ? List.of(shown(message.envelope().from()))
                        : message.envelope().replyTo().stream()
                                .map(MessageWriterTest::shown)
                                .toList(),
                message.headers(),
                parts);
    }

    private static String shown(MailAddress address) {
        return address.name() + "|" + address.email();
    }

    private static Seen seen(byte[] wire, MailMessage message) throws Exception {
        MimeMessage mime = new MimeMessage(SESSION, new ByteArrayInputStream(wire));
        assertThat(mime.getMessageID()).isEqualTo("<" + message.envelope().messageId() + ">");
        assertThat(mime.getSentDate()).isNotNull();
        assertThat(mime.getHeader("MIME-Version")).containsExactly("1.0");
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : message.headers().keySet()) {
            assertThat(mime.getHeader(name)).hasSize(1);
            headers.put(name, MimeUtility.decodeText(MimeUtility.unfold(mime.getHeader(name)[0])));
        }
        List<String> parts = new ArrayList<>();
        collect(mime, parts);
        String subject = mime.getSubject();
        return new Seen(
                subject == null ? "" : subject,
                shown(mime.getFrom()),
                shown(mime.getAllRecipients()),
                shown(mime.getReplyTo()),
                headers,
                parts);
    }

    private static List<String> shown(Address... addresses) {
        return Arrays.stream(addresses)
                .map(InternetAddress.class::cast)
                .map(address ->
                        (address.getPersonal() == null ? "" : address.getPersonal()) + "|" + address.getAddress())
                .toList();
    }

    private static void collect(Part part, List<String> parts) throws Exception {
        if (part.isMimeType("multipart/*")) {
            Multipart multipart = (Multipart) part.getContent();
            for (int i = 0; i < multipart.getCount(); i++) {
                BodyPart inner = multipart.getBodyPart(i);
                collect(inner, parts);
            }
        } else if (part.getDisposition() != null) {
            try (InputStream in = part.getInputStream()) {
                String id = part instanceof MimeBodyPart inline && inline.getContentID() != null
                        ? " " + inline.getContentID()
                        : "";
                parts.add(MimeUtility.decodeText(part.getFileName()) + id + " " + Arrays.hashCode(in.readAllBytes()));
            }
        } else {
            try (InputStream in = part.getInputStream()) {
                String type = part.isMimeType("text/html") ? "text/html " : "text/plain ";
                parts.add(type + normal(new String(in.readAllBytes(), UTF_8)));
            }
        }
    }

    /** One kind of line breaks, and none at the end, which only some of the ways to write a text can tell from none. */
    private static String normal(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        return lines.endsWith("\n") ? normal(lines.substring(0, lines.length() - 1)) : lines;
    }
}

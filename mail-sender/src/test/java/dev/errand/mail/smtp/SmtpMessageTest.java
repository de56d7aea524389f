package dev.errand.mail.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.mail.Delivery;
import dev.errand.mail.InvalidMailException;
import dev.errand.mail.MailAddress;
import dev.errand.mail.MailAttachment;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailMessage;
import dev.errand.mail.dkim.DkimSigner;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.james.jdkim.DKIMVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives at a server is what was sent. */
class SmtpMessageTest extends SmtpFixture {

    /** RFC 1870, section 6.1. */
    @Test
    void saysNothingToAServerThatTakesNothingSoLarge() {
        scripted.offering("SIZE 5000");
        MailMessage large = message("x\n".repeat(2_500), "");

        try (MailConnection connection = SmtpTransport.to(plain()).open()) {
            assertThatExceptionOfType(InvalidMailException.class)
                    .isThrownBy(() -> connection.send(large))
                    .withMessageMatching("size is [78]\\d{3}, but must be at most 5000 bytes, says the server");
            assertThat(scripted.commands).noneMatch(command -> command.startsWith("MAIL"));
            assertThat(connection.send(message("short", ""))).isInstanceOf(Delivery.Accepted.class);
        }
        scripted.offering("SIZE 0");
        assertThat(sendTo(plain(), large)).as("a server without a limit").isInstanceOf(Delivery.Accepted.class);
    }

    /** RFC 6376: what the server gets is what was signed. */
    @ParameterizedTest
    @EnumSource(Exchange.Way.class)
    void handsOverWhatWasSigned(Exchange.Way way) throws Exception {
        offer(way);
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        DkimSigner signer = DkimSigner.of("example.org", "mail2026", pair.getPrivate());
        MailMessage bare = message("Text.\n.dot\n\n", "<p>HTML</p>");
        MailMessage message = new MailMessage(
                bare.envelope(),
                bare.subject(),
                bare.text(),
                bare.html(),
                Map.of(),
                List.of(new MailAttachment("a.bin", "application/octet-stream", new byte[200_000])));

        try (MailConnection connection =
                SmtpTransport.to(plain()).signing(signer).open()) {
            for (MailMessage each : List.of(message, bare)) {
                assertThat(connection.send(each)).isInstanceOf(Delivery.Accepted.class);
            }
        }

        String record = "v=DKIM1; p="
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        assertThat(scripted.messages).hasSize(2);
        for (String got : scripted.messages) {
            DKIMVerifier verifier = new DKIMVerifier((methods, selector, token) -> List.of(record));
            assertThat(verifier.verify(new ByteArrayInputStream(got.getBytes(ISO_8859_1))))
                    .hasSize(1);
        }
    }

    @Test
    void writesTheWholeMessage() throws Exception {
        try (Mailbox mailbox = new Mailbox()) {
            MailMessage message = new MailMessage(
                    new MailMessage.Envelope(
                            new MailAddress("claims@example.org", "Škody, a. s."),
                            new MailAddress("zofie@example.org", "Žofie O'Neill"),
                            List.of(MailAddress.of("help@example.org")),
                            "id-1@example.org"),
                    "Dobrý den, Žofie – prosím podepište ".repeat(5).strip(),
                    "Text: žluťoučký kůň\n.tečka na začátku\n",
                    "<p>HTML: žluťoučký kůň</p>",
                    Map.of(
                            "List-Unsubscribe",
                            "<https://example.org/u?id=1>",
                            "X-Note",
                            "příliš dlouhá " + "x ".repeat(60).strip()),
                    List.of(new MailAttachment("podmínky 1.txt", "text/plain", "obsah".getBytes(UTF_8))));

            assertThat(sendTo(mailbox.server(), message)).isInstanceOf(Delivery.Accepted.class);

            MimeMessage received = mailbox.only();
            assertThat(received.getSubject()).isEqualTo(message.subject());
            assertThat(received.getMessageID()).isEqualTo("<id-1@example.org>");
            assertThat(received.getSentDate()).isNotNull();
            assertThat(received.getFrom()).hasSize(1);
            assertThat(((jakarta.mail.internet.InternetAddress) received.getFrom()[0]).getPersonal())
                    .isEqualTo("Škody, a. s.");
            assertThat(((jakarta.mail.internet.InternetAddress) received.getAllRecipients()[0]).getPersonal())
                    .isEqualTo("Žofie O'Neill");
            assertThat(received.getReplyTo()).extracting(Object::toString).containsExactly("help@example.org");
            assertThat(received.getHeader("List-Unsubscribe")).containsExactly("<https://example.org/u?id=1>");
            assertThat(jakarta.mail.internet.MimeUtility.decodeText(
                            jakarta.mail.internet.MimeUtility.unfold(received.getHeader("X-Note")[0])))
                    .isEqualTo("příliš dlouhá " + "x ".repeat(60).strip());
            Multipart mixed = (Multipart) received.getContent();
            assertThat(mixed.getContentType()).startsWith("multipart/mixed");
            Multipart alternative = (Multipart) mixed.getBodyPart(0).getContent();
            assertThat(alternative.getContentType()).startsWith("multipart/alternative");
            assertThat(textOf(alternative.getBodyPart(0)))
                    .isEqualToNormalizingNewlines("Text: žluťoučký kůň\n.tečka na začátku\n");
            assertThat(textOf(alternative.getBodyPart(1))).isEqualTo("<p>HTML: žluťoučký kůň</p>");
            assertThat(mixed.getBodyPart(1).getFileName())
                    .satisfies(name -> assertThat(jakarta.mail.internet.MimeUtility.decodeText(name))
                            .isEqualTo("podmínky 1.txt"));
            assertThat(textOf(mixed.getBodyPart(1))).isEqualTo("obsah");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "text/csv; charset=UTF-8", "application/octet-stream", "image/svg+xml", "text/html"
            })
    void keepsEveryByteOfAnAttachment(String mediaType) throws Exception {
        byte[] content = ("\rcarriage\nnew line\r\nboth\u0000nul\n.dot\n" + "long ".repeat(500) + "žluťoučký \r")
                .getBytes(UTF_8);
        try (Mailbox mailbox = new Mailbox()) {
            MailMessage bare = message("text", "");
            MailMessage message = new MailMessage(
                    bare.envelope(),
                    bare.subject(),
                    bare.text(),
                    "",
                    Map.of(),
                    List.of(new MailAttachment("a.bin", mediaType, content)));

            assertThat(sendTo(mailbox.server(), message)).isInstanceOf(Delivery.Accepted.class);

            Part received = ((Multipart) mailbox.only().getContent()).getBodyPart(1);
            try (InputStream in = received.getInputStream()) {
                assertThat(in.readAllBytes()).isEqualTo(content);
            }
            assertThat(received.getContentType()).startsWith(mediaType);
        }
    }

    @Test
    void writesATextAloneAsText() throws Exception {
        try (Mailbox mailbox = new Mailbox()) {
            sendTo(mailbox.server(), message("only text", ""));

            assertThat(mailbox.only().getContentType()).startsWith("text/plain");
            assertThat(textOf(mailbox.only())).isEqualToIgnoringNewLines("only text");
        }
    }
}

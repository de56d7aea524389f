package dev.errand.mail.smtp;

import static dev.errand.mail.smtp.ScriptedSmtpServer.DROP;
import static dev.errand.mail.smtp.ScriptedSmtpServer.HANG;
import static dev.errand.mail.smtp.ScriptedSmtpServer.THEN_CLOSE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import dev.errand.InvalidInputException;
import dev.errand.mail.Delivery;
import dev.errand.mail.MailAddress;
import dev.errand.mail.MailAttachment;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailMessage;
import dev.errand.mail.MailServerException;
import dev.errand.mail.MailServerException.Reason;
import dev.errand.mail.smtp.SmtpServer.Timeouts;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SmtpTransportTest {

    private ScriptedSmtpServer scripted;

    @BeforeEach
    void startsAServer() throws IOException {
        scripted = new ScriptedSmtpServer();
    }

    @AfterEach
    void stopsTheServer() throws IOException {
        scripted.close();
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

    @Test
    void sendsManyMessagesOverOneConnectionAndThenReplacesIt() {
        SmtpTransport transport = SmtpTransport.to(plain().messagesPerConnection(3));
        try (MailConnection connection = transport.open()) {
            for (int i = 0; i < 3; i++) {
                assertThat(connection.isUsable()).isTrue();
                assertThat(connection.send(message("text", ""))).isEqualTo(new Delivery.Accepted("250 taken"));
            }
            assertThat(connection.isUsable()).as("it has had its three").isFalse();
        }

        assertThat(scripted.connections).hasValue(1);
        assertThat(scripted.messages).hasSize(3);
        assertThat(scripted.commands).doesNotContain("NOOP", "RSET");
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "IMPLICIT"})
    void logsInOverTls(SmtpTls mode) throws Exception {
        TestCertificate certificate = TestCertificate.forHost("127.0.0.1");
        try (ScriptedSmtpServer secure = ScriptedSmtpServer.secured(certificate, mode)) {
            SmtpServer server = SmtpServer.at("127.0.0.1", secure.port())
                    .tls(mode)
                    .sockets(certificate.sockets())
                    .login("claims", "s3cret");

            assertThat(sendTo(server, message("text", "<p>text</p>"))).isInstanceOf(Delivery.Accepted.class);

            assertThat(secure.commands).contains("AUTH LOGIN");
            assertThat(secure.messages).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "IMPLICIT"})
    void doesNotTrustACertificateOfSomebodyElse(SmtpTls mode) throws Exception {
        TestCertificate foreign = TestCertificate.forHost("192.0.2.1");
        try (ScriptedSmtpServer secure = ScriptedSmtpServer.secured(foreign, mode)) {
            SmtpServer server =
                    SmtpServer.at("127.0.0.1", secure.port()).tls(mode).login("claims", "s3cret");

            for (SmtpServer trusting : List.of(server, server.sockets(foreign.sockets()))) {
                assertThatExceptionOfType(MailServerException.class)
                        .isThrownBy(() -> SmtpTransport.to(trusting).open())
                        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_SECURE));
            }
            assertThat(secure.commands).noneMatch(command -> command.startsWith("AUTH"));
            assertThat(secure.connections)
                    .as("no second try with another trust")
                    .hasValue(2);
        }
    }

    @Test
    void saysSoWhenThePasswordIsRefused() throws Exception {
        try (Mailbox mailbox = new Mailbox()) {
            mailbox.addUser("claims", "s3cret");

            assertThatExceptionOfType(MailServerException.class)
                    .isThrownBy(() -> SmtpTransport.to(mailbox.server().login("claims", "wr0ng"))
                            .open())
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CREDENTIALS_REFUSED))
                    .withMessageContainingAll("127.0.0.1:" + mailbox.port(), "535")
                    .satisfies(e -> assertThat(e.toString()).doesNotContain("wr0ng"));
        }
    }

    @Test
    void doesNotGoOnWithoutTheLoginThatWasAskedFor() {
        assertThatExceptionOfType(MailServerException.class)
                .isThrownBy(() ->
                        SmtpTransport.to(plain().login("claims", "s3cret")).open())
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CREDENTIALS_REFUSED))
                .withMessageContaining("does not offer to log in");

        assertThat(scripted.commands).noneMatch(command -> command.startsWith("MAIL"));
    }

    @ParameterizedTest
    @CsvSource({"454 4.7.0 later, CONNECTION_LOST", "535 5.7.8 no, CREDENTIALS_REFUSED", "DROP, CONNECTION_LOST"})
    void tellsARefusedLoginFromTemporaryTrouble(String reply, Reason reason) {
        scripted.reply("EHLO", "250-scripted\r\n250 AUTH LOGIN").reply("AUTH", reply);

        assertThatExceptionOfType(MailServerException.class)
                .isThrownBy(() ->
                        SmtpTransport.to(plain().login("claims", "s3cret")).open())
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void doesNotFallBackToPlainTextWhenTlsIsAskedFor() {
        assertThatExceptionOfType(MailServerException.class)
                .isThrownBy(() -> SmtpTransport.to(plain().tls(SmtpTls.STARTTLS).login("claims", "s3cret"))
                        .open())
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_SECURE));

        assertThat(scripted.commands).noneMatch(command -> command.startsWith("AUTH"));
    }

    @Test
    void saysSoWhenNobodyIsThere() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThatExceptionOfType(MailServerException.class)
                .isThrownBy(
                        () -> SmtpTransport.to(SmtpServer.at("127.0.0.1", port)).open())
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
                .satisfies(e -> assertThat(e.server()).isEqualTo("127.0.0.1:" + port))
                .withMessageContaining("127.0.0.1:" + port);
        assertThatExceptionOfType(MailServerException.class)
                .isThrownBy(() ->
                        SmtpTransport.to(SmtpServer.at("mail.invalid", 25)).open())
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
                .withMessageContaining("mail.invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"421 too many connections", "554 go away", DROP})
    void saysSoWhenTheServerDoesNotWantAConnection(String greeting) {
        scripted.reply("CONNECT", greeting);

        assertThatExceptionOfType(MailServerException.class)
                .isThrownBy(() -> SmtpTransport.to(plain()).open())
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CONNECTION_LOST));
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 550 5.7.1 not you, false",
        "MAIL, 451 4.3.0 later, true",
        "RCPT, 550 5.1.1 no such user, false",
        "RCPT, 552 5.2.2 full, false",
        "RCPT, 450 4.2.1 busy, true",
        "DATA, 554 5.7.1 no, false",
        "DATA, 451 4.3.0 later, true",
        "., 554 5.6.0 spam, false",
        "., 452 4.3.1 no space, true"
    })
    void tellsARefusalFromATemporaryOne(String command, String reply, boolean temporary) {
        scripted.reply(command, reply);
        try (MailConnection connection = SmtpTransport.to(plain()).open()) {
            assertThat(connection.send(message("text", ""))).isEqualTo(new Delivery.Refused(reply, temporary));
            assertThat(connection.isUsable()).as("for the next recipient").isTrue();

            scripted.reply(command, command.equals("DATA") ? "354 go" : "250 taken");
            assertThat(connection.send(message("text", ""))).isInstanceOf(Delivery.Accepted.class);
        }
        assertThat(scripted.connections).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 550 5.7.1 not you",
        "RCPT, 550 5.1.1 no such user",
        "DATA, 554 5.7.1 no",
        "., 554 5.6.0 spam",
    })
    void doesNotTakeTheRefusalOfOneMessageForThatOfTheNext(String command, String refusal) {
        scripted.reply(command, refusal + THEN_CLOSE);
        SmtpTransport transport = SmtpTransport.to(plain());
        try (MailConnection connection = transport.open()) {
            assertThat(connection.send(message("first", "")))
                    .isEqualTo(new Delivery.Refused(refusal + THEN_CLOSE, false));
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(MailServerException.class)
                        .as("the server never saw it")
                        .isThrownBy(() -> connection.send(message("second", "")))
                        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CONNECTION_LOST));
            }
            assertThat(connection.isUsable()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, DROP",
        "RCPT, DROP",
        "DATA, DROP",
        "MAIL, 421 closing",
        "RCPT, 421 closing",
        "DATA, 421 closing",
        "., 421 closing"
    })
    void knowsThatNothingWasSentWhenTheConnectionBreaksBeforeTheEnd(String command, String reply) {
        scripted.reply(command, reply);
        try (MailConnection connection = SmtpTransport.to(plain()).open()) {
            assertThatExceptionOfType(MailServerException.class)
                    .isThrownBy(() -> connection.send(message("text", "")))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CONNECTION_LOST));
            assertThat(connection.isUsable()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DROP, HANG})
    void isInDoubtWhenTheEndIsNotAnswered(String behaviour) {
        scripted.reply(".", behaviour);
        SmtpServer impatient = plain().timeouts(Timeouts.DEFAULT.reply(Duration.ofMillis(300)));
        try (MailConnection connection = SmtpTransport.to(impatient).open()) {
            assertThat(connection.send(message("text", "")))
                    .isInstanceOfSatisfying(
                            Delivery.InDoubt.class,
                            inDoubt -> assertThat(inDoubt.reason()).startsWith("no answer to the end of the message"));
            assertThat(connection.isUsable()).isFalse();
        }
        assertThat(scripted.messages).as("the server did have it").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "EHLO"})
    void doesNotWaitForeverForAConnection(String command) {
        scripted.reply(command, HANG);

        assertThatExceptionOfType(MailServerException.class)
                .isThrownBy(() -> SmtpTransport.to(plain().timeouts(Timeouts.DEFAULT.reply(Duration.ofMillis(300))))
                        .open());
    }

    @Test
    void doesNotWaitForeverForAReply() {
        scripted.reply("RCPT", HANG);
        SmtpServer impatient = plain().timeouts(Timeouts.DEFAULT.reply(Duration.ofMillis(300)));
        try (MailConnection connection = SmtpTransport.to(impatient).open()) {
            assertThatExceptionOfType(MailServerException.class).isThrownBy(() -> connection.send(message("text", "")));
        }
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertRefused("mail server host", () -> SmtpServer.at(" ", 25));
        assertRefused("mail server host", () -> SmtpServer.at("localhost\r\nMAIL FROM:<a@b>", 25));
        assertThat(SmtpServer.at("[::1]", 25).host()).isEqualTo("[::1]");
        assertThat(SmtpServer.at("pošta.example", 25).host()).isEqualTo("pošta.example");
        assertRefused("mail server port", () -> SmtpServer.at("localhost", 0));
        assertRefused("mail server port", () -> SmtpServer.at("localhost", 65_536));
        assertRefused("max connections", () -> plain().maxConnections(0));
        assertRefused("messages per connection", () -> plain().messagesPerConnection(0));
        assertRefused("connect timeout", () -> Timeouts.DEFAULT.connect(Duration.ZERO));
        assertRefused("reply timeout", () -> Timeouts.DEFAULT.reply(Duration.ofDays(2)));
        assertRefused("write timeout", () -> new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO));
    }

    @Test
    void doesNotShowThePassword() {
        SmtpServer server = plain().login("claims", "s3cret");

        assertThat(server.toString() + server.security() + SmtpTransport.to(server))
                .doesNotContain("s3cret");
    }

    private SmtpServer plain() {
        return SmtpServer.at("127.0.0.1", scripted.port()).tls(SmtpTls.NONE);
    }

    private static Delivery sendTo(SmtpServer server, MailMessage message) {
        try (MailConnection connection = SmtpTransport.to(server).open()) {
            return connection.send(message);
        }
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

    private static String textOf(Part part) throws Exception {
        try (InputStream in = part.getInputStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static void assertRefused(String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    /** GreenMail: a server that really takes mail, and shows what it took. */
    private static final class Mailbox implements AutoCloseable {

        private final GreenMail greenMail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());

        Mailbox() {
            greenMail.start();
        }

        int port() {
            return greenMail.getSmtp().getPort();
        }

        SmtpServer server() {
            return SmtpServer.at("127.0.0.1", port()).tls(SmtpTls.NONE);
        }

        void addUser(String login, String password) {
            greenMail.setUser(login + "@example.org", login, password);
        }

        MimeMessage only() {
            assertThat(greenMail.getReceivedMessages()).hasSize(1);
            return greenMail.getReceivedMessages()[0];
        }

        @Override
        public void close() {
            greenMail.stop();
        }
    }
}

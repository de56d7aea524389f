package dev.errand.mail.smtp;

import static dev.errand.mail.smtp.ScriptedSmtpServer.DROP;
import static dev.errand.mail.smtp.ScriptedSmtpServer.HANG;
import static dev.errand.mail.smtp.ScriptedSmtpServer.THEN_CLOSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.mail.Delivery;
import dev.errand.mail.Delivery.Phase;
import dev.errand.mail.MailAttachment;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailMessage;
import dev.errand.mail.MailServerException;
import dev.errand.mail.MailServerException.Reason;
import dev.errand.mail.ServerReply;
import dev.errand.mail.smtp.SmtpServer.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpTransportTest extends SmtpFixture {

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
    @CsvSource({
        "421 too many connections, CONNECTION_LOST",
        "DROP, CONNECTION_LOST",
        "554 no SMTP service here, NOT_ALLOWED",
        "521 does not accept mail, NOT_ALLOWED"
    })
    void saysSoWhenTheServerDoesNotWantAConnection(String greeting, Reason reason) {
        scripted.reply("CONNECT", greeting);

        assertThatExceptionOfType(MailServerException.class)
                .isThrownBy(() -> SmtpTransport.to(plain()).open())
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, MAIL, 552 5.3.4 too big, false",
        "MAIL, MAIL, 451 4.3.0 later, true",
        "MAIL, MAIL, 454 4.7.0 later, true",
        "RCPT, RCPT, 550 5.1.1 no such user, false",
        "RCPT, RCPT, 550 5.7.1 not for you, false",
        "RCPT, RCPT, 552 5.2.2 full, false",
        "RCPT, RCPT, 450 4.2.1 busy, true",
        "DATA, DATA, 554 5.7.1 no, false",
        "DATA, DATA, 451 4.3.0 later, true",
        "., END_OF_DATA, 554 5.6.0 spam, false",
        "., END_OF_DATA, 452 4.3.1 no space, true"
    })
    void tellsARefusalFromATemporaryOne(String command, Phase phase, String reply, boolean temporary) {
        scripted.reply(command, reply);
        try (MailConnection connection = SmtpTransport.to(plain()).open()) {
            assertThat(connection.send(message("text", "")))
                    .isEqualTo(new Delivery.Refused(ServerReply.parse(reply), temporary, phase));
            assertThat(connection.isUsable()).as("for the next recipient").isTrue();

            scripted.reply(command, command.equals("DATA") ? "354 go" : "250 taken");
            assertThat(connection.send(message("text", ""))).isInstanceOf(Delivery.Accepted.class);
        }
        assertThat(scripted.connections).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 550 5.7.1 not you, NOT_ALLOWED",
        "MAIL, 530 5.7.0 authentication required, CREDENTIALS_REFUSED",
        "MAIL, 535 no, CREDENTIALS_REFUSED",
        "RCPT, 530 5.7.0 authentication required, CREDENTIALS_REFUSED",
        "DATA, 530 log in first, CREDENTIALS_REFUSED"
    })
    void saysSoWhenItDoesNotLetUsSendToAnybody(String command, String reply, Reason reason) {
        scripted.reply(command, reply);
        try (MailConnection connection = SmtpTransport.to(plain()).open()) {
            assertThatExceptionOfType(MailServerException.class)
                    .isThrownBy(() -> connection.send(message("text", "")))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                    .satisfies(e -> assertThat(e.reply()).isEqualTo(ServerReply.parse(reply)));
            assertThat(connection.isUsable()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 550 not you",
        "RCPT, 550 5.1.1 no such user",
        "DATA, 554 5.7.1 no",
        "., 554 5.6.0 spam",
    })
    void doesNotTakeTheRefusalOfOneMessageForThatOfTheNext(String command, String refusal) {
        scripted.reply(command, refusal + THEN_CLOSE);
        SmtpTransport transport = SmtpTransport.to(plain());
        try (MailConnection connection = transport.open()) {
            assertThat(connection.send(message("first", "")))
                    .isInstanceOfSatisfying(
                            Delivery.Refused.class,
                            refused -> assertThat(refused.reply()).hasToString(refusal + THEN_CLOSE));
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
        SmtpServer impatient = plain().timeouts(Timeouts.DEFAULT.end(Duration.ofMillis(300)));
        try (MailConnection connection = SmtpTransport.to(impatient).open()) {
            assertThat(connection.send(message("text", "")))
                    .isInstanceOfSatisfying(
                            Delivery.InDoubt.class,
                            inDoubt -> assertThat(inDoubt.reason()).startsWith("no answer to the end of the message"));
            assertThat(connection.isUsable()).isFalse();
        }
        assertThat(scripted.messages).as("the server did have it").hasSize(1);
    }

    /** A server may need longer for the end than for anything else: as long at least as another one does not answer at all. */
    @ParameterizedTest
    @EnumSource(Exchange.Way.class)
    void waitsLongerForTheAnswerToTheEnd(Exchange.Way way) throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        offer(way);
        scripted.waitingAt(".", gate);
        Timeouts impatient = Timeouts.DEFAULT.reply(Duration.ofSeconds(2));
        CompletableFuture<Delivery> delivery =
                CompletableFuture.supplyAsync(() -> sendTo(plain().timeouts(impatient), message("text", "")));
        while (scripted.messages.isEmpty() && !delivery.isDone()) {
            Thread.onSpinWait();
        }
        try (ScriptedSmtpServer silent = new ScriptedSmtpServer().reply("MAIL", HANG)) {
            SmtpServer server =
                    SmtpServer.at("127.0.0.1", silent.port()).tls(SmtpTls.NONE).timeouts(impatient);
            assertThatExceptionOfType(MailServerException.class).isThrownBy(() -> sendTo(server, message("text", "")));
        }
        gate.countDown();

        assertThat(delivery.get()).isInstanceOf(Delivery.Accepted.class);
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
    void doesNotWaitForeverForAServerThatDoesNotRead() throws Exception {
        MailMessage small = message("text", "");
        MailMessage large = new MailMessage(
                small.envelope(),
                "Subject",
                "text",
                "",
                Map.of(),
                List.of(new MailAttachment("a.bin", "application/octet-stream", new byte[16 << 20])));
        try (PacketServer deaf = PacketServer.readingNoMore("250-x\n250 PIPELINING\n", "250 a\n250 b\n354 go\n");
                MailConnection connection = SmtpTransport.to(deaf.server()
                                .timeouts(new Timeouts(
                                        Duration.ofMinutes(1),
                                        Duration.ofMinutes(1),
                                        Duration.ofMillis(300),
                                        Duration.ofMinutes(1))))
                        .open()) {
            assertThatExceptionOfType(MailServerException.class)
                    .isThrownBy(() -> connection.send(large))
                    .withMessageContaining("the server takes too long");
            assertThat(connection.isUsable()).isFalse();
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
        Duration second = Duration.ofSeconds(1);
        assertRefused("write timeout", () -> new Timeouts(second, second, Duration.ZERO, second));
        assertRefused("end timeout", () -> Timeouts.DEFAULT.end(Duration.ZERO));
    }

    @Test
    void doesNotShowThePassword() {
        SmtpServer server = plain().login("claims", "s3cret");

        assertThat(server.toString() + server.security() + SmtpTransport.to(server))
                .doesNotContain("s3cret");
    }

    private static void assertRefused(String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }
}

package dev.errand.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.mail.Delivery;
import dev.errand.mail.Delivery.Phase;
import dev.errand.mail.MailAttachment;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailMessage;
import dev.errand.mail.MailServerException;
import dev.errand.mail.ServerReply;
import dev.errand.mail.mime.MessageWriter;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a message goes back and forth, and what is on the wire then. */
class RoundTripsTest extends SmtpFixture {

    private static final String ENVELOPE = "MAIL FROM:<claims@example.org>\r\nRCPT TO:<ana@example.org>\r\n";
    private static final String HOSTILE = ".\n.\r\n\r.\r\r\n.\r\nMAIL FROM:<a@b>\n..\nQUIT\r\n.\r\n";

    @Test
    void isOneWithChunking() throws Exception {
        try (PacketServer packets = new PacketServer(
                "250-x\n250-PIPELINING\n250 CHUNKING\n", "250 a\n250 b\n250 taken\n", "250 a\n250 b\n250 too\n")) {
            try (MailConnection connection = SmtpTransport.to(packets.server()).open()) {
                assertThat(connection.send(message("first", ""))).isEqualTo(new Delivery.Accepted("250 taken"));
                assertThat(connection.send(message("second", ""))).isEqualTo(new Delivery.Accepted("250 too"));
            }

            assertThat(packets.packets).hasSize(3);
            String packet = packets.packets.get(1);
            assertThat(packet).startsWith(ENVELOPE + "BDAT ").endsWith("\r\n\r\nfirst\r\n");
            String command = packet.substring(ENVELOPE.length(), packet.indexOf("\r\n", ENVELOPE.length()));
            int length = packet.length() - ENVELOPE.length() - command.length() - 2;
            assertThat(command).isEqualTo("BDAT " + length + " LAST");
        }
    }

    /** A message that left together with its envelope would be in doubt then. */
    @Test
    void areTwoAfterASilenceInWhichTheServerMayHaveGone() throws Exception {
        Sockets sockets = new Sockets(SmtpServer.Timeouts.DEFAULT);
        try (PacketServer packets = new PacketServer("250 a\n250 b\n", "250 taken\n");
                Socket socket = sockets.plain().createSocket()) {
            socket.connect(packets.address());
            Conversation conversation = new Conversation(sockets);
            assertThat(conversation.hear().code()).isEqualTo(220);

            Exchange exchange = new Exchange(
                    conversation,
                    new Exchange.Offer(Exchange.Way.CHUNKED, new Envelopes(false, false)),
                    Duration.ZERO,
                    new MessageWriter());

            assertThat(exchange.send(message("text", "")).text()).isEqualTo("250 taken");
            assertThat(packets.packets).hasSize(2).first().isEqualTo(ENVELOPE);
            assertThat(packets.packets.get(1)).startsWith("BDAT ").endsWith("text\r\n");
        }
    }

    @Test
    void areTwoWithPipelining() throws Exception {
        try (PacketServer packets =
                new PacketServer("250-x\n250 PIPELINING\n", "250 a\n250 b\n354 go\n", "250 taken\n")) {
            assertThat(sendTo(packets.server(), message("first", ""))).isEqualTo(new Delivery.Accepted("250 taken"));

            assertThat(packets.packets).hasSize(3);
            assertThat(packets.packets.get(1)).isEqualTo(ENVELOPE + "DATA\r\n");
            assertThat(packets.packets.get(2)).startsWith("Date: ").endsWith("\r\n\r\nfirst\r\n.\r\n");
        }
    }

    @Test
    void areMoreWithAServerWhoseOffersAreFaulty() {
        scripted.offering("PIPELINING", "CHUNKING", "DSN");

        assertThat(sendTo(plain().without(SmtpExtension.CHUNKING), message("text", "")))
                .isInstanceOf(Delivery.Accepted.class);
        assertThat(scripted.commands).contains("DATA", "MAIL FROM:<claims@example.org> RET=HDRS ENVID=id");
        assertThat(sendTo(
                        plain().without(SmtpExtension.PIPELINING, SmtpExtension.DSN)
                                .maxConnections(2),
                        message("text", "")))
                .isInstanceOf(Delivery.Accepted.class);
        assertThat(scripted.commands)
                .noneMatch(command -> command.startsWith("BDAT"))
                .contains("MAIL FROM:<claims@example.org>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"250 x\n", "250-x\n250 CHUNKING\n"})
    void areFourWithAnyOtherServer(String ehlo) throws Exception {
        try (PacketServer packets = new PacketServer(ehlo, "250 a\n", "250 b\n", "354 go\n", "250 taken\n")) {
            assertThat(sendTo(packets.server(), message("first", ""))).isEqualTo(new Delivery.Accepted("250 taken"));

            assertThat(packets.packets).hasSize(5);
            assertThat(packets.packets.get(3)).isEqualTo("DATA\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource(Exchange.Way.class)
    void beginsAnewAfterARefusal(Exchange.Way way) {
        offer(way);
        scripted.reply("RCPT", "550 5.1.1 no such user").takingDataForNobody();
        try (MailConnection connection = SmtpTransport.to(plain()).open()) {
            assertThat(connection.send(message("refused", "")))
                    .isEqualTo(new Delivery.Refused(new ServerReply(550, "5.1.1", "no such user"), Phase.RCPT));
            assertThat(connection.isUsable()).isTrue();
            scripted.reply("RCPT", "250 ok");

            assertThat(connection.send(message("taken", ""))).isEqualTo(new Delivery.Accepted("250 taken"));
            assertThat(connection.send(message("taken", ""))).isEqualTo(new Delivery.Accepted("250 taken"));
        }

        assertThat(scripted.messages).hasSize(2).noneMatch(message -> message.contains("refused"));
        assertThat(scripted.commands).containsOnlyOnce("RSET");
        assertThat(scripted.connections).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "LOCK_STEP, MAIL, MAIL",
        "LOCK_STEP, RCPT, RCPT",
        "LOCK_STEP, DATA, DATA",
        "LOCK_STEP, ., END_OF_DATA",
        "PIPELINED, MAIL, MAIL",
        "PIPELINED, RCPT, RCPT",
        "PIPELINED, DATA, DATA",
        "PIPELINED, ., END_OF_DATA",
        "CHUNKED, MAIL, MAIL",
        "CHUNKED, RCPT, RCPT",
        "CHUNKED, BDAT, END_OF_DATA",
        "CHUNKED, ., END_OF_DATA"
    })
    void blamesTheFirstRefusal(Exchange.Way way, String command, Phase phase) {
        offer(way);
        scripted.reply(command, "451 4.3.0 later");

        assertThat(sendTo(plain(), message("text", "")))
                .isEqualTo(new Delivery.Refused(new ServerReply(451, "4.3.0", "later"), true, phase));
    }

    @ParameterizedTest
    @EnumSource(Exchange.Way.class)
    void doesNotAskForAnybodyIfTheServerCannotBeginAnew(Exchange.Way way) {
        offer(way);
        scripted.reply("RCPT", "450 4.2.1 later").reply("RSET", "502 5.5.1 what");
        try (MailConnection connection = SmtpTransport.to(plain()).open()) {
            assertThat(connection.send(message("text", ""))).isInstanceOf(Delivery.Refused.class);

            assertThatExceptionOfType(MailServerException.class)
                    .isThrownBy(() -> connection.send(message("text", "")))
                    .withMessageContaining("502 5.5.1 what");
        }
    }

    @ParameterizedTest
    @EnumSource(Exchange.Way.class)
    void isForWholeMessagesOfAnySize(Exchange.Way way) {
        offer(way);
        byte[] content = new byte[300_000];
        MailMessage bare = message("text", "");
        MailMessage large = new MailMessage(
                bare.envelope(),
                "Subject",
                "text",
                "",
                Map.of(),
                List.of(new MailAttachment("a.bin", "application/octet-stream", content)));

        assertThat(sendTo(plain(), large)).isInstanceOf(Delivery.Accepted.class);

        assertThat(scripted.messages).hasSize(1);
        assertThat(scripted.messages.getFirst()).hasSizeGreaterThan(400_000).endsWith("\n--=_mixed--\n");
        assertThat(scripted.commands).as("asked for first").noneMatch(command -> command.startsWith("BDAT"));
    }

    @ParameterizedTest
    @EnumSource(Exchange.Way.class)
    void sendsOneMessageWithOnlyItsOwnHeaders(Exchange.Way way) {
        offer(way);
        try (MailConnection connection = SmtpTransport.to(plain()).open()) {
            for (String text : List.of(HOSTILE, "ž" + HOSTILE, "漢字".repeat(20) + HOSTILE)) {
                assertThat(connection.send(message(text, "<p>" + HOSTILE + "</p>")))
                        .isInstanceOf(Delivery.Accepted.class);
            }
        }

        assertThat(scripted.messages).hasSize(3);
        assertThat(scripted.bareLineBreaks).hasValue(0);
        for (String message : scripted.messages) {
            Set<String> names = Arrays.stream(
                            message.substring(0, message.indexOf("\n\n")).split("\n(?! )"))
                    .map(line -> line.substring(0, line.indexOf(':')))
                    .collect(Collectors.toSet());
            assertThat(names)
                    .containsExactlyInAnyOrder(
                            "Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type");
        }
        assertThat(scripted.commands.stream().filter(command -> command.startsWith("MAIL")))
                .hasSize(3);
    }
}

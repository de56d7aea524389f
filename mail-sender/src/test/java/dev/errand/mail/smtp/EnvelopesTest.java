package dev.errand.mail.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.engine.TaskEngine;
import dev.errand.mail.Campaign;
import dev.errand.mail.CampaignReport;
import dev.errand.mail.Delivery;
import dev.errand.mail.InvalidMailException;
import dev.errand.mail.MailAddress;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailMessage;
import dev.errand.mail.MailServerException;
import dev.errand.mail.RecipientOutcome;
import dev.errand.mail.RecipientOutcome.Invalid;
import dev.errand.mail.bounce.CampaignMessage;
import dev.errand.mail.dkim.DkimSigner;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.james.jdkim.DKIMVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From whom and to whom, as a server is told. */
class EnvelopesTest extends SmtpFixture {

    private static final String ZOFIE = "\u017eofie@example.org";

    private static MailMessage from(String from, String to, String messageId) {
        MailMessage some = message("text", "");
        return new MailMessage(
                new MailMessage.Envelope(MailAddress.of(from), MailAddress.of(to), List.of(), messageId),
                some.subject(),
                some.text(),
                some.html(),
                Map.of(),
                List.of());
    }

    @Test
    void namesTheMessageForReportsIfTheServerWritesSome() {
        scripted.offering("DSN");

        assertThat(sendTo(plain(), from("claims@example.org", "o'neill+a=b@example.org", "a+b.c@example.org")))
                .isInstanceOf(Delivery.Accepted.class);

        assertThat(scripted.commands)
                .contains(
                        "MAIL FROM:<claims@example.org> RET=HDRS ENVID=a+2Bb.c",
                        "RCPT TO:<o'neill+a=b@example.org> ORCPT=rfc822;o'neill+2Ba+3Db@example.org");
    }

    @Test
    void namesNothingThatIsTooLongForThat() {
        scripted.offering("DSN");

        assertThat(sendTo(plain(), from("claims@example.org", "ana@example.org", "i".repeat(101) + "@example.org")))
                .isInstanceOf(Delivery.Accepted.class);

        assertThat(scripted.commands).contains("MAIL FROM:<claims@example.org> RET=HDRS");
    }

    @Test
    void namesNothingToAServerThatWritesNoReports() {
        assertThat(sendTo(plain(), message("text", ""))).isInstanceOf(Delivery.Accepted.class);

        assertThat(scripted.commands).contains("MAIL FROM:<claims@example.org>", "RCPT TO:<ana@example.org>");
    }

    /** What a report brings back leads to the task and the recipient. */
    @Test
    void isFoundAgainByTheNameOfTheMessage() throws Exception {
        scripted.offering("DSN");
        Campaign<String> campaign = Campaign.<String>to(name -> name + "@example.org")
                .from("Claims <claims@example.org>")
                .bouncesTo("bounces+k3j4h5@example.org")
                .subject("Please sign")
                .text(name -> "Dear " + name);
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            TaskHandle<CampaignReport> handle = tasks.submit(
                    "campaign", context -> campaign.send(List.of("ana"), SmtpTransport.to(plain()), context));
            assertThat(handle.await(Duration.ofSeconds(20)).orElseThrow()).isInstanceOf(Outcome.Succeeded.class);

            String mail = scripted.commands.stream()
                    .filter(command -> command.startsWith("MAIL"))
                    .findFirst()
                    .orElseThrow();
            assertThat(mail).startsWith("MAIL FROM:<bounces+k3j4h5@example.org> RET=HDRS ENVID=");
            CampaignMessage message = CampaignMessage.parse(mail.substring(mail.lastIndexOf('=') + 1))
                    .orElseThrow();
            assertThat(message.task()).isEqualTo(handle.id());
            assertThat(message.isTo("ana@example.org", "campaign")).isTrue();
            assertThat(scripted.messages.getFirst())
                    .contains("From: \"Claims\" <claims@example.org>")
                    .contains("Message-ID: <" + mail.substring(mail.lastIndexOf('=') + 1) + "@example.org>");
        }
    }

    @ParameterizedTest
    @EnumSource(Exchange.Way.class)
    void reachesAnAddressThatIsNotAscii(Exchange.Way way) throws Exception {
        switch (way) {
            case LOCK_STEP -> scripted.offering("SMTPUTF8", "DSN");
            case PIPELINED -> scripted.offering("SMTPUTF8", "DSN", "PIPELINING");
            case CHUNKED -> scripted.offering("SMTPUTF8", "DSN", "PIPELINING", "CHUNKING");
        }

        assertThat(sendTo(plain(), from("claims@example.org", ZOFIE, "1@example.org")))
                .isInstanceOf(Delivery.Accepted.class);

        assertThat(scripted.commands)
                .contains(
                        "MAIL FROM:<claims@example.org> SMTPUTF8 RET=HDRS ENVID=1",
                        "RCPT TO:<" + ZOFIE + "> ORCPT=utf-8;\\x{17E}ofie@example.org");
        Properties utf8 = new Properties();
        utf8.setProperty("mail.mime.allowutf8", "true");
        MimeMessage got = new MimeMessage(
                Session.getInstance(utf8),
                new ByteArrayInputStream(scripted.messages.getFirst().getBytes(UTF_8)));
        assertThat(got.getAllRecipients()).containsExactly(new InternetAddress(ZOFIE));
    }

    @Test
    void asksForNothingWhereAllIsAscii() {
        scripted.offering("SMTPUTF8");

        assertThat(sendTo(plain(), from("claims@m\u00fcnchen.example", "ana@b\u00fccher.example", "1@example.org")))
                .isInstanceOf(Delivery.Accepted.class);

        assertThat(scripted.commands)
                .contains("MAIL FROM:<claims@xn--mnchen-3ya.example>", "RCPT TO:<ana@xn--bcher-kva.example>");
    }

    @Test
    void saysNothingToAServerThatWouldTakeAnotherAddressForIt() {
        scripted.offering("PIPELINING", "CHUNKING");
        try (MailConnection connection = SmtpTransport.to(plain()).open()) {
            assertThatExceptionOfType(InvalidMailException.class)
                    .isThrownBy(() -> connection.send(from("claims@example.org", ZOFIE, "1@example.org")))
                    .withMessage("address is \"" + ZOFIE + "\", but must have only ASCII before the @, since the"
                            + " server takes nothing else (SMTPUTF8)");
            assertThat(scripted.commands).noneMatch(command -> command.startsWith("MAIL"));
            assertThat(connection.send(message("text", ""))).isInstanceOf(Delivery.Accepted.class);
        }
    }

    /** All recipients would fare alike. */
    @Test
    void aSenderThatTheServerDoesNotTakeIsNoFaultOfTheRecipients() {
        scripted.offering("PIPELINING", "CHUNKING");
        try (MailConnection connection = SmtpTransport.to(plain()).open()) {
            assertThatExceptionOfType(MailServerException.class)
                    .isThrownBy(() -> connection.send(from(ZOFIE, "ana@example.org", "1@example.org")))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(MailServerException.Reason.NOT_ALLOWED))
                    .withMessageContaining(ZOFIE);
            assertThat(connection.isUsable()).isFalse();
        }
        assertThat(scripted.commands).noneMatch(command -> command.startsWith("MAIL"));
    }

    @Test
    void leavesOutThatRecipientOnly() throws Exception {
        Campaign<String> campaign = Campaign.<String>to(name -> name + "@example.org")
                .from("Claims <claims@example.org>")
                .subject("Please sign")
                .text(name -> "Dear " + name);
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            TaskHandle<CampaignReport> handle = tasks.submit(
                    "campaign",
                    context -> campaign.send(List.of("ana", "\u017eofie", "bea"), SmtpTransport.to(plain()), context));

            assertThat(handle.await(Duration.ofSeconds(20)).orElseThrow())
                    .isInstanceOfSatisfying(Outcome.Partial.class, partial -> {
                        CampaignReport report = (CampaignReport) partial.result();
                        assertThat(report.sent()).isEqualTo(2);
                        RecipientOutcome zofie = report.notSent().getFirst();
                        assertThat(zofie).isInstanceOf(Invalid.class);
                        assertThat(((Invalid) zofie).reason()).contains("(SMTPUTF8)");
                    });
        }
    }

    /** RFC 8616. */
    @Test
    void signsAddressesThatAreNotAscii() throws Exception {
        scripted.offering("SMTPUTF8");
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        DkimSigner signer = DkimSigner.of("example.org", "mail2026", pair.getPrivate());
        try (MailConnection connection =
                SmtpTransport.to(plain()).signing(signer).open()) {
            assertThat(connection.send(from("claims@example.org", ZOFIE, "1@example.org")))
                    .isInstanceOf(Delivery.Accepted.class);
        }
        String record = "v=DKIM1; p="
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        DKIMVerifier verifier = new DKIMVerifier((methods, selector, token) -> List.of(record));

        assertThat(verifier.verify(
                        new ByteArrayInputStream(scripted.messages.getFirst().getBytes(UTF_8))))
                .hasSize(1);
    }
}

package dev.errand.mail.bounce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.errand.InvalidInputException;
import dev.errand.TaskId;
import dev.errand.mail.MailAddress;
import dev.errand.mail.ServerReply;
import dev.errand.mail.bounce.RecipientStatus.Action;
import dev.errand.mail.bounce.ReturnedMail.Complaint;
import dev.errand.mail.bounce.ReturnedMail.DeliveryReport;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports as the usual servers write them. */
@Timeout(60) // seconds, for megabytes of hostile input; work that grows with its square takes hours
class ReturnedMailTest {

    private static final TaskId TASK = TaskId.parse("01976f2c-4b1e-7a31-9c0d-5f2b7e8a9d10");

    private static ReturnedMail sample(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ReturnedMailTest.class.getResourceAsStream(name + ".eml"), name)) {
            return ReturnedMail.read(in);
        }
    }

    private static ReturnedMail read(String mail) throws IOException {
        return ReturnedMail.read(new ByteArrayInputStream(mail.getBytes(UTF_8)));
    }

    private static RecipientStatus only(ReturnedMail mail) {
        assertThat(mail).isInstanceOf(DeliveryReport.class);
        assertThat(((DeliveryReport) mail).recipients()).hasSize(1);
        return ((DeliveryReport) mail).recipients().getFirst();
    }

    private static String report(String blocks) {
        return "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
                + "Content-Type: message/delivery-status\n\n" + blocks + "\n--b--\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"postfix", "postfix-3.7", "exim", "exchange", "gmail"})
    void knowsWhoseMailboxDoesNotExist(String server) throws IOException {
        ReturnedMail mail = sample(server);

        RecipientStatus status = only(mail);
        assertThat(status.recipient()).isEqualTo("ana@example.net");
        assertThat(status.action()).isEqualTo(Action.FAILED);
        assertThat(status.reply().code()).isEqualTo(550);
        assertThat(status.reply().status()).isIn("5.1.1", "5.1.10");
        assertThat(status.isNoMailbox()).isTrue();
        assertThat(mail.suppressions()).containsOnlyKeys("ana@example.net");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postfix",
                "exim",
                "exim-in-words",
                "exchange",
                "gmail",
                "sendmail-delayed",
                "complaint",
                "complaint-redacted",
                "absence"
            })
    void knowsWhichMessageOfWhichCampaignItIsAbout(String name) throws IOException {
        CampaignMessage message = sample(name).original().campaign().orElseThrow();

        assertThat(message.task()).isEqualTo(TASK);
        assertThat(message.isTo("ana@EXAMPLE.net", "campaign")).isTrue();
        assertThat(message.isTo("bea@example.net", "campaign")).isFalse();
        assertThat(message.isTo("ana@example.net", "reminder")).isFalse();
    }

    @Test
    void saysWhatTheServerSaid() throws IOException {
        assertThat(only(sample("postfix")).reply())
                .isEqualTo(new ServerReply(
                        550,
                        "5.1.1",
                        "<ana@example.net>: Recipient address rejected: User unknown in virtual mailbox table"));
        assertThat(only(sample("exim")).reply()).isEqualTo(new ServerReply(550, "5.1.1", "User unknown"));
        assertThat(only(sample("gmail")).reply().text())
                .isEqualTo("The email account that you tried to reach does not exist. Please try double-checking the"
                        + " recipient's email address for typos or unnecessary spaces. Learn more at"
                        + " https://support.google.com/mail/?p=NoSuchUser q6si12345678wme.31 - gsmtp");
        assertThat(sample("postfix").suppressions())
                .containsEntry(
                        "ana@example.net",
                        "bounced: 550 5.1.1 <ana@example.net>: Recipient address rejected: User unknown in virtual"
                                + " mailbox table");
    }

    @Test
    void knowsWhomItWasSentToAlthoughItWasPassedOn() throws IOException {
        RecipientStatus status = only(sample("exchange"));

        assertThat(status.recipient()).isEqualTo("ana@example.net");
        assertThat(status.finalRecipient()).isEqualTo("ana.new@example.com");
    }

    /** Sendmail and Exim report the original recipient as it was handed over to them, in xtext. */
    @ParameterizedTest
    @CsvSource({
        "ana+2Bnews@example.net, ana+news@example.net, '',                   ana+news@example.net",
        "bounce+3Dana@example.net, bounce=ana@example.net, '',               bounce=ana@example.net",
        "ana+2Bnews@example.net, ana@example.com, ana+news@example.net,      ana+news@example.net",
        "ana+2Bnews@example.net, ana+2Bnews@example.net, '',                 ana+2Bnews@example.net",
        "ana+2Bnews@example.net, ana@example.com, '',                        ana+2Bnews@example.net",
        "ana+news@example.net, ana@example.com, ana+news@example.net,        ana+news@example.net"
    })
    void decodesWhomItWasSentToIfSheIsNamedInPlainAsWell(String original, String last, String to, String sentTo)
            throws IOException {
        String mail = report("Original-Recipient: rfc822;" + original + "\nFinal-Recipient: rfc822; " + last
                        + "\nAction: failed\nStatus: 5.1.1\n")
                .replace("\n--b--", "\n--b\nContent-Type: text/rfc822-headers\n\nTo: " + to + "\n\n--b--");

        assertThat(read(mail).suppressions()).containsOnlyKeys(MailAddress.normalized(sentTo));
    }

    @Test
    void tellsWhatIsDelayedFromWhatFailed() throws IOException {
        RecipientStatus status = only(sample("sendmail-delayed"));

        assertThat(status.action()).isEqualTo(Action.DELAYED);
        assertThat(status.reply()).isEqualTo(new ServerReply(0, "4.4.1", ""));
        assertThat(sample("sendmail-delayed").suppressions()).isEmpty();
    }

    @Test
    void readsOneOfSeveralRecipients() throws IOException {
        ReturnedMail mail = sample("sendmail-several");

        assertThat(((DeliveryReport) mail).recipients())
                .extracting(RecipientStatus::recipient, RecipientStatus::action)
                .containsExactly(
                        tuple("ana@example.net", Action.RELAYED),
                        tuple("bea@example.net", Action.DELIVERED),
                        tuple("friends@example.net", Action.EXPANDED),
                        tuple("full@example.net", Action.FAILED),
                        tuple("gone@example.net", Action.FAILED));
        assertThat(mail.suppressions()).containsOnlyKeys("gone@example.net");
        assertThat(mail.original().campaign()).isEmpty();
        assertThat(mail.original().messageId()).contains("1@example.org");
    }

    @Test
    void readsAddressesThatAreNotAscii() throws IOException {
        RecipientStatus status = only(sample("postfix-utf8"));

        assertThat(status.recipient()).isEqualTo("žofie@example.net");
        assertThat(status.finalRecipient()).isEqualTo("žofie@example.net");
        assertThat(status.reply()).isEqualTo(new ServerReply(0, "5.2.1", "mailbox is disabled"));
        assertThat(status.isNoMailbox()).isTrue();
        assertThat(sample("postfix-utf8").suppressions())
                .containsExactlyEntriesOf(Map.of("žofie@example.net", "bounced: 5.2.1 mailbox is disabled"));
    }

    /** As Postfix 3.7 has written it about a message of a campaign. */
    @Test
    void readsThatTheNextServerTakesAsciiOnly() throws IOException {
        ReturnedMail mail = sample("postfix-3.7-utf8");

        RecipientStatus status = only(mail);
        assertThat(status.recipient()).isEqualTo("žofie@example.net");
        assertThat(status.reason())
                .isEqualTo("5.6.7 SMTPUTF8 is required, but was not offered by host 127.0.0.1[127.0.0.1]");
        assertThat(mail.suppressions()).isEmpty();
        CampaignMessage message = mail.original().campaign().orElseThrow();
        assertThat(message.isTo("žofie@example.net", "campaign")).isTrue();
    }

    @Test
    void readsWhoFailedWhereThereIsNothingElseForPrograms() throws IOException {
        ReturnedMail mail = sample("exim-in-words");

        assertThat(((DeliveryReport) mail).recipients())
                .extracting(RecipientStatus::recipient)
                .containsExactly("ana@example.net", "bea@example.net");
        assertThat(mail.suppressions()).as("it may be a full mailbox").isEmpty();
    }

    @Test
    void readsWhoFailedInUtf8() throws IOException {
        assertThat(only(read("X-Failed-Recipients: žofie@example.net\n\nsorry\n"))
                        .recipient())
                .isEqualTo("žofie@example.net");
    }

    @ParameterizedTest
    @ValueSource(strings = {"complaint", "complaint-redacted"})
    void readsWhoHasComplained(String name) throws IOException {
        ReturnedMail mail = sample(name);

        assertThat(mail).isInstanceOf(Complaint.class);
        assertThat(((Complaint) mail).kind()).isEqualTo(Complaint.Kind.ABUSE);
        assertThat(((Complaint) mail).recipients()).containsExactly("ana@example.net");
        assertThat(mail.suppressions()).containsExactlyEntriesOf(Map.of("ana@example.net", "complained"));
        assertThat(mail.original().feedbackId()).contains("november:claims");
    }

    @Test
    void leavesAnAnswerAlone() throws IOException {
        assertThat(sample("absence")).isInstanceOf(ReturnedMail.Other.class);
        assertThat(read("Subject: hello\n\nAction: failed\n")).isInstanceOf(ReturnedMail.Other.class);
        assertThat(read("")).isInstanceOf(ReturnedMail.Other.class);
    }

    @Test
    void readsWhatAMailboxHas() throws Exception {
        try (InputStream in = ReturnedMailTest.class.getResourceAsStream("gmail.eml")) {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), in);

            assertThat(ReturnedMail.read(message)).isEqualTo(sample("gmail"));
        }
    }

    /** RFC 6533, section 5, allows it, and RFC 2046 did not. */
    @Test
    void readsAReportInBase64() throws IOException {
        String blocks = "Final-Recipient: utf-8; žofie@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n";
        String mail = "Content-Type: multipart/report; boundary=b\n\n--b\n"
                + "Content-Type: message/global-delivery-status\nContent-Transfer-Encoding: base64\n\n"
                + Base64.getMimeEncoder().encodeToString(blocks.getBytes(UTF_8)) + "\n--b--\n";

        assertThat(only(read(mail)).recipient()).isEqualTo("žofie@example.net");
    }

    @Test
    void readsALargeMessageThatIsReturned() throws Exception {
        String mail = report("Final-Recipient: rfc822; ana@example.net\nAction: failed\nStatus: 5.2.3\n")
                .replace(
                        "--b--",
                        "--b\nContent-Type: message/rfc822\n\nMessage-ID: <1@example.org>\n\n" + "x".repeat(76));
        String large = mail + ("\n" + "x".repeat(76)).repeat(100_000);

        assertThat(only(read(large)).reply().status()).isEqualTo("5.2.3");
        MimeMessage message =
                new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(large.getBytes(UTF_8)));
        assertThat(ReturnedMail.read(message).original().messageId()).contains("1@example.org");
    }

    @Test
    void takesTheStatusForAnActionThatIsNone() throws IOException {
        assertThat(only(read(report("Final-Recipient: rfc822; ana@example.net\nStatus: 4.2.2\n")))
                        .action())
                .isEqualTo(Action.DELAYED);
        assertThat(only(read(report(
                                "Final-Recipient: rfc822; <ana@example.net>\nAction: returned\nStatus: 5.1.1 (no)\n")))
                        .action())
                .isEqualTo(Action.FAILED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Reporting-MTA: dns; a\n",
                "Final-Recipient: rfc822; ana@example.net\n",
                "Action: failed\nStatus: 5.1.1\n",
                "Final-Recipient: rfc822; ana\nAction: failed\n",
                "Final-Recipient: rfc822; ana\u0000@example.net\nAction: failed\n",
                "Final-Recipient: rfc822; a b@example.net\nAction: failed\n",
                "Final-Recipient: utf-8; \\x{0A}a@example.net\nAction: failed\n",
                "Final-Recipient: utf-8; a\\x{D800}@example.net\nAction: failed\n"
            })
    void refusesAReportAboutNobody(String blocks) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(report(blocks)))
                .withMessageContaining("delivery report is ")
                .withMessageContaining("must have a recipient and what became of her message");
    }

    @Test
    void refusesAMailThatBeginsInTheMidstOfAField() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(" \n b\n\n"))
                .withMessageContaining("returned mail is ")
                .withMessageEndingWith(", but must be well-formed");
    }

    @Test
    void refusesTooMuch() {
        String recipient = "Final-Recipient: rfc822; ana@example.net\nAction: failed\n\n";
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(report(recipient.repeat(1_100))))
                .withMessage("blocks of a delivery report is 1002, but must be at most 1001");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\n".repeat(500_000)))
                .withMessage("parts of a returned mail is 500000, but must be at most 100");
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(deep.toString()))
                .withMessage("depth of parts within parts of a returned mail is 6, but must be at most 5");
    }

    @Test
    void isDoneWithHostileInputInTime() throws IOException {
        int many = 1_000_000;
        assertThat(read("Subject: a\n" + " \n".repeat(many))).isInstanceOf(ReturnedMail.Other.class);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read("A: b\n".repeat(many / 2)))
                .withMessage("fields of a header is 2001, but must be at most 2000");
        assertThat(read("Subject: a\n" + " b\n".repeat(many))).isInstanceOf(ReturnedMail.Other.class);
        assertThat(read("References: " + "<a ".repeat(many))).isInstanceOf(ReturnedMail.Other.class);
        assertThat(only(read(report("Final-Recipient: rfc822; ana@example.net\nAction: failed\nDiagnostic-Code: smtp;"
                                + "\n 550-a".repeat(many / 10))))
                        .action())
                .isEqualTo(Action.FAILED);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(report("\n".repeat(many) + ":\n".repeat(many / 2))));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read("Content-Type: multipart/mixed; boundary=\"" + "-".repeat(70) + "\"\n\n"
                        + ("-".repeat(71) + "\n").repeat(50_000)))
                .withMessage("returned mail is \"Missing start boundary\", but must be well-formed");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read("Content-Type: multipart/mixed; boundary=b\n\n"
                        + ("--b\nContent-Type: multipart/mixed; boundary=\"" + "-".repeat(190) + "x\"\n\n--"
                                        + "-".repeat(190) + "x\n\n")
                                .repeat(99)
                        + "--b--\n" + "-".repeat(4_000_000)))
                .withMessage("multiparts of a returned mail is 11, but must be at most 10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000b", "a\u001b[31mb", "a\u202eb", "a\u0085b", "\u017ea"})
    void leavesOutIdsThatAreNotFitForALine(String id) throws IOException {
        String mail = report("Original-Envelope-Id: " + id + "\n\n"
                        + "Final-Recipient: rfc822; ana@example.net\nAction: failed\n")
                .replace("\n--b--", "\n--b\nContent-Type: text/rfc822-headers\n\nFeedback-ID: " + id + "\n\n--b--");

        assertThat(read(mail).original().envelopeId()).isEmpty();
        assertThat(read(mail).original().feedbackId()).isEmpty();
        String fit = mail.replace("Id: " + id + "\n", "Id: QQ 1\n").replace("ID: " + id + "\n", "ID: a:b\n");
        assertThat(read(fit).original().envelopeId()).contains("QQ 1");
        assertThat(read(fit).original().feedbackId()).contains("a:b");
    }

    @Test
    void isNoMessageOfACampaignWithAnotherId() {
        assertThat(CampaignMessage.parse("1@example.org")).isEqualTo(Optional.empty());
        assertThat(CampaignMessage.parse(TASK + "." + TASK.value() + "x@example.org"))
                .isEmpty();
        assertThat(CampaignMessage.parse(TASK + ".summary." + TASK.value())).isEmpty();
    }
}

package dev.errand.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.mail.RecipientOutcome.Failed;
import dev.errand.mail.RecipientOutcome.Failed.Why;
import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.mail.RecipientOutcome.Invalid;
import dev.errand.mail.RecipientOutcome.Sent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CampaignTest extends CampaignFixture {

    private static final Member ANA = new Member("ana@example.org", "Ana");

    @Test
    void hasOneOutcomeForEachRecipientInTheirOrder() throws Exception {
        FakeServer server =
                new FakeServer(4, message -> switch (message.envelope().to().email()) {
                    case "m3@example.org" -> new Delivery.Refused("550 5.1.1 no such user", false);
                    case "m4@example.org" -> new Delivery.Refused("450 4.2.1 mailbox busy", true);
                    case "m5@example.org" -> new Delivery.InDoubt("no answer");
                    default -> new Delivery.Accepted("250 ok");
                });
        List<Member> members = new ArrayList<>(members(9));
        members.set(7, new Member("two@@signs", "Bea"));

        TaskHandle<CampaignReport> handle = submit(REMINDER, members, server);
        CampaignReport report = ((Outcome.Partial<CampaignReport>) outcomeOf(handle)).result();

        assertThat(report.outcomes())
                .extracting(RecipientOutcome::recipient)
                .containsExactlyElementsOf(members.stream().map(Member::email).toList());
        assertThat(report.outcomes().get(0)).isEqualTo(new Sent("m0@example.org", "250 ok"));
        assertThat(report.outcomes().get(3))
                .isEqualTo(failed("m3@example.org", Why.PERMANENT, "550 5.1.1 no such user"));
        assertThat(report.outcomes().get(4))
                .isEqualTo(failed("m4@example.org", Why.EXHAUSTED, "450 4.2.1 mailbox busy"));
        assertThat(report.outcomes().get(5)).isEqualTo(new InDoubt("m5@example.org", "no answer"));
        assertThat(report.outcomes().get(7))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid -> assertThat(invalid.reason()).startsWith("address is \"two@@signs\", but must"));
        assertThat(report.total()).isEqualTo(9);
        assertThat(report.sent()).isEqualTo(5);
        assertThat(report.notSent()).hasSize(4);
        assertThat(report.stopped()).isEmpty();
        assertThat(handle.snapshot().progress().done()).isEqualTo(5);
        assertThat(handle.snapshot().progress().failed()).isEqualTo(4);
        assertThat(handle.snapshot().progress().total()).hasValue(9);
        assertThat(server.openNow).as("connections left open").hasValue(0);
    }

    @Test
    void sendsToManyOverFewConnections() throws Exception {
        FakeServer server = FakeServer.takingEverything();

        CampaignReport report = resultOf(submit(REMINDER, members(10_000), server));

        assertThat(report.sent()).isEqualTo(10_000);
        assertThat(new HashSet<>(server.recipients())).hasSize(10_000);
        assertThat(server.taken).hasSize(10_000);
        assertThat(server.mostOpen.get()).isBetween(1, 4);
        assertThat(messageIds(server)).as("each message has an id of its own").hasSize(10_000);
    }

    @Test
    void opensNoMoreConnectionsThanItNeeds() throws Exception {
        FakeServer server = FakeServer.takingEverything();

        resultOf(submit(REMINDER, members(1), server));

        assertThat(server.opened).hasValue(1);
    }

    @Test
    void takesRecipientsFromIteratorsAndStreams() throws Exception {
        FakeServer server = FakeServer.takingEverything();
        AtomicInteger closed = new AtomicInteger();

        assertThat(resultOf(tasks.submit(
                                "i", context -> REMINDER.send(members(3).iterator(), server, context)))
                        .sent())
                .isEqualTo(3);
        Stream<Member> stream = members(5).stream().parallel().onClose(closed::incrementAndGet);
        assertThat(resultOf(tasks.submit("s", context -> REMINDER.send(stream, server, context)))
                        .sent())
                .isEqualTo(5);

        assertThat(closed).hasValue(1);
    }

    @Test
    void makesTheWholeMessageForEachRecipient() throws Exception {
        Campaign<Member> full = REMINDER.replyTo("help@example.org", "Ana <ana@example.org>")
                .text(member -> "Dear " + member.name())
                .header("List-Unsubscribe", member -> "<https://example.org/u?" + member.email() + ">")
                .header("Auto-Submitted", "auto-generated")
                .attach(new MailAttachment("terms.txt", "text/plain", new byte[] {1}))
                .attach(member -> new MailAttachment(member.name() + ".txt", "text/plain", new byte[] {2}));

        MailMessage message = full.preview(new Member("zofie@example.org", "Žofie"));

        assertThat(message.subject()).isEqualTo("Please sign, Žofie");
        assertThat(message.text()).isEqualTo("Dear Žofie");
        assertThat(message.html()).isEqualTo("<p>Dear Žofie</p>");
        assertThat(message.envelope().from()).hasToString("Claims <claims@example.org>");
        assertThat(message.envelope().to()).hasToString("Žofie <zofie@example.org>");
        assertThat(message.envelope().replyTo()).hasToString("[help@example.org, Ana <ana@example.org>]");
        assertThat(full.header("auto-submitted", "no")
                        .preview(new Member("a@example.org", "A"))
                        .headers())
                .as("names know no case")
                .containsEntry("auto-submitted", "no")
                .doesNotContainKey("Auto-Submitted");
        assertThat(message.headers())
                .containsEntry("List-Unsubscribe", "<https://example.org/u?zofie@example.org>")
                .containsEntry("Auto-Submitted", "auto-generated");
        assertThat(message.attachments())
                .extracting(MailAttachment::fileName)
                .containsExactly("terms.txt", "Žofie.txt");
        assertThat(REMINDER.preview(new Member("a@example.org", "Žofie")).text())
                .as("derived from the HTML")
                .isEqualTo("Dear Žofie");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nBcc: all@example.org",
                "a\nb",
                "a\rb",
                "nul\u0000",
                "line\u2028",
                "half \ud800",
                "=?UTF-8?Q?a=0D=0ABcc:_x@y?="
            })
    void refusesLineBreaksInEveryPartByItsName(String value) {
        assertRefused("from", () -> REMINDER.from("Claims " + value + " <claims@example.org>"));
        assertRefused("reply-to", () -> REMINDER.replyTo("ana@example.org" + value));
        assertRefused("summary to", () -> REMINDER.summaryTo("ana@example.org" + value));
        assertRefused("title", () -> REMINDER.title(value));
        assertRefused("subject", () -> REMINDER.subject(value));
        assertRefused("header X-Campaign", () -> REMINDER.header("X-Campaign", value));
        assertRefused("header name", () -> REMINDER.header(value, "x"));
        assertRefused("attachment name", () -> new MailAttachment(value, "text/plain", new byte[0]));
        assertRefused("attachment media type", () -> new MailAttachment("a.txt", "text/plain" + value, new byte[0]));
        Member member = new Member("ana@example.org", "Ana");
        assertRefused("subject", () -> REMINDER.subject(m -> value).preview(member));
        assertRefused("header X-Who", () -> REMINDER.header("X-Who", m -> value).preview(member));
        assertRefused("name", () -> REMINDER.preview(new Member("ana@example.org", value)));
        assertRefused("address", () -> REMINDER.preview(new Member("ana" + value + "@example.org", "Ana")));
        assertRefused(
                "attachment name",
                () -> REMINDER.attach(m -> new MailAttachment(value, "text/plain", new byte[0]))
                        .preview(member));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "To", "subject", "Content-Type", "Message-ID", "two words", "colon:", "ä", "Bcc"})
    void refusesHeaderNamesThatAreNoneOrItsOwn(String name) {
        assertRefused("header name", () -> REMINDER.header(name, "x"));
    }

    @Test
    void refusesPartsThatAreTooLong() {
        assertRefused("subject", () -> REMINDER.subject("x".repeat(901)));
        assertRefused("title", () -> REMINDER.title("x".repeat(201)));
        assertRefused("name", () -> REMINDER.preview(new Member("ana@example.org", "x".repeat(201))));
        assertRefused("attachment name", () -> new MailAttachment("ž".repeat(128), "text/plain", new byte[0]));
        assertRefused("header X-Long", () -> REMINDER.header("X-Long", "x".repeat(901)));
    }

    @Test
    void sendsNothingToARecipientWhosePartIsRefused() throws Exception {
        FakeServer server = FakeServer.takingEverything();
        Campaign<Member> campaign = REMINDER.header("X-Who", Member::name);
        List<Member> members =
                List.of(new Member("a@example.org", "Ana"), new Member("b@example.org", "Bea\r\nBcc: all@example.org"));

        CampaignReport report =
                ((Outcome.Partial<CampaignReport>) outcomeOf(submit(campaign, members, server))).result();

        assertThat(server.recipients()).containsExactly("a@example.org");
        assertThat(report.outcomes().get(1))
                .isInstanceOfSatisfying(
                        Invalid.class, invalid -> assertThat(invalid.reason()).contains("Bea\\u000d\\u000aBcc"));
    }

    @Test
    void takesAFailingTemplateForThatRecipientsOutcome() throws Exception {
        Campaign<Member> campaign =
                REMINDER.html(member -> "<p>" + 100 / (member.email().length() - 14) + "</p>");
        List<Member> members = List.of(new Member("ab@example.org", "x"), new Member("abc@example.org", "x"));
        FakeServer server = FakeServer.takingEverything();

        CampaignReport report =
                ((Outcome.Partial<CampaignReport>) outcomeOf(submit(campaign, members, server))).result();

        assertThat(report.outcomes().get(0))
                .isEqualTo(new Invalid("ab@example.org", "java.lang.ArithmeticException: / by zero"));
        assertThat(report.outcomes().get(1)).isInstanceOf(Sent.class);
    }

    @Test
    void refusesACampaignThatIsNotComplete() throws Exception {
        FakeServer server = FakeServer.takingEverything();
        Campaign<Member> bare = Campaign.<Member>to(Member::email);
        Campaign<Member> from = bare.from("a@example.org");

        assertThat(failureOf(submit(bare, members(1), server)).detail()).contains("from is \"\", but must be given");
        assertThat(failureOf(submit(from.text(m -> "x"), members(1), server)).detail())
                .contains("subject is \"\", but must be given");
        assertThat(failureOf(submit(from.subject("x"), members(1), server)).detail())
                .contains("content is \"\", but must have a text, HTML or an attachment");
        assertThat(server.opened).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/mixed", "message/rfc822", "text/plain; charset", "text", "a/b c", "/", ""})
    void refusesMediaTypesThatAreNotThoseOfAFile(String type) {
        assertRefused("attachment media type", () -> new MailAttachment("a", type, new byte[0]));
    }

    @Test
    @SuppressWarnings("NullAway") // not every user's code is checked
    void namesThePartThatAFunctionDidNotMake() throws Exception {
        Campaign<Member> full = REMINDER.header("X-Who", Member::name);

        assertMissing("address", full, new Member(null, "Ana"));
        assertMissing("name", full.name(m -> null), ANA);
        assertMissing("subject", full.subject(m -> null), ANA);
        assertMissing("text", full.text(m -> null), ANA);
        assertMissing("HTML", full.html(m -> null), ANA);
        assertMissing("header X-Who", full.header("X-Who", m -> null), ANA);
        assertMissing("attachment", full.attach(m -> null), ANA);
    }

    @Test
    void tellsTheAdministratorsHowItWent() throws Exception {
        FakeServer server = new FakeServer(
                2,
                message -> message.envelope().to().email().startsWith("m1@")
                        ? new Delivery.Refused("550 <no> such user", false)
                        : new Delivery.Accepted("250 ok"));
        Campaign<Member> campaign =
                REMINDER.title("Reminder").summaryTo("admin@example.org", "Boss <boss@example.org>");
        List<Member> members = new ArrayList<>(members(5));
        members.add(new Member("not an address", "x"));

        outcomeOf(submit(campaign, members, server));

        assertThat(server.recipients()).contains("admin@example.org", "boss@example.org");
        MailMessage summary = server.taken.getLast();
        assertThat(summary.subject()).isEqualTo("Reminder: 4 of 6 sent");
        assertThat(summary.text())
                .contains("Recipients: 6", "Sent: 4", "Failed: 2")
                .contains("m1@example.org: refused: 550 <no> such user")
                .contains("not an address: not fit to be sent: address is");
        assertThat(summary.html()).contains("550 &lt;no&gt; such user").doesNotContain("<no>");
        assertThat(summary.headers()).containsEntry("Auto-Submitted", "auto-generated");
    }

    @Test
    void isNotDisturbedWhenTheSummaryCannotBeSent() throws Exception {
        FakeServer server = new FakeServer(1, message -> {
            if (message.envelope().to().email().startsWith("admin")) {
                throw FakeServer.lost();
            }
            return new Delivery.Accepted("250 ok");
        });

        CampaignReport report = resultOf(submit(REMINDER.summaryTo("admin@example.org"), members(2), server));

        assertThat(report.sent()).isEqualTo(2);
    }

    private static Failed failed(String who, Why why, String reply) {
        return new Failed(who, why, Delivery.Phase.END_OF_DATA, ServerReply.parse(reply));
    }

    private static void assertMissing(String field, Campaign<Member> campaign, Member member) {
        assertThatExceptionOfType(InvalidMailException.class)
                .isThrownBy(() -> campaign.preview(member))
                .withMessage(field + " is null, but must be given");
    }
}

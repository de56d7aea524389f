package dev.errand.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.mail.RecipientOutcome.Invalid;
import dev.errand.mail.RecipientOutcome.Sent;
import dev.errand.mail.template.MailTemplateException;
import dev.errand.mail.template.MessageBundle;
import dev.errand.mail.template.ThymeleafTemplates;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a campaign says, and in which language. */
class CampaignContentTest extends CampaignFixture {

    private static final MessageBundle BUNDLE = MessageBundle.named("mails.reminder", CampaignContentTest.class);
    private static final ThymeleafTemplates THYMELEAF =
            ThymeleafTemplates.in("mails/", CampaignContentTest.class).messages(BUNDLE);
    private static final MailAttachment LOGO =
            new MailAttachment("logo.png", "image/png", new byte[] {1}).inline("logo");

    private final FakeServer server = FakeServer.takingEverything();

    private static Map<String, Object> modelOf(Member member) {
        return Map.of("name", member.name(), "note", "");
    }

    @Test
    void writesToEachRecipientInHerLanguage() throws Exception {
        Campaign<Member> campaign = Campaign.<Member>to(Member::email)
                .from("claims@example.org")
                .locale(member -> Locale.forLanguageTag(member.name().equals("Žofie") ? "cs-CZ" : "de"))
                .subject(BUNDLE.text("subject", Member::name))
                .html(THYMELEAF.html("reminder.html", CampaignContentTest::modelOf))
                .attach(LOGO);

        resultOf(submit(
                campaign, List.of(new Member("a@example.org", "Ana"), new Member("z@example.org", "Žofie")), server));

        assertThat(server.taken)
                .extracting(MailMessage::subject)
                .containsExactlyInAnyOrder("Please sign, Ana", "Podepište prosím, Žofie");
        for (MailMessage message : server.taken) {
            boolean czech = message.envelope().to().email().equals("z@example.org");
            assertThat(message.subject()).startsWith(czech ? "Podepište" : "Please");
            assertThat(message.text()).startsWith(czech ? "Vážená paní Žofie" : "Dear Ana");
        }
    }

    @Test
    void movesStylesToTheElementsIfThatIsWanted() throws Exception {
        Campaign<Member> campaign = REMINDER.inliningCss()
                .html(member -> "<style>p { color: red }</style><p>Dear " + member.name() + "</p>");

        MailMessage message = campaign.preview(new Member("a@example.org", "Ana"));

        assertThat(message.html())
                .contains("<p style=\"color: red\">Dear Ana</p>")
                .doesNotContain("<style");
        assertThat(message.text()).isEqualTo("Dear Ana");
    }

    @Test
    void findsAMistakeInATemplateBeforeItConnects() throws Exception {
        Campaign<Member> campaign = REMINDER.html(THYMELEAF.html("broken.html", CampaignContentTest::modelOf));

        assertThat(failureOf(submit(campaign, members(3), server)).detail())
                .contains("template broken.html, line 4: ", "(for m0@example.org)");

        assertThat(server.opened).hasValue(0);
    }

    @Test
    void findsAMistakeThatOnlySomeOfTheFirstRecipientsShow() throws Exception {
        Campaign<Member> campaign = REMINDER.subject((Member member, Locale locale) -> {
            if (member.email().startsWith("m9@")) {
                throw new MailTemplateException("subject", OptionalInt.empty(), "has no name", null);
            }
            return "Hello";
        });

        assertThat(failureOf(submit(campaign, members(20), server)).detail()).contains("for m9@example.org");
        assertThat(server.opened).hasValue(0);
    }

    @Test
    void takesALaterMistakeForThatRecipientsOutcome() throws Exception {
        Campaign<Member> campaign = REMINDER.subject((Member member, Locale locale) -> {
            if (member.email().startsWith("m10@")) {
                throw new MailTemplateException("subject", OptionalInt.empty(), "has no name", null);
            }
            return "Hello";
        });

        CampaignReport report =
                ((Outcome.Partial<CampaignReport>) outcomeOf(submit(campaign, members(20), server))).result();

        assertThat(report.sent()).isEqualTo(19);
        assertThat(report.outcomes()).hasSize(20);
        assertThat(report.outcomes().get(10))
                .isEqualTo(new Invalid("m10@example.org", "template subject: has no name"));
    }

    @Test
    void sendsToEverybodyOnceAfterTheFirstLook() throws Exception {
        Campaign<Member> campaign = REMINDER.subject((Member member, Locale locale) -> "Hello");
        List<Member> members = new ArrayList<>(members(25));
        members.set(2, new Member("two@@signs", "Bea"));

        CampaignReport report =
                ((Outcome.Partial<CampaignReport>) outcomeOf(submit(campaign, members, server))).result();

        assertThat(report.sent()).isEqualTo(24);
        assertThat(server.recipients()).hasSize(24).doesNotHaveDuplicates();
        assertThat(report.outcomes().get(2)).isInstanceOf(Invalid.class);
        assertThat(report.outcomes().get(24)).isInstanceOf(Sent.class);
    }

    @Test
    void refusesPicturesThatDoNotFitTheHtml() throws Exception {
        Member ana = new Member("ana@example.org", "Ana");
        Campaign<Member> showing = REMINDER.html(member -> "<img src=\"cid:logo\"> acid: cid:x");

        assertThat(showing.attach(LOGO).preview(ana).attachments()).containsExactly(LOGO);
        assertRefused("HTML", () -> showing.preview(ana));
        assertRefused("HTML", () -> showing.attach(LOGO.inline("other")).preview(ana));
        assertRefused("inline file", () -> showing.attach(LOGO).attach(LOGO).preview(ana));
        assertRefused(
                "inline file",
                () -> REMINDER.html(member -> "")
                        .text(member -> "x")
                        .attach(LOGO)
                        .preview(ana));
        assertRefused("content id", () -> LOGO.inline("a>b"));
        assertRefused("content id", () -> LOGO.inline(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src=\"cid:other\">",
                "<img src=cid:other>",
                "<img alt='a>b' src=' cid:other'>",
                "<table BACKGROUND='cid:other'>",
                "<p style=\"background: url(&quot;cid:other&quot;)\">",
                "<p style=\"background: url(&#39;cid:other&#39;)\">",
                "<p style='background: url( cid:other )'>",
                "<style>p { background: url('cid:other') }</style>",
                "<img src=\"cid:logo&amp;other\">",
                "<!--[if mso]><v:fill src=\"cid:other\"/><![endif]-->"
            })
    void findsEachPictureThatIsNotThere(String html) throws Exception {
        Member ana = new Member("ana@example.org", "Ana");

        assertRefused("HTML", () -> REMINDER.html(member -> html).attach(LOGO).preview(ana));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>(cid:other)</p>",
                "<p>write \"cid:other\" or 'cid:other', or =cid:other</p>",
                "<p title='see (cid:other)'>acid:</p>",
                "<!-- src=\"cid:other\" -->",
                "<p style=\"background: url(&quot;cid:logo&quot;)\"><img src=cid:logo>"
            })
    void takesTextForText(String html) throws Exception {
        Member ana = new Member("ana@example.org", "Ana");

        assertThat(REMINDER.html(member -> html).attach(LOGO).preview(ana).html())
                .isEqualTo(html);
    }

    @Test
    void letsRecipientsGoByOneClick() throws Exception {
        Member ana = new Member("ana@example.org", "Ana");

        assertThat(REMINDER.unsubscribe(member -> URI.create("https://example.org/u/" + member.name() + "?é"))
                        .bulk("spring", "claims", "example")
                        .preview(ana)
                        .headers())
                .containsExactly(
                        Map.entry("List-Unsubscribe", "<https://example.org/u/Ana?%C3%A9>"),
                        Map.entry("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
                        Map.entry("Precedence", "bulk"),
                        Map.entry("Auto-Submitted", "auto-generated"),
                        Map.entry("Feedback-ID", "spring:claims:example"));
        assertThat(REMINDER.bulk().preview(ana).headers()).doesNotContainKey("Feedback-ID");
        for (String other : new String[] {"http://example.org/u", "mailto:u@example.org", "/u", "https:///u"}) {
            assertRefused(
                    "header List-Unsubscribe",
                    () -> REMINDER.unsubscribe(member -> URI.create(other)).preview(ana));
        }
        assertRefused("feedback id", () -> REMINDER.bulk("a:b"));
        assertRefused("feedback id", () -> REMINDER.bulk("a\r\nBcc"));
        assertRefused("feedback id", () -> REMINDER.bulk("a", "b", "c", "d", "e"));
    }

    @Test
    void refusesWhatIsTooLargeBeforeItConnects() throws Exception {
        MailAttachment large = new MailAttachment("a.bin", "application/octet-stream", new byte[100_000]);
        Campaign<Member> campaign = REMINDER.largestMessage(100_000);

        assertThat(failureOf(submit(campaign.attach(large), members(1), server)).detail())
                .contains("size is 136844, but must be at most 100000 bytes");
        assertThat(server.opened).hasValue(0);
        CampaignReport report = ((Outcome.Partial<CampaignReport>)
                        outcomeOf(submit(campaign.attach(member -> large), members(1), server)))
                .result();
        assertThat(report.outcomes().getFirst()).isInstanceOf(Invalid.class);
        assertThat(large.encodedSize()).isEqualTo(large.base64().remaining());
        assertRefused("largest message", () -> REMINDER.largestMessage(999));
    }
}

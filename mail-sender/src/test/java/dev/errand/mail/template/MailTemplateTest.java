package dev.errand.mail.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailTemplateTest {

    private static final Locale CZECH = Locale.forLanguageTag("cs");

    private final MessageBundle bundle = MessageBundle.named("mails.reminder", MailTemplateTest.class);
    private final ThymeleafTemplates thymeleaf =
            ThymeleafTemplates.in("mails/", MailTemplateTest.class).messages(bundle);
    private final Locale machine = Locale.getDefault();

    private static Map<String, Object> modelOf(String name) {
        return Map.of("name", name, "note", "1 < 2 & 3");
    }

    /** The language that must never be fallen back to. */
    @BeforeEach
    void standsOnACzechMachine() {
        Locale.setDefault(CZECH);
    }

    @AfterEach
    void standsWhereItStood() {
        Locale.setDefault(machine);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'Please sign, Ana'",
        "en, 'Please sign, Ana'",
        "de-AT, 'Please sign, Ana'",
        "cs, 'Podepište prosím, Ana'",
        "cs-CZ, 'Podepište prosím, Ana'"
    })
    void fallsBackToTheFileWithoutALanguage(String tag, String subject) throws Exception {
        MailTemplate<String> template = bundle.text("subject", name -> name);

        assertThat(template.render("Ana", Locale.forLanguageTag(tag))).isEqualTo(subject);
    }

    @Test
    void writesDatesInTheWayOfTheLanguage() throws Exception {
        MailTemplate<Date> due = bundle.text("due", date -> date);
        Date endOfYear = Date.from(Instant.parse("2026-12-31T23:59:00Z"));

        assertThat(due.render(endOfYear, CZECH)).isEqualTo("Splatné 31. prosince 2026");
        assertThat(due.render(endOfYear, Locale.ENGLISH)).isEqualTo("Due on December 31, 2026");
    }

    @Test
    void namesWhatABundleDoesNotHave() {
        assertThatExceptionOfType(MailTemplateException.class)
                .isThrownBy(() -> bundle.<String>text("nothing"))
                .withMessage("template mails.reminder: has no sentence nothing");
        assertThatExceptionOfType(MailTemplateException.class)
                .isThrownBy(() -> MessageBundle.named("mails.nothing", MailTemplateTest.class))
                .withMessageStartingWith(
                        "template mails.nothing: no mails/nothing.properties on the class path of dev.errand.mail.template");
    }

    @Test
    void escapesWhatComesFromDataInHtml() throws Exception {
        String html = thymeleaf.html("reminder.html", MailTemplateTest::modelOf).render("<Ana>", CZECH);

        assertThat(html).contains("<p>Vážená paní &lt;Ana&gt;</p>", "<p>1 &lt; 2 &amp; 3</p>");
        assertThat(thymeleaf.html("reminder.html", MailTemplateTest::modelOf).render("Ana", Locale.GERMAN))
                .contains("<p>Dear Ana</p>");
    }

    @Test
    void writesTextAsItIs() throws Exception {
        assertThat(thymeleaf.text("reminder.txt", MailTemplateTest::modelOf).render("<Ana>", Locale.ROOT))
                .isEqualTo("Dear <Ana>,\n1 < 2 & 3\n");
        assertThat(thymeleaf
                        .textSource("Please sign, [(${name})]", MailTemplateTest::modelOf)
                        .render("O'Neill", Locale.ROOT))
                .isEqualTo("Please sign, O'Neill");
        assertThat(thymeleaf
                        .htmlSource("<b>[[${name}]]</b>", MailTemplateTest::modelOf)
                        .render("<i>", Locale.ROOT))
                .isEqualTo("<b>&lt;i&gt;</b>");
    }

    @Test
    void namesTemplateAndLineOfAMistake() {
        assertThatExceptionOfType(MailTemplateException.class)
                .isThrownBy(() ->
                        thymeleaf.html("broken.html", MailTemplateTest::modelOf).render("Ana", Locale.ROOT))
                .satisfies(e -> {
                    assertThat(e.template()).isEqualTo("broken.html");
                    assertThat(e.line()).hasValue(4);
                })
                .withMessageStartingWith("template broken.html, line 4: ")
                .withMessageContaining("name.nothing.there");
        assertThatExceptionOfType(MailTemplateException.class)
                .isThrownBy(() -> thymeleaf
                        .html("nowhere.html", MailTemplateTest::modelOf)
                        .render("Ana", Locale.ROOT))
                .withMessageStartingWith("template nowhere.html: ");
        assertThatExceptionOfType(MailTemplateException.class)
                .isThrownBy(() -> thymeleaf
                        .textSource("a\n[(${x.y.z})]" + "x".repeat(100), MailTemplateTest::modelOf)
                        .render("Ana", Locale.ROOT))
                .withMessageStartingWith("template a…, line 2: ");
    }
}

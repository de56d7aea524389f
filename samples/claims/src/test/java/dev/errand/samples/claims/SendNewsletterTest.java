package dev.errand.samples.claims;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.mail.MailMessage;
import dev.errand.mail.preview.Preview;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What readers get, before anything is sent. */
class SendNewsletterTest {

    @Test
    void speaksTheLanguageOfTheReader() throws Exception {
        assertThat(messageFor(Locale.forLanguageTag("cs-CZ")).subject()).isEqualTo("Co je nového, Ana <3");
        assertThat(messageFor(Locale.GERMAN).subject()).isEqualTo("What is new, Ana <3");
        assertThat(messageFor(Locale.forLanguageTag("cs")).html())
                .contains("Vážená paní Ana &lt;3", "href=\"https://example.org/newsletter/t1\"", "src=\"cid:logo\"");
        assertThat(messageFor(Locale.ROOT).text()).contains("Dear Ana <3,", "https://example.org/newsletter/t1");
    }

    @Test
    void canBeLeftByOneClick() throws Exception {
        assertThat(messageFor(Locale.ROOT).headers())
                .containsEntry("List-Unsubscribe", "<https://example.org/newsletter/t1>")
                .containsEntry("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }

    private static MailMessage messageFor(Locale language) throws Exception {
        return Preview.of(
                        SendNewsletter.NEWSLETTER,
                        new SendNewsletter.Reader("ana@example.org", "Ana <3", language, "t1"))
                .message();
    }
}

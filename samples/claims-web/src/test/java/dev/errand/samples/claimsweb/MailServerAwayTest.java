package dev.errand.samples.claimsweb;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.errand.samples.claimsweb.Visitor.start;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.errand.web.page.Axe;
import dev.errand.web.page.Chromium;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** What a person is told when a task cannot be done. */
@Timeout(120) // seconds; a server starts
class MailServerAwayTest {

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @Test
    void aFailureIsShownAndAnnounced(@TempDir Path directory) throws Exception {
        try (ConfigurableApplicationContext application = ClaimsWeb.start(
                directory,
                "--server.port=0",
                "--claims.number=10",
                "--claims.members=10",
                "--spring.mail.port=" + ServerProcess.freePort())) {
            String address = "http://localhost:" + ClaimsWeb.portOf(application);
            Visitor ana = Visitor.signIn(CHROMIUM.profile(Chromium.person()), address, "ana");
            Page page = ana.open("/");
            Locator reminders = start(page, "Send reminders", false);
            assertThat(reminders.locator("[part=text]")).containsText("Could not finish: ");
            assertThat(reminders.locator("[part=text]")).containsText("Reference ");
            assertThat(reminders.locator("[role=alert]")).containsText("Could not finish");
            Chromium.photograph(page, "failed");
            Assertions.assertThat(Axe.findings(page)).isEmpty();
            ana.assertNoComplaints();
        }
    }
}

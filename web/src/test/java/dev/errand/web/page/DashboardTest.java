package dev.errand.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.errand.Artifact;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators' page in a browser, against an engine that has all kinds of tasks. */
@Timeout(120) // seconds; a browser starts in the first
class DashboardTest {

    private static final String WATCH = """
            self.violations = [];
            addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.sample));
            """;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private final DashboardSite site = new DashboardSite();

    @AfterEach
    void closes() {
        site.close();
    }

    private static Browser.NewContextOptions desk() {
        return Chromium.person().setViewportSize(1280, 860);
    }

    private Page open(String view) {
        return open(view, desk(), "op-jana");
    }

    private Page open(String view, Browser.NewContextOptions person, String user) {
        BrowserContext profile =
                CHROMIUM.profile(user.isEmpty() ? person : person.setExtraHTTPHeaders(Map.of("X-User", user)));
        profile.addInitScript(WATCH);
        Page page = profile.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                System.err.println("In the page: " + message.text());
            }
        });
        page.onPageError(error -> System.err.println("In the page: " + error));
        page.onResponse(r -> { if (r.status() >= 400) System.err.println(r.status() + " " + r.url()); });
        page.navigate(site.url(view));
        return page;
    }

    private static Locator rows(Page page) {
        return page.locator("tbody tr");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static void assertClean(Page page) {
        assertThat(page.evaluate("violations.join()")).isEqualTo("");
        assertThat(Axe.findings(page)).isEmpty();
    }

    @Test
    void overviewAnswersFiveQuestions() {
        site.fill();
        Page page = open("");
        assertThat(page.locator(".figure")).hasCount(5);
        assertThat(page.locator(".figure").nth(1)).containsText("Running2");
        assertThat(page.locator(".figure").nth(2)).containsText("Failed in 24 h2");
        assertThat(page.getByText("The mail server did not answer.")).isVisible();
        assertThat(page.getByText("Nothing is stuck.")).isVisible();
        assertThat(page.locator("svg[role=img]").first()).hasAttribute("aria-label", Pattern.compile("Tasks that ended: 6 tasks succeeded, 2 failed"));
        Chromium.photograph(page, "dashboard-overview");
        assertClean(page);
    }

    @Test
    void tasksAreFilteredByTheAddress() {
        site.fill();
        Page page = open("tasks?state=FAILED&type=reminder-mailing");
        assertThat(rows(page)).hasCount(2);
        assertThat(page.getByLabel("State")).hasValue("FAILED");
        page.getByLabel("Title").fill("third");
        assertThat(rows(page)).hasCount(1);
        assertThat(page).hasURL(Pattern.compile("q=third"));
        page.getByLabel("Title").fill("nothing like it");
        assertThat(page.getByText("Nothing matches.")).isVisible();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Clear filters")).click();
        assertThat(rows(page)).hasCount(12);
        Chromium.photograph(page, "dashboard-tasks");
        assertClean(page);
    }
}

package dev.errand.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pages that show some of what there is, since they look at the latest tasks only, say so. */
@Timeout(120) // seconds; a browser starts in the first
class CutListsTest {

    private static final String CUT = "\"recentIsFull\":true";
    private static final String WHOLE = "\"recentIsFull\":false";

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private final DashboardSite site = new DashboardSite();

    @BeforeEach
    void fill() {
        site.fill();
    }

    @AfterEach
    void closes() {
        site.close();
    }

    /** Opens a view whose data is as of a site with more tasks. */
    private Page open(String view, String... replacements) {
        Page page = DashboardTest.open(CHROMIUM, site.url("task?id=none"), DashboardTest.desk(), "op-jana");
        page.route(Pattern.compile("/api/v1/dashboard/" + view + "$"), route -> {
            APIResponse real = route.fetch();
            String data = real.text();
            for (int i = 0; i < replacements.length; i += 2) {
                assertThat(data).contains(replacements[i]);
                data = data.replace(replacements[i], replacements[i + 1]);
            }
            route.fulfill(new Route.FulfillOptions().setResponse(real).setBody(data));
        });
        page.navigate(site.url(view));
        return page;
    }

    @Test
    void typesSayWhichFiguresAreTheLeast() {
        Page page = open("types", WHOLE, CUT, "\"waitingIsFull\":false", "\"waitingIsFull\":true");

        assertThat(page.getByText("Of those that have ended, the latest 1,000 tasks are looked at."))
                .isVisible();
        assertThat(DashboardTest.rows(page).nth(0).locator("[data-label=Waiting]"))
                .hasText("≥ 1");
        assertThat(DashboardTest.rows(page).nth(1).locator("[data-label=Waiting]"))
                .hasText("≥ 0");
        assertThat(DashboardTest.rows(page).nth(0).locator("[data-label=Running]"))
                .hasText("2");
        DashboardTest.assertClean(page);
    }

    @Test
    void typesThatHaveNotSucceededLatelyMayHaveBefore() {
        Page page = open("types", WHOLE, CUT);
        assertThat(page.locator("[data-label='Last success']").first()).not().hasText("none");
        Page other = open("types", WHOLE, CUT, "\"lastSuccess\":\"", "\"lastSuccess\":null,\"was\":\"");

        assertThat(other.locator("[data-label='Last success']").first()).hasText("not lately");
    }

    @Test
    void theAuditTellsHowManyCommandsItLeavesOut() {
        Page page = open("audit", "\"count\":1", "\"count\":712");

        assertThat(page.getByText("The latest 1 of 712 commands.")).isVisible();
        assertThat(page.getByText("Of all tasks that are kept.")).isVisible();
        DashboardTest.assertClean(page);
    }

    @Test
    void filesAndAuditTellThatTheyAreOfTheLatestTasks() {
        assertThat(open("files", WHOLE, CUT).getByText("Of the latest 1,000 tasks."))
                .isVisible();
        assertThat(open("audit", WHOLE, CUT).getByText("Of the latest 1,000 tasks."))
                .isVisible();
    }

    @Test
    void workersTellThatMoreMayWait() {
        Page page = open("workers", "\"waitingIsFull\":false", "\"waitingIsFull\":true");

        assertThat(page.getByText("≥ 1 waiting")).isVisible();
        assertThat(page.getByText("2 running")).isVisible();
    }
}

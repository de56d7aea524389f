package dev.errand.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.errand.Artifact;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators' page in a browser, against an engine that has all kinds of tasks. */
@Timeout(120) // seconds; a browser starts in the first
class DashboardTest {

    /** In milliseconds: the page looks again every few seconds, and a busy machine takes its time. */
    private static final double LONGEST_LOOK = 20_000;

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

    static Browser.NewContextOptions desk() {
        return Chromium.person().setViewportSize(1280, 860);
    }

    private Page open(String view) {
        return open(view, desk(), "op-jana");
    }

    private Page open(String view, Browser.NewContextOptions person, String user) {
        return open(CHROMIUM, site.url(view), person, user);
    }

    /** A page of the dashboard, by somebody who has signed in unless she has no name; it notes what its policy has refused. */
    static Page open(Chromium chromium, String url, Browser.NewContextOptions person, String user) {
        BrowserContext profile =
                chromium.profile(user.isEmpty() ? person : person.setExtraHTTPHeaders(Map.of("X-User", user)));
        profile.addInitScript(WATCH);
        Page page = profile.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                System.err.println("In the page: " + message.text());
            }
        });
        page.onPageError(error -> System.err.println("In the page: " + error));
        page.navigate(url);
        return page;
    }

    static Locator rows(Page page) {
        return page.locator("tbody tr");
    }

    static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    static void assertClean(Page page) {
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
        assertThat(page.locator("svg[role=img]").first())
                .hasAttribute("aria-label", Pattern.compile("Tasks that ended: 6 tasks succeeded, 2 failed"));
        Chromium.photograph(page, "dashboard-overview");
        assertClean(page);
    }

    @Test
    void figuresOfTasksThatWereCutOffSayThatThereMayBeMore() {
        site.fill();
        Page page = open("audit");
        page.route(Pattern.compile("/dashboard/overview"), route -> {
            APIResponse real = route.fetch();
            String full = real.text()
                    .replace("\"runningIsFull\":false", "\"runningIsFull\":true")
                    .replace("\"failedIsFull\":false", "\"failedIsFull\":true")
                    .replace("\"stuckIsFull\":false", "\"stuckIsFull\":true")
                    .replace("\"seriesIsFull\":false", "\"seriesIsFull\":true")
                    .replace("\"stuckCount\":0", "\"stuckCount\":37");
            route.fulfill(new Route.FulfillOptions().setResponse(real).setBody(full));
        });
        page.navigate(site.url(""));

        assertThat(page.locator(".figure").nth(1)).containsText("Running≥ 2");
        assertThat(page.locator(".figure").nth(2)).containsText("Failed in 24 h≥ 2");
        assertThat(page.locator(".figure").nth(3)).containsText("Stuck≥ 37");
        assertThat(page.getByText("Of the latest 1,000 tasks.")).hasCount(2);
        assertThat(page.getByText("Of the latest 1,000 that failed.")).isVisible();
        assertThat(page.getByText("Of the latest 1,000 that run, and that are put off."))
                .isVisible();
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
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Clear filters"))
                .click();
        assertThat(rows(page)).hasCount(12);
        Chromium.photograph(page, "dashboard-tasks");
        assertClean(page);
    }

    @Test
    void aTaskHasItsHistoryAndWhatMayBeDone() {
        TaskHandle<Artifact> running = site.fill();
        Page page = open("task?id=" + running.id());
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions()
                                .setName("Orders, September 2026")
                                .setLevel(1)))
                .isVisible();
        assertThat(page.locator("task-progress [part=text]")).containsText("42 %");
        assertThat(page.locator(".timeline li")).hasCount(2);
        Chromium.photograph(page, "dashboard-task");
        assertClean(page);

        button(page, "Cancel…").click();
        page.getByLabel("Reason").fill("The disk is full");
        Chromium.photograph(page, "dashboard-reason");
        assertThat(Axe.findings(page)).isEmpty();
        button(page, "Cancel it").click();

        assertThat(page.locator(".timeline")).containsText("by op-jana");
        assertThat(page.locator(".timeline").getByText("The disk is full").first())
                .isVisible();
        assertThat(page.locator(".badge").getByText("Cancelled").first()).isVisible();
        assertThat(running.snapshot().state()).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void escapeDoesNothingAlsoAfterAnAnswerThatWasNone() {
        TaskHandle<Artifact> running = site.fill();
        Page page = open("task?id=" + running.id());
        List<String> sent = new ArrayList<>();
        page.onRequest(request -> {
            if (request.method().equals("POST")) {
                sent.add(String.valueOf(request.postData()));
            }
        });
        button(page, "Cancel…").click();
        page.getByLabel("Reason").fill(" ");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);

        button(page, "Cancel…").click();
        page.getByLabel("Reason").fill("The disk is full");
        button(page, "Cancel it").click();
        assertThat(page.locator(".timeline").getByText("The disk is full").first())
                .isVisible();
        assertThat(sent).containsExactly("{\"reason\":\"The disk is full\"}");
    }

    @Test
    void aFailureIsToldWithItsDetail() {
        TaskHandle<Artifact> failed = site.ended(DashboardSite.MAILING, "fail", "Reminders", "petr");
        Page page = open("task?id=" + failed.id());
        assertThat(page.locator("pre")).containsText("TaskFailedException");
        assertThat(button(page, "Run again from the beginning…")).isVisible();
        Chromium.photograph(page, "dashboard-failed-task");
        assertClean(page);
    }

    @Test
    void failedItemsAndFilesOfATaskAreListed() {
        TaskHandle<Artifact> partial = site.ended(DashboardSite.MAILING, "partial", "Reminders", "petr");
        Page page = open("task?id=" + partial.id());
        assertThat(page.getByText("mailbox full")).isVisible();
        assertThat(page.getByText("partial.csv").last()).isVisible();
        assertThat(page.locator("a[download]")).hasCount(0);
        assertClean(page);
    }

    @Test
    void anUnknownTaskIsSaidToBeNone() {
        Page page = open("task?id=01a22497-0000-7000-8000-000000000000");
        assertThat(page.getByText("There is no such task, or it was removed.")).isVisible();
        assertClean(page);
    }

    @Test
    void typesHaveFiguresAndLimits() {
        site.fill();
        Page page = open("types");
        assertThat(rows(page)).hasCount(2);
        assertThat(rows(page).nth(0)).containsText("2 at once");
        assertThat(rows(page).nth(1)).containsText("66.7 % (2 of 3)");
        Chromium.photograph(page, "dashboard-types");
        assertClean(page);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("66.7 %: failed of reminder-mailing"))
                .click();
        assertThat(rows(page)).hasCount(2);
        assertThat(page).hasTitle("Tasks · Background tasks");
        page.goBack();
        assertThat(page).hasTitle("Types · Background tasks");
    }

    @Test
    void withoutOtherWorkersItSaysSo() {
        site.fill();
        Page page = open("workers");
        assertThat(page.getByText("The tasks run in this application only")).isVisible();
        assertThat(page.getByText("2 running")).isVisible();
        Chromium.photograph(page, "dashboard-workers-alone");
        assertClean(page);
    }

    /** As the server tells them where several processes share the tasks. */
    private static String workers(boolean alive) {
        String worker = """
                {"id": "0197aaaa-0000-4000-8000-00000000000%d", "name": "web-%d", "alive": %b, "draining": %b, "running": %d,
                 "capacity": 8, "startedAt": "2026-11-20T08:00:00Z", "aliveUntil": "2026-11-20T08:00:00Z",
                 "types": ["orders-export"], "tasks": [%s]}""";
        String task =
                "{\"id\": \"01a22497-0000-7000-8000-000000000001\", \"title\": \"Orders\", \"type\": \"orders-export\"}";
        return "{\"shared\": true, \"mayDrain\": true, \"running\": 1, \"waiting\": 12, \"serverTime\": \"2026-11-28T08:00:00Z\", \"items\": ["
                + worker.formatted(1, 1, alive, false, 1, task) + "," + worker.formatted(2, 2, alive, true, 0, "") + ","
                + worker.formatted(3, 3, false, false, 0, "") + "]}";
    }

    private Page openWithWorkers(boolean alive) {
        Page page = open("audit");
        page.route(
                "**/api/v1/dashboard/workers",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(workers(alive))));
        page.navigate(site.url("workers"));
        return page;
    }

    @Test
    void aTypeIsPausedWithAReasonAndGoesOn() {
        site.fill();
        Page page = open("types");
        button(page, "Pause: orders-export").click();
        assertThat(page.getByText("What is submitted waits.")).isVisible();
        page.getByLabel("Reason").fill("The printer is on fire");
        Chromium.photograph(page, "dashboard-pause-type");
        assertThat(Axe.findings(page)).isEmpty();
        button(page, "Pause it").click();

        Locator type = rows(page).filter(new Locator.FilterOptions().setHasText("orders-export"));
        assertThat(type).containsText("Paused by op-jana");
        assertThat(type).containsText("The printer is on fire");
        Chromium.photograph(page, "dashboard-types-paused");
        assertClean(page);
        button(page, "Resume: orders-export").click();
        page.getByLabel("Reason").fill("It is out");
        button(page, "Resume it").click();
        assertThat(button(page, "Pause: orders-export")).isVisible();
        assertThat(type.getByText("Paused")).hasCount(0);
    }

    @Test
    void workersAreDrainedAndSayWhatTheyRun() {
        Page page = openWithWorkers(true);
        assertThat(rows(page)).hasCount(3);
        assertThat(rows(page).nth(0)).containsText("1 of 8");
        assertThat(rows(page).nth(1)).containsText("Draining");
        assertThat(rows(page).nth(2)).containsText("Dead");
        Chromium.photograph(page, "dashboard-workers");
        assertClean(page);
        page.route("**/drain", route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
        button(page, "Drain: web-1").click();
        Request sent =
                page.waitForRequest("**/drain", () -> button(page, "Drain it").click());
        assertThat(sent.postData()).isEqualTo("{\"drain\":true}");
    }

    private static void refuse(Page page, String path) {
        page.route(
                path,
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(403)
                        .setContentType("application/problem+json")
                        .setBody("{\"detail\":\"This is for the night shift.\"}")));
    }

    @Test
    void thatOlderTasksCannotBeShownIsSaid() {
        site.fill();
        Page page = open("audit");
        page.route(Pattern.compile("/api/v1/tasks\\?.*limit=50$"), route -> {
            APIResponse real = route.fetch();
            String longer = real.text().replace("\"nextCursor\":null", "\"nextCursor\":\"more\"");
            route.fulfill(new Route.FulfillOptions().setResponse(real).setBody(longer));
        });
        refuse(page, "**/tasks*cursor=more");
        page.navigate(site.url("tasks"));
        button(page, "Show older").click();
        assertThat(page.getByText("This is for the night shift.")).isVisible();
        assertClean(page);

        page.route(
                "**/tasks*cursor=more",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"items\":[],\"nextCursor\":null}")));
        button(page, "Show older").click();
        assertThat(button(page, "Show older")).isHidden();
        assertThat(page.getByText("This is for the night shift.")).isHidden();
    }

    @Test
    void whatWasRefusedIsSaid() {
        site.fill();
        Page page = open("types");
        refuse(page, "**/pause");
        button(page, "Pause: orders-export").click();
        page.getByLabel("Reason").fill("The printer is on fire");
        button(page, "Pause it").click();
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("This is for the night shift.");
        assertClean(page);

        page = openWithWorkers(true);
        refuse(page, "**/drain");
        button(page, "Drain: web-1").click();
        button(page, "Drain it").click();
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("This is for the night shift.");
    }

    @Test
    void withoutAnyWorkerAliveItIsSaidInRed() {
        Page page = openWithWorkers(false);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("No worker is running; 12 tasks wait.");
        Chromium.photograph(page, "dashboard-workers-dead");
        assertClean(page);
    }

    @ParameterizedTest
    @CsvSource({"op-jana, '{\"drain\":true}', 404", "op-jana, {\"drain\":1}, 400", "ana, {\"drain\":true}, 403"})
    void drainingIsForOperators(String user, String body, int status) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(site.root()
                            + "/background-tasks/api/v1/dashboard/workers/0197aaaa-0000-4000-8000-000000000001/drain"))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .headers("X-User", user, "Content-Type", "application/json", "Sec-Fetch-Site", "same-origin")
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(status);
        }
    }

    @Test
    void filesAreListedButNotForReading() {
        site.fill();
        Page page = open("files?q=month%203");
        assertThat(rows(page)).hasCount(1);
        assertThat(rows(page)).containsText("orders-2026-03.csv");
        assertThat(page.locator("a[download]")).hasCount(0);
        page.getByLabel("Name, task or owner").fill("");
        assertThat(rows(page)).hasCount(6);
        Chromium.photograph(page, "dashboard-files");
        assertClean(page);
    }

    @Test
    void auditTellsWhoAndWhy() {
        site.fill();
        Page page = open("audit");
        assertThat(rows(page)).hasCount(1);
        assertThat(rows(page)).containsText("Wrong year");
        assertThat(rows(page)).containsText("eva");
        Chromium.photograph(page, "dashboard-audit");
        assertClean(page);
    }

    @Test
    void allThatMatchAreCancelledAndReported() {
        site.fill();
        for (int i = 0; i < 8; i++) {
            site.submit(DashboardSite.EXPORT, "wait " + i, "Backlog " + i, "ana");
        }
        Page page = open("tasks?q=backlog");
        assertThat(rows(page)).hasCount(8);
        button(page, "Cancel all of these…").click();
        assertThat(page.getByText("8 of 8 tasks that match can be cancelled.")).isVisible();
        page.getByLabel("Reason").fill("Submitted twice");
        Chromium.photograph(page, "dashboard-bulk");
        assertThat(Axe.findings(page)).isEmpty();
        button(page, "Cancel 8 tasks").click();
        assertThat(page.getByText("8 tasks cancelled.")).isVisible();
        Chromium.photograph(page, "dashboard-bulk-report");
        button(page, "Close").click();
        assertThat(rows(page).getByText("Cancelled")).hasCount(8);
        assertThat(page.evaluate("violations.join()")).isEqualTo("");

        page.navigate(site.url("audit?q=submitted+twice"));
        assertThat(rows(page)).hasCount(8);
    }

    @Test
    void onlyWhatFailedIsRetried() {
        site.fill();
        Page page = open("tasks");
        assertThat(rows(page)).hasCount(12);
        button(page, "Retry the failed of these…").click();
        assertThat(page.getByText("3 of 12 tasks that match can be started again."))
                .isVisible();
        page.getByLabel("Reason").fill("The server is back");
        button(page, "Retry 3 tasks").click();
        assertThat(page.getByText("3 tasks started again.")).isVisible();
    }

    @Test
    void aFilterIsKeptInTheBrowser() {
        site.fill();
        Page page = open("tasks?state=FAILED");
        button(page, "Save this filter…").click();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Broken");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Save").setExact(true))
                .click();
        page.navigate(site.url("tasks"));
        assertThat(rows(page)).hasCount(12);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Broken"))
                .click();
        assertThat(rows(page)).hasCount(2);
        assertThat(page).hasURL(site.url("tasks?state=FAILED"));
        assertClean(page);
        button(page, "Forget the filter Broken").click();
        assertThat(button(page, "Save this filter…")).isVisible();
    }

    @Test
    void aRowMovesAsTheTaskDoes() {
        TaskHandle<Artifact> running = site.fill();
        Page page = open("tasks?state=active");
        assertThat(rows(page)).hasCount(2);
        running.cancel();
        assertThat(rows(page).getByText("September"))
                .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(LONGEST_LOOK));
        assertThat(rows(page)).hasCount(2); // The next one has begun
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tasks", "types", "workers", "files", "audit"})
    void othersGetNothing(String view) {
        site.fill();
        Page page = open(view, desk(), "ana");
        assertThat(page.getByText("You may not.")).isVisible();
        assertThat(page.getByText("Orders")).hasCount(0);
        assertClean(page);
    }

    @Test
    void strangersAreAskedToSignIn() {
        site.fill();
        Page page = open("", desk(), "");
        assertThat(page.getByText("Please sign in to see the tasks.")).isVisible();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overview", "types", "workers", "files", "audit", "tasks/{id}"})
    void theServerGuardsWhatThePageShows(String path) throws Exception {
        TaskHandle<Artifact> running = site.fill();
        String address = site.root() + "/background-tasks/api/v1/dashboard/"
                + path.replace("{id}", running.id().toString());
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
            HttpResponse<String> stranger = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            HttpResponse<String> owner =
                    client.send(request.copy().header("X-User", "ana").build(), HttpResponse.BodyHandlers.ofString());
            HttpResponse<String> operator =
                    client.send(request.copy().header("X-User", "op").build(), HttpResponse.BodyHandlers.ofString());

            assertThat(stranger.statusCode()).isEqualTo(401);
            assertThat(owner.statusCode()).isEqualTo(403);
            assertThat(owner.body()).doesNotContain("orders");
            assertThat(operator.statusCode()).isEqualTo(200);
            assertThat(operator.headers().firstValue("Cache-Control")).contains("private, no-cache");
        }
    }

    @Test
    void thePageIsUnderAStrictPolicy() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> page = client.send(
                    HttpRequest.newBuilder(URI.create(site.url("tasks?state=FAILED")))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith(
                            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;")
                    .contains("frame-ancestors 'none'; base-uri 'none'; form-action 'self'")
                    .contains("require-trusted-types-for 'script'");
            assertThat(page.headers().firstValue("Referrer-Policy")).contains("same-origin");
            HttpResponse<String> bare = client.send(
                    HttpRequest.newBuilder(URI.create(site.root() + DashboardSite.PATH))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(bare.statusCode()).isEqualTo(308);
            assertThat(bare.headers().firstValue("Location")).contains("dashboard/");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tasks", "types", "audit"})
    void onAScreenOf320Pixels(String view) {
        site.fill();
        Page page = open(
                view,
                Chromium.person().setViewportSize(320, 640).setHasTouch(true).setIsMobile(true),
                "op-jana");
        assertThat(page.locator("tbody tr, .figure").first()).isVisible();
        Chromium.photograph(page, "dashboard-320px-" + view);
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        assertClean(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"overview", "tasks"})
    void inTheDark(String view) {
        site.fill();
        Page page = open(view, desk().setColorScheme(ColorScheme.DARK), "op-jana");
        assertThat(page.getByText("Orders, all years")).isVisible();
        Chromium.photograph(page, "dashboard-dark-" + view);
        assertThat(page.locator("body")).hasCSS("background-color", "rgb(17, 22, 29)");
        assertClean(page);
    }

    @Test
    void aTaskOnANarrowScreenInTheDark() {
        TaskHandle<Artifact> running = site.fill();
        Page page = open(
                "task?id=" + running.id(),
                Chromium.person().setViewportSize(320, 640).setColorScheme(ColorScheme.DARK),
                "op-jana");
        assertThat(page.locator(".timeline li")).hasCount(2);
        Chromium.photograph(page, "dashboard-320px-task");
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        assertClean(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tasks", "files", "audit"})
    void hostileTitlesStayText(String view) {
        String title = "<img src=x onerror=self.hit=1><script>self.hit=1</script>";
        site.ended(DashboardSite.EXPORT, "x", title, "<b onclick=self.hit=1>");
        TaskHandle<Artifact> running = site.submit(DashboardSite.EXPORT, "wait", title, "<svg onload=self.hit=1>");
        DashboardSite.await(running, TaskState.RUNNING);
        site.submit(DashboardSite.MAILING, "wait", title, "eve")
                .cancel(dev.errand.Command.by("<i>eve").because(title));
        Page page = open(view);
        assertThat(page.getByText(title).first()).isVisible();
        assertThat(page.evaluate("self.hit")).isNull();
        assertClean(page);
        page.getByText(title).first().click();
        assertThat(page.locator("h1")).hasText(title);
        assertThat(page.evaluate("self.hit")).isNull();
        assertThat(page.evaluate("violations.join()")).isEqualTo("");
    }

    @Test
    void withoutAnyTaskItSaysWhatToDo() {
        Page page = open("tasks");
        assertThat(page.getByText("No tasks yet. What people start appears here."))
                .isVisible();
        assertClean(page);
    }

    @Test
    void whatWasKnownLastStaysWhenTheServerIsAway() {
        site.fill();
        Page page = open("");
        assertThat(page.locator(".figure")).hasCount(5);
        site.stopServer();
        assertThat(page.getByText("The server does not answer."))
                .isVisible(new com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions()
                        .setTimeout(15_000));
        assertThat(page.locator(".stale .figure")).hasCount(5);
        Chromium.photograph(page, "dashboard-away");
    }

    @Test
    void isUsedWithTheKeyboard() {
        site.fill();
        Page page = open("overview");
        assertThat(page.locator(".figure")).hasCount(5);
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("Tasks");
        assertThat(page.locator("h1")).isFocused();
        assertThat(page.locator("nav a[aria-current]")).hasText("Tasks");
    }

    /** As far as the day of somebody at the other end of the world. */
    private static void setWrong(BrowserContext desk) {
        desk.clock()
                .setFixedTime(System.currentTimeMillis() + Duration.ofHours(9).toMillis());
    }

    @Test
    void theLastHourIsTheServersWhateverTheBrowsersClockSays() {
        site.fill();
        BrowserContext desk = CHROMIUM.profile(desk().setExtraHTTPHeaders(Map.of("X-User", "op-jana")));
        setWrong(desk);
        Page page = desk.newPage();
        Set<String> since = ConcurrentHashMap.newKeySet();
        page.onRequest(request -> {
            Matcher asked = Pattern.compile("/tasks\\?.*since=([^&]+)").matcher(request.url());
            if (asked.find()) {
                since.add(asked.group(1));
            }
        });
        page.navigate(site.url("tasks?since=1h"));
        assertThat(rows(page)).hasCount(12);
        page.waitForCondition(() -> since.size() > 1); // Another one each time it looks
        assertThat(rows(page)).hasCount(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks?state=BOGUS", "tasks?since=bogus", "tasks?since=constructor"})
    void aFilterThatNobodyKnowsMatchesNothing(String view) {
        site.fill();
        Page page = open(view);
        assertThat(page.getByText("Nothing matches.")).isVisible();
        assertThat(page.locator("#trouble")).isHidden();
        assertThat(page.getByRole(AriaRole.FORM)).isVisible();
        button(page, "Cancel all of these…").click();
        assertThat(page.getByText("0 of 0 tasks that match can be cancelled.")).isVisible();
        button(page, "Close").click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Clear filters"))
                .click();
        assertThat(rows(page)).hasCount(12);
    }
}

package dev.errand.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bell and what is behind it. */
@Timeout(90) // seconds; a browser starts in the first
class TaskTrayTest extends InBrowser {

    private static final String TRAY =
            "<div class='top'><task-tray href='/api'><a href='/tasks'>My tasks</a></task-tray></div>";

    private static final String SHOW_TASK = """
            () => {
              const shown = document.createElement('task-progress');
              shown.href = '/api/tasks/t';
              document.querySelector('main').append(shown);
            }""";

    private void counts(int active, int unseen, int attention) {
        server.answer("/api/tasks/summary", 200, """
                {"active":%d,"unseenFinished":%d,"needsAttention":%d}""".formatted(active, unseen, attention));
    }

    private static FakeTask ready(String id) {
        return FakeTask.ended(id, "SUCCEEDED", "OK")
                .file("orders.xlsx", Duration.ofDays(3))
                .may("seen");
    }

    private Page openTray(Browser.NewContextOptions person) {
        Page page = open(CHROMIUM.profile(person), TRAY);
        assertThat(page.locator("[part=bell]")).isVisible();
        return page;
    }

    private static Locator bell(Page page) {
        return page.locator("[part=bell]");
    }

    @Test
    void countsWhatIsNewOrElseWhatRuns() {
        counts(2, 0, 0);
        Page page = openTray(Chromium.person());
        assertThat(page.locator("[part=badge]")).hasText("2");
        assertThat(bell(page)).hasAttribute("aria-label", "My tasks: 2 running");

        counts(2, 1, 1);
        page.reload();
        assertThat(page.locator("[part=badge]")).hasText("1");
        assertThat(bell(page)).hasAttribute("aria-label", "My tasks: 2 running, 1 new result, 1 needs attention");
    }

    @Test
    void listsTasksWithTheirFilesAndMarksThemSeen() {
        counts(1, 1, 0);
        server.put(FakeTask.running("a"));
        server.put(ready("b"));
        Page page = openTray(Chromium.person());
        bell(page).click();
        assertThat(page.locator("[part=panel] [part=card]")).hasCount(2);
        assertThat(page.locator("[part=new]")).hasCount(1);
        assertThat(page.locator("a.button")).hasAttribute("download", "orders.xlsx");
        page.waitForCondition(() -> !server.requests("POST /api/tasks/b/seen").isEmpty());
        assertThat(server.requests("POST /api/tasks/a/seen")).isEmpty();
        Chromium.photograph(page, "tray");
        assertThat(Axe.findings(page)).isEmpty();
        assertThat(server.violations()).isEmpty();
    }

    @Test
    void marksSeenAlsoWhatIsListedAfterItWasOpened() {
        counts(0, 1, 0);
        server.put(ready("b"));
        BrowserContext person = CHROMIUM.profile(Chromium.person());
        AtomicReference<@Nullable Route> asked = new AtomicReference<>();
        person.route("**/api/tasks?limit=20", asked::set);
        Page page = open(person, TRAY);
        page.waitForCondition(() -> asked.get() != null);
        bell(page).click();
        assertThat(page.locator("[part=panel]")).isVisible();
        assertThat(server.requests("POST .*")).isEmpty();
        requireNonNull(asked.get()).resume();
        page.waitForCondition(() -> !server.requests("POST /api/tasks/b/seen").isEmpty());
    }

    /** As many as the tray lists, all newer than any other. */
    private void putAPage() {
        for (int i = 0; i < 20; i++) {
            server.put(FakeTask.running("a" + (10 + i)));
        }
    }

    @Test
    void listsFirstWhatIsCountedAsNewThoughItIsOlderThanItsFirstPage() {
        counts(20, 1, 0);
        putAPage();
        server.put(FakeTask.ended("y", "SUCCEEDED", "OK"));
        server.put(ready("z"));
        Page page = openTray(Chromium.person());
        Locator rows = page.locator("task-tray li");
        assertThat(rows).hasCount(21);
        assertThat(rows.first()).hasAttribute("data-id", "z");
        assertThat(page.locator("[part=badge]")).hasText("1");

        page.route("**/api/tasks/z/seen", seen -> {
            counts(20, 0, 0);
            server.put(FakeTask.ended("z", "SUCCEEDED", "OK"));
            seen.resume();
        });
        bell(page).click();
        page.waitForCondition(() -> !server.requests("POST /api/tasks/z/seen").isEmpty());
        assertThat(page.locator("[part=badge]")).hasText("20");
        assertThat(rows.first()).hasAttribute("data-id", "z"); // Stays while somebody looks at it
        assertThat(rows).hasCount(21);
        assertThat(page.locator("[part=new]")).hasCount(1);
    }

    @Test
    void listsEachOnceWhereNewOnesAreBothOfTheFirstPageAndOlder() {
        counts(19, 2, 0);
        putAPage();
        server.put(ready("a10"));
        server.put(ready("z"));
        Page page = openTray(Chromium.person());
        assertThat(page.locator("task-tray li")).hasCount(21);
        assertThat(page.locator("[part=new]")).hasCount(2);
        assertThat(page.locator("task-tray li").first()).hasAttribute("data-id", "z");
        assertThat(page.locator("[data-id=a10]")).hasCount(1);
    }

    @Test
    void asksForNoOlderOnesWhereItsFirstPageHasAllThatIsNew() {
        counts(20, 1, 0);
        putAPage();
        server.put(ready("a10"));
        Page page = openTray(Chromium.person());
        assertThat(page.locator("[part=badge]")).hasText("1");
        assertThat(server.requests("GET .*unseen=true.*")).isEmpty();
    }

    @Test
    void dropsATaskThatIsGoneWhenSomethingIsWantedOfIt() {
        counts(1, 0, 0);
        server.put(FakeTask.running("a").may("pause"));
        server.put(FakeTask.running("b"));
        Page page = openTray(Chromium.person());
        bell(page).click();
        assertThat(page.locator("task-tray li")).hasCount(2);
        page.route("**/api/tasks/a/pause", pause -> {
            server.forget("a");
            pause.fulfill(new Route.FulfillOptions().setStatus(404));
        });
        page.locator("[data-id=a]").getByText("Pause").click();
        assertThat(page.locator("[data-id=a]")).hasCount(0);
        assertThat(page.locator("[part=panel] h2")).isFocused();
        assertThat(page.locator("[data-id=b]")).hasCount(1);
    }

    @Test
    void dropsATaskThatIsGoneWhenItsFileIsWanted() {
        counts(0, 0, 0);
        server.put(ready("a"));
        Page page = openTray(Chromium.person());
        bell(page).click();
        assertThat(page.locator("a.button")).isVisible();
        page.route("**/api/tasks/a", status -> {
            server.forget("a");
            status.fulfill(new Route.FulfillOptions().setStatus(410));
        });
        page.locator("a.button").click();
        assertThat(page.locator("[data-id=a]")).hasCount(0);
    }

    @Test
    void countsAgainWhatChangedWhileItCounted() {
        counts(0, 0, 0);
        BrowserContext person = CHROMIUM.profile(Chromium.person());
        AtomicReference<@Nullable Route> asked = new AtomicReference<>();
        person.route("**/api/tasks?limit=20", asked::set);
        Page page = open(person, TRAY);
        page.waitForCondition(() -> asked.get() != null);
        counts(1, 0, 0);
        page.evaluate("() => { document.querySelector('task-tray').check(); }");
        person.unroute("**/api/tasks?limit=20");
        requireNonNull(asked.get()).resume();
        assertThat(bell(page)).hasAttribute("aria-label", "My tasks: 1 running");
    }

    @Test
    void learnsOfTasksThatThePageStartsWhileItCounts() {
        counts(0, 0, 0);
        BrowserContext person = CHROMIUM.profile(Chromium.person());
        AtomicReference<@Nullable Route> asked = new AtomicReference<>();
        person.route("**/api/tasks?limit=20", asked::set);
        Page page = open(person, TRAY);
        page.waitForCondition(() -> asked.get() != null);
        counts(1, 0, 0);
        server.put(FakeTask.running("t"));
        page.evaluate(SHOW_TASK);
        assertThat(page.locator("main > task-progress [part=card]")).isVisible();
        person.unroute("**/api/tasks?limit=20");
        requireNonNull(asked.get()).resume();
        assertThat(bell(page)).hasAttribute("aria-label", "My tasks: 1 running");
    }

    @Test
    void countsWhatItListsBeforeItWasCounted() {
        counts(0, 0, 0);
        BrowserContext person = CHROMIUM.profile(Chromium.person());
        AtomicReference<@Nullable Route> asked = new AtomicReference<>();
        person.route("**/api/tasks?limit=20", asked::set);
        Page page = open(person, TRAY);
        page.waitForCondition(() -> asked.get() != null);
        counts(1, 0, 0);
        server.put(FakeTask.running("t"));
        person.unroute("**/api/tasks?limit=20");
        requireNonNull(asked.get()).resume();
        assertThat(page.locator("task-tray task-progress")).hasCount(1);
        page.evaluate(SHOW_TASK);
        assertThat(bell(page)).hasAttribute("aria-label", "My tasks: 1 running");
    }

    @Test
    void asksForNothingBeforeItHasBegun() {
        counts(1, 0, 0);
        BrowserContext person = CHROMIUM.profile(Chromium.person());
        AtomicReference<@Nullable Route> words = new AtomicReference<>();
        person.route("**/texts-later.en.json", words::set);
        Page page = open(person, TRAY + "<task-tray></task-tray>");
        List<String> errors = new ArrayList<>();
        page.onPageError(errors::add);
        page.waitForCondition(() -> words.get() != null);

        page.evaluate("() => { document.dispatchEvent(new Event('visibilitychange')); }");
        requireNonNull(words.get()).resume();

        assertThat(page.locator("[part=badge]")).hasText("1");
        assertThat(errors).isEmpty();
    }

    @Test
    void saysThatOlderTasksCannotBeShown() {
        counts(1, 0, 0);
        listTasks("a", "\"more\"");
        Page page = openTray(Chromium.person());
        bell(page).click();
        server.answer("/api/tasks", 503, "{}");
        page.getByText("Show older").click();
        assertThat(page.locator(".empty")).hasText("Status is not available right now.");

        listTasks("b", "null");
        page.getByText("Show older").click();
        assertThat(page.locator("task-tray li")).hasCount(2);
        assertThat(page.locator(".empty")).isHidden();
    }

    private void listTasks(String id, String nextCursor) {
        FakeTask task = FakeTask.running(id);
        server.put(task);
        server.answer("/api/tasks", 200, "{\"items\":[" + task.json() + "],\"nextCursor\":" + nextCursor + "}");
    }

    @Test
    void worksWithTheKeyboard() {
        counts(0, 0, 0);
        Page page = openTray(Chromium.person());
        assertThat(bell(page)).hasAttribute("aria-expanded", "false");
        bell(page).focus();
        page.keyboard().press("Enter");
        assertThat(bell(page)).hasAttribute("aria-expanded", "true");
        assertThat(page.locator("[part=panel] h2")).isFocused();
        assertThat(page.locator(".empty")).hasText("No tasks yet. What you start appears here.");
        page.keyboard().press("Tab");
        assertThat(page.locator("[aria-label=Close]")).isFocused();
        page.keyboard().press("Escape");
        assertThat(page.locator("[part=panel]")).isHidden();
        assertThat(bell(page)).isFocused();
    }

    @Test
    void closesWhenThePersonGoesOnElsewhere() {
        counts(0, 0, 0);
        Page page = openTray(Chromium.person());
        bell(page).click();
        assertThat(page.locator("[part=panel]")).isVisible();
        page.locator("h1").click();
        assertThat(page.locator("[part=panel]")).isHidden();
    }

    @Test
    void tellsOfAnEndAndCountsIt() {
        counts(1, 0, 0);
        server.put(FakeTask.running("a"));
        Page page = openTray(Chromium.person());
        assertThat(page.locator("[part=badge]")).hasText("1");
        page.waitForCondition(() -> server.openStreams() == 1);
        counts(0, 1, 0);
        server.put(ready("a"));
        assertThat(page.locator("task-tray > [role=status], task-tray [role=status]")
                        .last())
                .hasText("Orders, September 2026 ready");
        assertThat(bell(page)).hasAttribute("aria-label", "My tasks: 1 new result");
    }

    @Test
    void learnsOfTasksThatThePageStarts() {
        counts(0, 0, 0);
        Page page = openTray(Chromium.person());
        assertThat(bell(page)).hasAttribute("aria-label", "My tasks");
        counts(1, 0, 0);
        server.put(FakeTask.running("t"));
        page.evaluate(SHOW_TASK);
        assertThat(bell(page)).hasAttribute("aria-label", "My tasks: 1 running");
    }

    @Test
    void fitsAPhoneInTheDark() {
        counts(1, 2, 1);
        server.put(FakeTask.running("a"));
        server.put(ready("b"));
        server.put(FakeTask.ended("c", "FAILED", "FAILED")
                .at(4_200, 10_000)
                .may("seen")
                .mayRetry("resume"));
        Page page = openTray(Chromium.person().setViewportSize(320, 640).setColorScheme(ColorScheme.DARK));
        bell(page).click();
        assertThat(page.locator("[part=panel] [part=card]")).hasCount(3);
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        Chromium.photograph(page, "tray-dark-320px");
        assertThat(Axe.findings(page)).isEmpty();
    }

    @Test
    void leavesItToThePageToTellOfTheEndOfATaskThatThePageShows() {
        counts(2, 0, 0);
        server.put(FakeTask.running("t"));
        server.put(FakeTask.running("u"));
        Page page = openTray(Chromium.person());
        page.evaluate(SHOW_TASK);
        assertThat(page.locator("main > task-progress [part=state]")).hasText("Running");
        assertThat(page.locator("task-tray li")).hasCount(2);
        page.waitForCondition(() -> server.openStreams() == 1);
        Locator told = page.locator("task-tray [role=status][lang]");
        server.put(ready("t").with("title", "Invoices"));
        assertThat(page.locator("main > task-progress [role=status]")).hasText("Invoices ready");
        assertThat(page.locator("task-tray [part=new]")).hasCount(1);
        assertThat(told).isEmpty();

        server.put(ready("u"));
        assertThat(told).hasText("Orders, September 2026 ready");
    }
}

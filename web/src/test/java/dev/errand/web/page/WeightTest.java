package dev.errand.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.errand.Artifact;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What it costs a page to show a task, counted by the browser from what a real server sends. */
@Timeout(90) // seconds; a browser starts in the first
class WeightTest {

    /** Bytes of all modules, styles and texts as they are sent, with those of the event stream. */
    private static final int LIMIT = 10_000;

    private static final String SENT = """
            Object.fromEntries(performance.getEntriesByType('resource').filter(({name}) => name.includes('/assets/'))
              .map(({name, encodedBodySize}) => [name.split('/').pop(), encodedBodySize]))""";

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private final DashboardSite site = new DashboardSite();

    @AfterEach
    void close() {
        site.close();
    }

    @SuppressWarnings("unchecked") // as the script makes it
    private static Map<String, Integer> sent(Page page) {
        return new TreeMap<>((Map<String, Integer>) page.evaluate(SENT));
    }

    private Page open(TaskHandle<Artifact> task) {
        BrowserContext person = CHROMIUM.profile(Chromium.person());
        person.setExtraHTTPHeaders(Map.of("X-User", "ana"));
        Page page = person.newPage();
        page.navigate(site.page(
                "<task-progress href='/background-tasks/api/v1/tasks/%s'></task-progress>".formatted(task.id())));
        return page;
    }

    @Test
    void aTaskThatRunsCostsLessThanTenKilobytes() {
        TaskHandle<Artifact> task = site.submit(DashboardSite.EXPORT, "wait", "Orders", "ana");
        DashboardSite.await(task, TaskState.RUNNING);
        Page page = open(task);
        assertThat(page.locator("[part=bar]")).hasAttribute("value", "42");
        assertThat(page.locator("[part=button]")).hasText("Cancel");
        page.waitForCondition(() -> Boolean.TRUE.equals(
                page.evaluate("performance.getEntriesByType('resource').some(({name}) => name.includes('/tasks/'))")));

        Map<String, Integer> sent = sent(page);
        assertThat(sent).containsOnlyKeys("task-progress.js", "texts.en.json");
        assertThat(sent.values()).allSatisfy(bytes -> assertThat(bytes).isPositive());
        assertThat(sent.values().stream().mapToInt(Integer::intValue).sum())
                .as("bytes of %s", sent)
                .isLessThan(LIMIT);
    }

    @Test
    void theEndAndAClickCostMoreWhenTheyCome() {
        TaskHandle<Artifact> task = site.ended(DashboardSite.EXPORT, "orders", "Orders", "ana");
        Page page = open(task);
        assertThat(page.locator("[part=state]")).hasText("Ready");
        assertThat(sent(page))
                .containsOnlyKeys(
                        "task-progress.js", "texts.en.json", "later-states.js", "amounts.js", "texts-later.en.json");

        page.getByText("Run again").click();
        page.waitForCondition(() -> sent(page).containsKey("task-commands.js"));
        assertThat(sent(page)).doesNotContainKeys("task-tray.js", "task-extras.js", "mode-style.js");
    }
}

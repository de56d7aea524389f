package dev.errand.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An element that shows one task after another: nothing of the former is left. */
@Timeout(90) // seconds; a browser starts in the first
class AnotherTaskTest extends InBrowser {

    private static final String GO_ON = "document.querySelector('task-progress').href = '/api/tasks/u'";

    private static final String LISTEN = """
            () => {
              self.heard = [];
              document.addEventListener('task-error', ({detail}) => heard.push(detail.status));
            }""";

    private static FakeTask titled(FakeTask task) {
        return task.with("title", "Invoices");
    }

    private static FakeTask withFailures(String id) {
        return FakeTask.ended(id, "SUCCEEDED", "PARTIAL")
                .at(9_999, 10_000)
                .with("progress.failed", 1)
                .with("links.failures", "/api/tasks/" + id + "/failures");
    }

    private static Locator status(Page page) {
        return page.locator("task-progress [role=status]");
    }

    /** Until somebody lets it go on. */
    private static AtomicReference<@Nullable Route> hold(Page page, String address) {
        AtomicReference<@Nullable Route> held = new AtomicReference<>();
        page.route(address, held::set);
        return held;
    }

    private static void letGoOn(AtomicReference<@Nullable Route> held) {
        requireNonNull(held.get()).resume();
    }

    @Test
    void nothingOfTheFormerTaskIsShownOrPressedWhileItLoads() {
        server.put(FakeTask.running("t"));
        server.put(titled(FakeTask.running("u")));
        Page page = open(TASK);
        page.getByText("Cancel").focus();
        AtomicReference<@Nullable Route> asked = hold(page, "**/api/tasks/u");
        page.evaluate(GO_ON);
        page.waitForCondition(() -> asked.get() != null);
        assertThat(page.locator(".button")).hasCount(0);
        assertThat(page.locator("[part=heading]")).hasText("Task");
        assertThat(page.locator("[part=heading]")).isFocused();
        assertThat(page.locator("[part=text]")).isHidden();

        letGoOn(asked);
        assertThat(page.locator("[part=heading]")).hasText("Invoices");
        assertThat(page.locator(".button")).hasText("Cancel");
        assertThat(status(page)).hasText("Invoices: 42 percent, 4,200 of 10,000 rows");
    }

    @Test
    void whatBecomesOfItsCommandIsNotSaidOfTheNext() {
        server.put(FakeTask.running("t"));
        server.put(titled(FakeTask.running("u")));
        Page page = open(TASK);
        AtomicReference<@Nullable Route> sent = hold(page, "**/api/tasks/t/cancel");
        page.getByText("Cancel").click();
        page.waitForCondition(() -> sent.get() != null);
        page.evaluate(GO_ON);
        assertThat(page.locator("[part=heading]")).hasText("Invoices");
        page.waitForResponse("**/api/tasks/t/cancel", () -> letGoOn(sent));
        page.getByText("Cancel").click();
        page.waitForCondition(
                () -> !server.requests("POST /api/tasks/u/cancel.*").isEmpty());
        assertThat(page.locator(".refusal")).isHidden();
        assertThat(page.locator("[part=heading]")).hasText("Invoices");
    }

    @Test
    void aRefusalGoesWithItsTask() {
        server.put(FakeTask.running("t"));
        server.put(titled(FakeTask.running("u")));
        server.answer("/api/tasks/t/cancel", 409, "{\"detail\":\"Too late.\"}");
        Page page = open(TASK);
        page.getByText("Cancel").click();
        assertThat(page.locator(".refusal")).hasText("Too late.");
        page.evaluate(GO_ON);
        assertThat(page.locator("[part=heading]")).hasText("Invoices");
        assertThat(page.locator(".refusal")).isHidden();
    }

    @Test
    void failedItemsOfTheFormerAreClosed() {
        server.put(withFailures("t"));
        server.put(titled(withFailures("u")));
        server.answer("/api/tasks/t/failures", 200, """
                {"items":[{"key":"Row 17","message":"No amount"}],"nextCursor":null}""");
        Page page = open(TASK);
        page.getByText("Show rows").click();
        assertThat(page.locator("td").first()).hasText("Row 17");
        page.evaluate(GO_ON);
        assertThat(page.locator("[part=heading]")).hasText("Invoices");
        assertThat(page.getByText("Row 17")).isHidden();
        assertThat(page.getByText("Show rows")).hasAttribute("aria-expanded", "false");
    }

    @Test
    void eachTaskThatIsNotThereIsSaid() {
        Page page = open(TASK);
        assertThat(page.locator("[part=text]")).hasText("This task does not exist or is not yours.");
        page.evaluate(LISTEN);
        page.evaluate(GO_ON);
        page.waitForCondition(() -> "404".equals(page.evaluate("heard.join()")));
        assertThat(status(page)).hasText("This task does not exist or is not yours.");
    }
}

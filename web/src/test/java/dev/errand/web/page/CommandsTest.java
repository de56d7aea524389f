package dev.errand.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person does about a task, and what she is told when something is in the way. */
@Timeout(90) // seconds; a browser starts in the first
class CommandsTest extends InBrowser {

    private static final String QUESTION =
            "1,204 of 5,000 e-mails are already sent and cannot be recalled. Stop sending the other 3,796?";

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static FakeTask sending() {
        return FakeTask.active("t", "RUNNING")
                .at(1_204, 5_000)
                .with("progress.unit", "e-mails")
                .with("actions.cancel", Map.of("method", "POST", "href", "/api/tasks/t/cancel", "confirm", QUESTION));
    }

    @Test
    void asksBeforeWhatCannotBeTakenBack() {
        server.put(sending());
        Page page = open(TASK);
        button(page, "Cancel").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName(QUESTION));
        assertThat(dialog).isVisible();
        assertThat(dialog.locator("button")).hasText(new String[] {"Keep sending", "Stop sending"});
        assertThat(button(page, "Keep sending")).isFocused();
        Chromium.photograph(page, "question");
        button(page, "Keep sending").click();
        assertThat(dialog).isHidden();
        assertThat(server.requests("POST .*")).isEmpty();
        assertThat(button(page, "Cancel")).isFocused();

        button(page, "Cancel").click();
        assertThat(dialog).isVisible();
        page.keyboard().press("Escape");
        assertThat(dialog).isHidden();
        assertThat(server.requests("POST .*")).isEmpty();

        button(page, "Cancel").click();
        button(page, "Stop sending").click();
        page.waitForCondition(
                () -> server.requests("POST /api/tasks/t/cancel.*").size() == 1);
    }

    @Test
    void focusGoesToTheHeadingWhenItsButtonIsGone() {
        server.put(FakeTask.running("t"));
        Page page = open(TASK);
        button(page, "Cancel").focus();
        server.put(FakeTask.running("t").at(5_000, 10_000));
        assertThat(page.locator("[part=bar]")).hasAttribute("value", "50");
        assertThat(button(page, "Cancel")).isFocused();

        server.put(FakeTask.active("t", "CANCELLING").at(5_000, 10_000));
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Orders, September 2026")))
                .isFocused();
    }

    @Test
    void sendsTheTokenOfTheCookieOrOfThePage() {
        server.put(FakeTask.running("t"));
        BrowserContext profile = CHROMIUM.profile(Chromium.person());
        profile.addCookies(List.of(new Cookie("XSRF-TOKEN", "from-cookie").setUrl(server.url())));
        Page page = open(profile, TASK);
        button(page, "Cancel").click();
        page.waitForCondition(() -> server.lastHeaders("/api/tasks/t/cancel").contains("X-xsrf-token=[from-cookie]"));

        page = open("<meta name='_csrf' content='from-page'><meta name='_csrf_header' content='X-CSRF'>" + TASK);
        button(page, "Cancel").click();
        page.waitForCondition(() -> server.lastHeaders("/api/tasks/t/cancel").contains("X-csrf=[from-page]"));
    }

    @Test
    void saysWhyACommandWasRefused() {
        server.put(FakeTask.running("t"));
        server.answer("/api/tasks/t/cancel", 409, "{\"detail\":\"The task is past its point of no return.\"}");
        Page page = open(TASK);
        button(page, "Cancel").click();
        assertThat(page.locator(".refusal")).hasText("The task is past its point of no return.");
        assertThat(page.locator("[role=status]")).hasText("The task is past its point of no return.");
    }

    @Test
    void retriesWithTheScopeOfTheButton() {
        server.put(FakeTask.ended("t", "FAILED", "FAILED")
                .at(4_200, 10_000)
                .with("resumable", true)
                .mayRetry("resume", "all"));
        Page page = open(TASK);
        button(page, "Try again (from row 4,200)").click();
        page.waitForCondition(() -> !server.requests("POST /api/tasks/t/retry .\"scope\":\"resume\".")
                .isEmpty());
    }

    @Test
    void showsTheTaskThatDoesItAgain() {
        server.put(FakeTask.ended("t", "CANCELLED", "CANCELLED").mayRetry("all"));
        FakeTask again = FakeTask.running("again").with("title", "Orders, again");
        server.put(again);
        server.answer("/api/tasks/t/retry", 202, again.json());
        Page page = open(TASK);
        button(page, "Run again").click();
        assertThat(page.locator("[part=heading]")).hasText("Orders, again");
    }

    @Test
    void listsWhatFailed() {
        server.put(FakeTask.running("t").with("progress.failed", 3).with("links.failures", "/api/tasks/t/failures"));
        server.answer("/api/tasks/t/failures", 200, """
                {"items":[{"key":"Row 17","message":"No amount","attempt":1}],"nextCursor":null}""");
        Page page = open(TASK);
        button(page, "Show rows").click();
        assertThat(page.locator("td")).hasText(new String[] {"Row 17", "No amount"});
        assertThat(button(page, "Show rows")).hasAttribute("aria-expanded", "true");
        Chromium.photograph(page, "failures");
        button(page, "Show rows").click();
        assertThat(page.locator("table")).isHidden();
    }

    @Test
    void savesTheListWithoutFormulas() throws Exception {
        server.put(FakeTask.ended("t", "SUCCEEDED", "PARTIAL")
                .with("progress.failed", 1)
                .with("links.failures", "/api/tasks/t/failures"));
        server.answer("/api/tasks/t/failures", 200, """
                {"items":[{"key":"=HYPERLINK()","message":"a \\"b\\""}]}""");
        Page page = open(TASK);
        var download = page.waitForDownload(button(page, "Download list")::click);
        assertThat(new String(download.createReadStream().readAllBytes(), UTF_8))
                .isEqualTo("\uFEFF\"'=HYPERLINK()\",\"a \"\"b\"\"\"\r\n");
    }

    @Test
    void showsTheFactsOfAFailure() {
        server.put(FakeTask.ended("t", "FAILED", "FAILED").with("error", Map.of("ref", "7F3A", "code", "task-failed")));
        Page page = open(TASK);
        button(page, "Details").click();
        assertThat(page.locator("dd")).hasText(new String[] {"7F3A", "task-failed", "1"});
        Chromium.photograph(page, "details");
    }

    @Test
    void linksToTheFile() {
        server.put(FakeTask.ended("t", "SUCCEEDED", "OK").file("orders.xlsx", Duration.ofDays(3)));
        Page page = open(TASK);
        Locator link = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Download"));
        assertThat(link).hasAttribute("download", "orders.xlsx");
        assertThat(link).hasAttribute("href", server.url() + "api/tasks/t/files/1");
    }

    @Test
    void downloadsOnceByItselfIfAsked() {
        server.put(FakeTask.running("t"));
        BrowserContext profile = CHROMIUM.profile(Chromium.person());
        Page page = open(profile, TASK.replace(" href", " download='auto-once' href"));
        assertThat(page.locator("[part=state]")).hasText("Running");
        page.waitForCondition(() -> server.openStreams() == 1);
        server.put(FakeTask.ended("t", "SUCCEEDED", "OK").file("orders.xlsx", Duration.ofDays(3)));
        page.waitForCondition(() -> server.requests("GET /api/tasks/t/files/1").size() == 1);
        page.reload();
        assertThat(page.locator("[part=state]")).hasText("Ready");
        assertThat(server.requests("GET /api/tasks/t/files/1")).hasSize(1);
    }

    @Test
    void saysWhenThereIsNoConnection() {
        server.put(FakeTask.running("t"));
        BrowserContext profile = CHROMIUM.profile(Chromium.person());
        Page page = open(profile, TASK);
        assertThat(page.locator("[part=bar]")).hasAttribute("value", "42");
        page.waitForCondition(() -> server.openStreams() == 1);
        profile.setOffline(true);
        server.cutStreams();
        String lost = "Connection lost. The task keeps running on the server. Reconnecting…";
        assertThat(page.locator("[part=text]")).hasText(lost);
        assertThat(page.locator("[role=status]")).hasText(lost);
        assertThat(page.locator("[part=bar]")).hasAttribute("value", "42");
        Chromium.photograph(page, "offline");
        profile.setOffline(false);
        button(page, "Retry now").or(page.locator("[part=heading]")).first().click();
        assertThat(page.locator("[part=state]")).hasText("Running");
    }

    @Test
    void saysSoWhenWhatShowsTheEndCannotBeLoadedAndTriesAgain() {
        server.put(FakeTask.ended("t", "SUCCEEDED", "OK").file("orders.xlsx", Duration.ofDays(3)));
        server.answer("/assets/later-states.js", 503, "{}");
        Page page = open(TASK);
        assertThat(page.locator("[part=text]"))
                .hasText("Connection lost. The task keeps running on the server. Reconnecting…");
        assertThat(page.locator("[part=state]")).hasText("Offline");

        server.answerAgain("/assets/later-states.js");
        assertThat(page.locator("[part=state]")).hasText("Ready");
    }

    @Test
    void saysSoWhenACommandCannotBeLoaded() {
        server.put(FakeTask.running("t"));
        server.answer("/assets/task-commands.js", 503, "{}");
        Page page = open(TASK);
        button(page, "Cancel").click();
        assertThat(page.locator(".refusal")).hasText("This did not work. Please try again.");
        server.answerAgain("/assets/task-commands.js");
        button(page, "Cancel").click();
        page.waitForCondition(
                () -> server.requests("POST /api/tasks/t/cancel.*").size() == 1);
    }

    @Test
    void saysWhyThereIsNothingToSee() {
        Page page = open(TASK);
        assertThat(page.locator("[part=text]")).hasText("This task does not exist or is not yours.");
        assertThat(page.locator(".button")).hasCount(0);

        server.answer("/api/tasks/t", 401, "{}");
        page.reload();
        assertThat(page.locator("[part=text]")).hasText("Please sign in again to see this task.");
        assertThat(page.locator(".button")).hasText("Sign in");

        server.answer("/api/tasks/t", 503, "{}");
        page.reload();
        assertThat(page.locator("[part=text]")).hasText("Status is not available right now.");
        Chromium.photograph(page, "unavailable");
        server.answerAgain("/api/tasks/t");
        server.put(FakeTask.running("t"));
        button(page, "Retry").or(page.locator("[part=heading]")).first().click();
        assertThat(page.locator("[part=state]")).hasText("Running");
    }

    @Test
    void showsNoCancelIfThePageDoesNotWantIt() {
        server.put(FakeTask.running("t").may("pause"));
        Page page = open(TASK.replace(" href", " no-cancel href"));
        assertThat(page.locator(".button")).hasText("Pause");
    }

    @Test
    void aRefusalGoesWhenThereIsSomethingElseToSay() {
        server.put(FakeTask.running("t"));
        server.answer("/api/tasks/t/cancel", 409, "{\"detail\":\"Not now.\"}");
        Page page = open(TASK);
        page.waitForCondition(() -> server.openStreams() == 1);
        button(page, "Cancel").click();
        assertThat(page.locator(".refusal")).hasText("Not now.");
        server.put(FakeTask.active("t", "CANCELLING").at(4_200, 10_000).may("forceStop"));
        assertThat(page.locator("[part=state]")).hasText("Stopping");
        assertThat(page.locator(".refusal")).isHidden();

        server.answer("/api/tasks/t/forceStop", 409, "{\"detail\":\"Not now.\"}");
        page.locator(".button").click();
        assertThat(page.locator(".refusal")).hasText("Not now.");
        server.answer("/api/tasks/t", 401, "{}");
        page.evaluate("document.querySelector('task-progress').check()");
        assertThat(page.locator("[part=text]")).hasText("Please sign in again to see this task.");
        assertThat(page.locator(".refusal")).isHidden();
    }

    private static void assertHeadingIsFocused(Page page) {
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Orders, September 2026")))
                .isFocused();
    }

    @Test
    void aQuestionGoesWhenTheTaskEnds() {
        server.put(sending());
        Page page = open(TASK);
        page.waitForCondition(() -> server.openStreams() == 1);
        button(page, "Cancel").click();
        assertThat(button(page, "Keep sending")).isFocused();
        server.put(FakeTask.ended("t", "SUCCEEDED", "OK").mayRetry("all"));
        assertThat(page.locator("[part=state]")).hasText("Ready");
        assertThat(page.locator("[part=dialog]")).hasCount(0);
        assertHeadingIsFocused(page);
        button(page, "Run again").click();
        page.waitForCondition(() -> server.requests("POST /api/tasks/t/retry.*").size() == 1);
        assertThat(server.requests("POST /api/tasks/t/cancel.*")).isEmpty();
    }

    @Test
    void focusGoesToTheHeadingWhenTheListOfWhatFailedGoes() {
        server.put(FakeTask.running("t").with("progress.failed", 3).with("links.failures", "/api/tasks/t/failures"));
        server.answer("/api/tasks/t/failures", 200, """
                {"items":[{"key":"Row 17","message":"No amount","attempt":1}],"nextCursor":null}""");
        Page page = open(TASK);
        page.waitForCondition(() -> server.openStreams() == 1);
        button(page, "Show rows").click();
        page.locator("[part=details]").focus();
        server.put(FakeTask.waiting("t", "QUEUED").with("attempt", 2));
        assertThat(page.locator("[part=details]")).isHidden();
        assertHeadingIsFocused(page);
    }
}

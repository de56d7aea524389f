package dev.errand.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.errand.Artifact;
import dev.errand.Command;
import dev.errand.TaskHandle;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the operators' page, files are kept for longer and tasks handed over, also with the keyboard and on a narrow screen. */
@Timeout(120) // seconds; a browser starts in the first
class AmendmentsOnThePageTest {

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private final DashboardSite site = new DashboardSite();

    @AfterEach
    void closes() {
        site.close();
    }

    private Page open(String view) {
        return DashboardTest.open(CHROMIUM, site.url(view), DashboardTest.desk(), "op-jana");
    }

    private TaskHandle<Artifact> export() {
        return site.ended(DashboardSite.EXPORT, "orders", "Orders", "ana");
    }

    private static Locator status(Page page) {
        return page.locator(".told");
    }

    @Test
    void aFileIsKeptForLongerFromItsTask() {
        TaskHandle<Artifact> task = export();
        Page page = open("task?id=" + task.id());
        Locator keep = DashboardTest.button(page, "Keep longer: orders.csv");
        keep.focus();
        page.keyboard().press("Enter");
        assertThat(page.getByLabel("Reason")).isFocused();
        page.keyboard().type("Wrong month");
        Chromium.photograph(page, "dashboard-keep");
        assertThat(Axe.findings(page)).isEmpty();
        page.keyboard().press("Enter");

        assertThat(status(page)).hasText(Pattern.compile("orders.csv is kept until .+\\."));
        assertThat(keep).isFocused();
        Locator step = page.locator(".timeline li").last();
        assertThat(step).containsText("After the end by op-jana");
        assertThat(step).containsText(Pattern.compile("Kept until \\d{4}-\\d\\d-\\d\\d: Wrong month"));
        assertThat(page.locator(".timeline").getByText("Succeeded")).hasCount(1);
        Chromium.photograph(page, "dashboard-kept");
        DashboardTest.assertClean(page);
    }

    @Test
    void aTaskIsHandedOverWithAReason() {
        TaskHandle<Artifact> task = export();
        Page page = open("task?id=" + task.id());
        Locator handOver = DashboardTest.button(page, "Hand over…");
        handOver.click();
        assertThat(page.getByText("Give this task with its files to somebody else? It leaves the list of ana."))
                .isVisible();
        assertThat(page.getByLabel("Id of the new owner")).isFocused();
        page.keyboard().type("bea");
        page.keyboard().press("Enter"); // The reason is missing
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        page.getByLabel("Reason").fill("Ana left");
        Chromium.photograph(page, "dashboard-hand-over");
        assertThat(Axe.findings(page)).isEmpty();
        DashboardTest.button(page, "Hand it over").click();

        assertThat(status(page)).hasText("It is bea’s now.");
        assertThat(handOver).isFocused();
        assertThat(page.locator("dl.facts")).containsText("Ownerbea");
        assertThat(page.locator(".timeline li").first()).not().containsText("by bea");
        assertThat(page.locator(".timeline li").last()).containsText("After the end by op-jana");
        assertThat(page.locator(".timeline li").last()).containsText("Handed over from ana to bea: Ana left");
        assertThat(task.snapshot().owner().id()).isEqualTo("bea");
        Chromium.photograph(page, "dashboard-handed-over");
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(1280);
        DashboardTest.assertClean(page);
    }

    @Test
    void escapeHandsNothingOver() {
        TaskHandle<Artifact> task = export();
        Page page = open("task?id=" + task.id());
        Locator handOver = DashboardTest.button(page, "Hand over…");
        handOver.click();
        page.getByLabel("Id of the new owner").fill("bea");
        page.keyboard().press("Escape");

        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        assertThat(handOver).isFocused();
        assertThat(task.snapshot().owner().id()).isEqualTo("ana");
    }

    @Test
    void whatWasRefusedIsSaid() {
        TaskHandle<Artifact> task = export();
        Page page = open("task?id=" + task.id());
        page.route(
                "**/hand-over",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(409)
                        .setContentType("application/problem+json")
                        .setBody("{\"detail\":\"The new owner has a task of this type under the same key.\"}")));
        DashboardTest.button(page, "Hand over…").click();
        page.getByLabel("Id of the new owner").fill("bea");
        page.getByLabel("Reason").fill("Ana left");
        DashboardTest.button(page, "Hand it over").click();

        assertThat(page.locator(".banner[role=alert]"))
                .hasText("The new owner has a task of this type under the same key.");
        assertThat(status(page)).hasText("");
        DashboardTest.assertClean(page);
    }

    @Test
    void whatIsNobodysBusinessAnyMoreIsLeft() {
        TaskHandle<Artifact> task = export();
        Page page = open("task?id=" + task.id());
        page.route("**/hand-over", route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
        DashboardTest.button(page, "Hand over…").click();
        page.getByLabel("Id of the new owner").fill("bea");
        page.getByLabel("Reason").fill("Ana left");
        DashboardTest.button(page, "Hand it over").click();

        assertThat(page).hasURL(site.url("tasks"));
    }

    @Test
    void aFileIsKeptForLongerFromTheListOfFiles() {
        site.ended(DashboardSite.EXPORT, "orders", "Orders, first", "ana");
        TaskHandle<Artifact> second = site.ended(DashboardSite.EXPORT, "orders", "Orders, second", "ana");
        site.ended(DashboardSite.EXPORT, "orders", "Orders, third", "ana");
        Page page = open("files");
        Locator row = DashboardTest.rows(page).nth(1);
        Locator keep = row.getByRole(AriaRole.BUTTON);
        assertThat(row).containsText("Orders, second");
        keep.click();
        page.getByLabel("Reason").fill("Wrong month");
        DashboardTest.button(page, "Keep it longer").click();

        assertThat(status(page)).hasText(Pattern.compile("orders.csv is kept until .+\\."));
        assertThat(keep).isFocused(); // Files of one name are told apart
        assertThat(second.snapshot().status().timeline().getLast().note()).endsWith("Wrong month");
        Chromium.photograph(page, "dashboard-files-keep");
        DashboardTest.assertClean(page);
    }

    /** The page looks again every few seconds, and what is below the dialog is made anew. */
    @Test
    void theFocusReturnsToAButtonThatWasMadeAnewMeanwhile() {
        TaskHandle<Artifact> task = export();
        Page page = open("files");
        Locator keep = DashboardTest.button(page, "Keep longer: orders.csv");
        keep.click();
        assertThat(page.getByLabel("Reason")).isFocused();
        task.countDownload(task.snapshot().artifacts().getFirst());
        assertThat(DashboardTest.rows(page).locator("[data-label=Downloads]")).hasText("1");
        page.keyboard().press("Escape");

        assertThat(keep).isFocused();
    }

    @Test
    void theAuditTellsWhatWasDoneAfterTheEnd() {
        TaskHandle<Artifact> task = export();
        task.keep(task.snapshot().artifacts().getFirst(), Command.by("op-olga").because("Wrong month"));
        Page page = open("audit");

        assertThat(DashboardTest.rows(page)).hasCount(1);
        assertThat(DashboardTest.rows(page)).containsText("op-olga");
        assertThat(DashboardTest.rows(page)).containsText("After the end");
        assertThat(DashboardTest.rows(page)).containsText("Wrong month");
        DashboardTest.assertClean(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"files", "task?id="})
    void onAScreenOf320Pixels(String view) {
        TaskHandle<Artifact> task = export();
        Page page = DashboardTest.open(
                CHROMIUM,
                site.url(view.endsWith("=") ? view + task.id() : view),
                Chromium.person().setViewportSize(320, 640).setHasTouch(true).setIsMobile(true),
                "op-jana");
        assertThat(DashboardTest.button(page, "Keep longer: orders.csv")).isVisible();
        Chromium.photograph(page, "dashboard-320px-keep-" + view.substring(0, 4));
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        DashboardTest.assertClean(page);
    }

    /** What is for operators of all tasks is no business of hers, on her own page least of all. */
    @Test
    void theElementOnAPageOffersNeither() {
        TaskHandle<Artifact> task = export();
        Page page = CHROMIUM.profile(Chromium.person().setExtraHTTPHeaders(Map.of("X-User", "op-jana")))
                .newPage();
        page.navigate(site.page(
                "<task-progress href='/background-tasks/api/v1/tasks/%s'></task-progress>".formatted(task.id())));
        assertThat(page.locator("[part=state]")).hasText("Ready");

        List<String> buttons = page.locator("task-progress [part~=button]").allInnerTexts();
        assertThat(buttons).isNotEmpty().noneMatch(text -> text.matches(".*([Kk]eep|[Hh]and).*"));
    }
}

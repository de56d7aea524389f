package dev.errand.samples.claimsweb;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.errand.samples.claimsweb.Visitor.button;
import static dev.errand.samples.claimsweb.Visitor.percentOf;
import static dev.errand.samples.claimsweb.Visitor.start;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.errand.web.page.Axe;
import dev.errand.web.page.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** What people do with the sample, in a real browser, on a real server, with real mail. */
@Timeout(180) // seconds; the server starts in the first
class ClaimsWebTest {

    private static final int CLAIMS = 3_000;
    private static final int REMINDERS = 2_000;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    static @Nullable Path directory;

    private static @Nullable ConfigurableApplicationContext application;

    @BeforeAll
    static void startServer() throws IOException {
        application = ClaimsWeb.start(
                requireNonNull(directory),
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--claims.number=" + CLAIMS,
                "--claims.members=" + REMINDERS,
                "--claims.handlers=ana,ben,cyd,dora,eva,finn,gil");
    }

    @AfterAll
    static void stopServer() {
        requireNonNull(application).close();
    }

    private static Visitor visitor(String name) {
        return Visitor.signIn(CHROMIUM.profile(Chromium.person()), address(), name);
    }

    private static String address() {
        return "http://localhost:" + ClaimsWeb.portOf(requireNonNull(application));
    }

    private static long sentMails() throws IOException {
        String mails = Files.readString(requireNonNull(directory).resolve("mail.mbox"), ISO_8859_1);
        return Pattern.compile("(?m)^From claims@example\\.org ")
                .matcher(mails)
                .results()
                .count();
    }

    @Test
    void anExportIsWatchedLeftAloneAndFetched() throws IOException {
        Visitor ana = visitor("ana");
        Page page = ana.open("/");
        Locator export = start(page, "Export to Excel", true);
        page.waitForCondition(() -> percentOf(export) >= 10);
        int seen = percentOf(export);
        page.waitForCondition(() -> percentOf(export) > seen);
        Chromium.photograph(page, "export");
        page.close();

        Page again = ana.open("/");
        Locator same = again.locator("#started task-progress").first();
        assertThat(same.locator("[part=heading]")).hasText("All claims to Excel");
        Locator link = same.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Download"));
        assertThat(link).isVisible();
        Chromium.photograph(again, "export-ready");
        Download file = again.waitForDownload(link::click);
        assertThat(file.suggestedFilename()).matches("Claims_[-_0-9]+\\.xlsx");
        assertThat(rowsOf(file)).isEqualTo(1 + CLAIMS);
        ana.assertNoComplaints();
    }

    private static int rowsOf(Download file) throws IOException {
        try (InputStream in = file.createReadStream();
                XSSFWorkbook workbook = new XSSFWorkbook(in)) {
            XSSFSheet sheet = workbook.getSheetAt(0);
            assertThat(sheet.getRow(0).getCell(0).getStringCellValue()).isEqualTo("Claim");
            return sheet.getPhysicalNumberOfRows();
        }
    }

    @Test
    void remindersAreStoppedHalfWayAndTheRestIsSentLater() throws IOException {
        Visitor cyd = visitor("cyd");
        Page page = cyd.open("/");
        long before = sentMails();
        Locator reminders = start(page, "Send reminders", true);
        page.waitForCondition(() -> percentOf(reminders) >= 3);
        button(page, "Cancel").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("are already sent and cannot be recalled");
        Chromium.photograph(page, "stop-sending");
        button(page, "Stop sending").click();
        assertThat(reminders.locator("[part=text]")).containsText("Stopped by you after");
        assertThat(sentMails() - before).isBetween(1L, REMINDERS - 1L);

        reminders
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("Try again.*")))
                .click();
        Locator retry = reminders.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("Retry the \\d+")));
        assertThat(retry).isVisible();
        cyd.assertNoComplaints();
    }

    @Test
    void whatFailedIsTriedAgainAlone() {
        Visitor olga = visitor("olga");
        Page page = olga.open("/");
        Locator reminders = start(page, "Send reminders", false);
        Locator retry = reminders.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Retry the 4"));
        assertThat(retry).isVisible();
        Chromium.photograph(page, "partly-sent");
        button(page, "Open the closed mailboxes").click();
        retry.click();
        assertThat(reminders.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Retry the 3")))
                .isVisible();
        olga.assertNoComplaints();
    }

    @Test
    void otherPeoplesTasksAreNotThere() {
        Page ofDora = visitor("dora").open("/");
        Locator export = start(ofDora, "Export to Excel", false);
        String href = requireNonNull(export.getAttribute("href"));

        Page ofBen = visitor("ben").open("/");
        APIResponse answer = ofBen.request().get(address() + href);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("\"task-not-found\"");
        ofBen.evaluate("""
                (href) => {
                  const shown = document.createElement('task-progress');
                  shown.href = href;
                  document.getElementById('started').prepend(shown);
                }""", href);
        assertThat(ofBen.locator("#started task-progress").first().locator("[part=text]"))
                .hasText("This task does not exist or is not yours.");
    }

    @Test
    void operatorsSeeEverything() {
        start(visitor("ana").open("/"), "Export to Excel", false);
        Page ofAna = visitor("ana").open("/background-tasks/dashboard/");
        assertThat(ofAna.locator("body")).not().containsText("Overview");

        Visitor olga = visitor("olga");
        Page page = olga.open("/");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("All tasks"))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Overview")))
                .isVisible();
        Chromium.photograph(page, "dashboard");
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Tasks").setExact(true))
                .click();
        assertThat(page.locator("main")).containsText("All claims to Excel");
        olga.assertNoComplaints();
    }

    @Test
    void theBellTellsOfWhatIsReady() {
        Visitor eva = visitor("eva");
        Page page = eva.open("/");
        start(page, "Export to Excel", false);
        Locator bell = page.locator("[part=bell]");
        assertThat(bell).hasAttribute("aria-label", "My tasks: 1 new result");
        bell.click();
        assertThat(page.locator("[part=panel] a.button")).hasText("Download");
        assertThat(bell).hasAttribute("aria-label", "My tasks");
        Chromium.photograph(page, "tray");
        assertThat(Axe.findings(page)).isEmpty();
        eva.assertNoComplaints();
    }

    @Test
    void hostileTextsStayTexts() {
        Visitor finn = visitor("finn");
        String hostile = "<img src=x onerror=\"document.title='gone'\">";
        Page page = finn.open("/");
        page.locator("input[name=branch]").evaluate("(input, text) => { input.value = text; }", hostile);
        Locator export = start(page, "Export to Excel", false);
        assertThat(export.locator("[part=heading]")).hasText("Claims of " + hostile + " to Excel");
        page.reload();
        assertThat(page.locator("#started task-progress").first().locator("[part=heading]"))
                .hasText("Claims of " + hostile + " to Excel");
        assertThat(page).hasTitle("Claims");
        finn.assertNoComplaints();
    }

    @Test
    void fitsEveryEyeAndScreen() {
        Page page = Visitor.signIn(
                        CHROMIUM.profile(Chromium.person()
                                .setViewportSize(320, 640)
                                .setColorScheme(ColorScheme.DARK)
                                .setReducedMotion(ReducedMotion.REDUCE)),
                        address(),
                        "gil")
                .open("/");
        start(page, "Export to Excel", true);
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        assertThat(Axe.findings(page)).isEmpty();
        Chromium.photograph(page, "dark-320px");

        Page light = visitor("gil").open("/");
        assertThat(light.locator("#started [part=card]").first()).isVisible();
        assertThat(Axe.findings(light)).isEmpty();
        Page login = CHROMIUM.profile(Chromium.person()).newPage();
        login.navigate(address() + "/login");
        assertThat(Axe.findings(login)).isEmpty();
    }
}

package dev.errand.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For every eye and every screen: themes, narrow pages, less motion, other languages, and what axe finds. */
@Timeout(90) // seconds; a browser starts in the first
class LooksTest extends InBrowser {

    private static final List<String> SHOWN =
            List.of("queued", "running", "endless", "cancelling", "ready", "partial", "failed");

    private String all() {
        server.put(
                FakeTask.waiting("queued", "QUEUED").with("queue.position", 3).may("cancel"));
        server.put(FakeTask.running("running")
                .with("eta", Map.of("seconds", 175, "low", 120, "high", 200, "confidence", "ok"))
                .with("progress.failed", 3)
                .with("links.failures", "/api/tasks/running/failures")
                .with("progress.phase", Map.of("label", "Writing rows", "index", 2, "count", 3)));
        server.put(FakeTask.active("endless", "RUNNING")
                .with("title", "Import of a very long name that goes on and on, " + "x".repeat(60))
                .with("progress.done", 4_200)
                .with("startedAt", Duration.ofMinutes(2))
                .may("pause", "cancel"));
        server.put(FakeTask.active("cancelling", "CANCELLING").at(6_200, 10_000));
        server.put(FakeTask.ended("ready", "SUCCEEDED", "OK")
                .file("orders-2026-09.xlsx", Duration.ofDays(7))
                .mayRetry("all"));
        server.put(FakeTask.ended("partial", "SUCCEEDED", "PARTIAL")
                .with("title", "Reminders")
                .at(4_987, 5_000)
                .with("progress.failed", 13)
                .with("progress.unit", "e-mails")
                .with("links.failures", "/api/tasks/partial/failures")
                .mayRetry("failed-items"));
        server.put(FakeTask.ended("failed", "FAILED", "FAILED")
                .at(4_200, 10_000)
                .with("error", Map.of("message", "the database was not available", "ref", "7F3A"))
                .mayRetry("resume"));
        StringBuilder page = new StringBuilder();
        SHOWN.forEach(id -> page.append(TASK.replace("tasks/t", "tasks/" + id)));
        return page.toString();
    }

    private Page show(Browser.NewContextOptions person, String name) {
        return show(person, name, all());
    }

    private Page show(Browser.NewContextOptions person, String name, String content) {
        Page page = open(CHROMIUM.profile(person), content);
        assertThat(page.locator("[part=card]")).hasCount(SHOWN.size());
        Chromium.photograph(page, name);
        return page;
    }

    private static void assertAxeFindsNothing(Page page) {
        assertThat(Axe.findings(page)).isEmpty();
    }

    @Test
    void inTheLight() {
        assertAxeFindsNothing(show(Chromium.person(), "light"));
    }

    @Test
    void inTheDark() {
        Page page = show(Chromium.person().setColorScheme(ColorScheme.DARK), "dark");
        assertAxeFindsNothing(page);
        assertThat(page.locator("[part=card]").first()).hasCSS("background-color", "rgb(26, 32, 41)");
    }

    @Test
    void inTheLightOfAPageThatWantsItSo() {
        Page page = show(
                Chromium.person().setColorScheme(ColorScheme.DARK),
                "light-on-dark",
                all().replace(" href='/api", " theme='light' href='/api"));
        assertThat(page.locator("[part=card]").first()).hasCSS("background-color", "rgb(255, 255, 255)");
    }

    @Test
    void withColoursOfThePerson() {
        assertAxeFindsNothing(show(Chromium.person().setForcedColors(ForcedColors.ACTIVE), "forced-colors"));
    }

    @Test
    void onAScreenOf320Pixels() {
        Page page = show(
                Chromium.person().setViewportSize(320, 640).setHasTouch(true).setIsMobile(true), "320px");
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        Number height = (Number) page.locator("[part=buttons] .button").first().evaluate("e => e.offsetHeight");
        assertThat(height.intValue()).isGreaterThanOrEqualTo(24);
        assertAxeFindsNothing(page);
    }

    /** 200 % of 640 pixels are 320 of those that a page counts in, each twice as large. */
    @Test
    void atTwiceTheSize() {
        Page page = show(Chromium.person().setViewportSize(320, 400).setDeviceScaleFactor(2), "zoomed");
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
    }

    @Test
    void withoutMotion() {
        Page page = show(Chromium.person().setReducedMotion(ReducedMotion.REDUCE), "reduced-motion");
        assertThat(page.locator("task-progress")).hasCount(SHOWN.size());
        assertThat(page.evaluate("""
                [...document.querySelectorAll('task-progress')].flatMap((each) => each.shadowRoot.getAnimations()).length""")).isEqualTo(0);
    }

    @Test
    void withMotion() {
        Page page = open(all());
        page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate("""
                [...document.querySelectorAll('task-progress')].flatMap((each) => each.shadowRoot.getAnimations()).length > 0""")));
    }

    @Test
    void inCzech() {
        server.language("cs");
        Page page = show(Chromium.person().setLocale("cs"), "czech");
        assertThat(page.locator("[part=text]").nth(0)).hasText("Čeká na spuštění. Před vaší úlohou jsou 2 další.");
        assertThat(page.locator("[part=text]").nth(1)).hasText("42 % · 4 200 z 10 000 řádků · zbývá asi 3 minuty");
        assertThat(page.locator("[part=text]").nth(5)).hasText("Odesláno 4 987 z 5 000. Nepodařilo se doručit: 13.");
    }

    @Test
    void inWordsOfThePage() {
        server.language("cs");
        server.put(FakeTask.running("t"));
        Page page = open(TASK);
        page.evaluate("""
                async () => {
                  const {addTexts} = await import('/assets/task-progress.js');
                  addTexts('cs', {'do.cancel': 'Storno'});
                  document.querySelector('task-progress').lang = 'cs';
                }""");
        assertThat(page.locator(".button")).hasText("Storno");
    }

    @Test
    void asALineOrInAText() {
        String compact = all().replace(" href='/api", " mode='compact' href='/api");
        assertAxeFindsNothing(show(Chromium.person(), "compact", compact));
        String inline = all().replace(" href='/api", " mode='inline' href='/api")
                .replace("</task-progress>", "</task-progress><br>");
        assertAxeFindsNothing(show(Chromium.person(), "inline", inline));
    }

    /** What has no ground of its own stands on that of the page. */
    @Test
    void asALineAndABellOnALightPageOfADarkSystem() {
        Page page = open(
                CHROMIUM.profile(Chromium.person().setColorScheme(ColorScheme.DARK)),
                all().replace(" href='/api", " mode='inline' href='/api")
                                .replace("</task-progress>", "</task-progress><br>")
                        + "<task-tray href='/api'></task-tray>");
        page.evaluate("""
                document.querySelectorAll('body,h2').forEach(({style}) => {
                  style.background = 'white';
                  style.color = 'black';
                })""");
        assertThat(page.locator("task-progress [part=card]")).hasCount(SHOWN.size());
        assertThat(page.locator("[part=bell]")).hasCSS("color", "rgb(0, 0, 0)");
        Chromium.photograph(page, "light-page-dark-system");
        assertAxeFindsNothing(page);

        page.locator("[part=bell]").click();
        assertThat(page.locator("[part=panel]")).isVisible();
        assertAxeFindsNothing(page);
    }

    @Test
    void isALinkWithoutScripts() {
        Page page = open(CHROMIUM.profile(Chromium.person().setJavaScriptEnabled(false)), TASK);
        assertThat(page.locator("task-progress a")).isVisible();
    }

    @Test
    void speaksOfTheBarAsTheEyeSeesIt() {
        server.put(
                FakeTask.running("t").with("eta", Map.of("seconds", 175, "low", 120, "high", 200, "confidence", "ok")));
        Page page = open(TASK);
        assertThat(page.locator("[part=bar]"))
                .hasAttribute("aria-valuetext", "42 percent, 4,200 of 10,000 rows, about 3 minutes left");
        assertThat(page.locator("main")).matchesAriaSnapshot("""
                - heading "Orders, September 2026" [level=3]
                - progressbar "Orders, September 2026"
                - button "Cancel"
                - status: /42 percent/""");
    }

    @Test
    void showsWhatThePageHasForTheEnd() {
        server.put(FakeTask.ended("t", "SUCCEEDED", "NONE"));
        Page page = open(TASK.replace("<a", "<b slot='empty'>Change filter</b><b slot='failed'>Call us</b><a"));
        assertThat(page.getByText("Change filter")).isVisible();
        assertThat(page.getByText("Call us")).isHidden();
        assertThat(page.getByText("Show status")).isHidden();
    }

    @Test
    void inEnglishOnAPageOfALanguageThatNobodyBrought() {
        server.language("ar\" dir=\"rtl");
        server.put(FakeTask.running("t").with("eta", Map.of("seconds", 175, "confidence", "ok")));
        Page page = open(TASK);
        Locator card = page.locator("[part=card]");
        assertThat(page.locator("[part=text]")).containsText("42 % · 4,200 of 10,000 rows");
        assertThat(card).hasAttribute("lang", "en");
        assertThat(card).hasCSS("direction", "ltr");
        Chromium.photograph(page, "english-on-arabic");
    }

    @Test
    void inALanguageOfThePageAsThePageIsWritten() {
        server.language("ar\" dir=\"rtl");
        server.put(FakeTask.running("t"));
        Page page = open("");
        page.evaluate("""
                async () => {
                  const {addTexts} = await import('/assets/task-progress.js');
                  addTexts('AR', {'do.cancel': 'إلغاء'});
                  const shown = document.createElement('task-progress');
                  shown.href = '/api/tasks/t';
                  document.querySelector('main').append(shown);
                }""");
        assertThat(page.locator(".button")).hasText("إلغاء");
        assertThat(page.locator("[part=card]")).hasAttribute("lang", "ar");
        assertThat(page.locator("[part=card]")).hasCSS("direction", "rtl");
    }

    @ParameterizedTest
    @CsvSource({
        "CS, Běží, cs",
        "cs_CZ, Běží, cs",
        "en-US-, Running, en",
        "EN-us, Running, en-US",
        "x-klingon, Running, en"
    })
    void inALanguageHoweverItIsSpelt(String language, String word, String spelt) {
        server.language(language);
        server.put(FakeTask.running("t"));
        Page page = open(TASK);
        assertThat(page.locator("[part=state]")).hasText(word);
        assertThat(page.locator("[part=card]")).hasAttribute("lang", spelt);
    }

    @Test
    void inTheLanguageAroundTheElementThatItIsAPartOf() {
        server.language("cs");
        server.put(FakeTask.running("t"));
        Page page = open("<div></div>");
        page.evaluate("""
                () => {
                  const shown = document.createElement('task-progress');
                  shown.href = '/api/tasks/t';
                  document.querySelector('div').attachShadow({mode: 'open'}).append(shown);
                }""");
        assertThat(page.locator("[part=state]")).hasText("Běží");
    }
}

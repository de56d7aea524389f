package dev.errand.web.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real browser for the tests of one class, as patient as a busy machine wants it; each test has profiles of its own. */
public final class Chromium implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    /** Names of packages, separated by blanks, that {@code ./verify} could not install. */
    private static final String NOT_INSTALLED = "ERRAND_NOT_INSTALLED";

    private static final String CHOSEN = "ERRAND_CHROMIUM";
    private static final List<String> PROGRAMS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final List<String> USUAL_PLACES =
            List.of("/usr/bin", "/usr/local/bin", "/snap/bin", "/Applications/Google Chrome.app/Contents/MacOS");
    private static final double PATIENCE = 30_000; // Milliseconds; a machine may be busy
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private @Nullable Playwright playwright;
    private @Nullable Browser browser;

    @Override
    public void beforeAll(ExtensionContext context) {
        Path program = require();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (browser != null) {
            browser.contexts().forEach(Chromium::close);
        }
    }

    /** Pages go on asking while they are closed, and nobody is to answer in their name any more. */
    private static void close(BrowserContext person) {
        person.pages().forEach(Page::unrouteAll);
        person.unrouteAll();
        person.close();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (playwright != null) {
            playwright.close();
        }
    }

    /** A person with a usual screen, in Prague. */
    public static Browser.NewContextOptions person() {
        return new Browser.NewContextOptions()
                .setLocale("en-GB")
                .setTimezoneId("Europe/Prague")
                .setViewportSize(720, 480);
    }

    public BrowserContext profile(Browser.NewContextOptions person) {
        if (browser == null) {
            throw new AssertionError("no browser was started");
        }
        BrowserContext profile = browser.newContext(person);
        profile.setDefaultTimeout(PATIENCE);
        return profile;
    }

    /** Keeps a picture as build output. */
    public static void photograph(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setFullPage(true)
                .setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    private static Path require() {
        return find().orElseGet(() -> {
            String notInstalled = System.getenv().getOrDefault(NOT_INSTALLED, "");
            if (List.of(notInstalled.split(" ")).contains("chromium")) {
                String reason = "chromium is missing, and ./verify could not install it: this was not tested";
                System.err.println("[WARNING] " + reason);
                Assumptions.abort(reason);
            }
            throw new AssertionError(
                    "chromium is missing, which this test needs: run ./verify as root, or apt-get install"
                            + " --no-install-recommends chromium, or name another one in " + CHOSEN);
        });
    }

    private static Optional<Path> find() {
        Stream<Path> chosen = Stream.ofNullable(System.getenv(CHOSEN)).map(Path::of);
        Stream<String> folders = Stream.concat(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)), USUAL_PLACES.stream());
        Stream<Path> usual = folders.filter(folder -> !folder.isEmpty())
                .flatMap(folder -> PROGRAMS.stream().map(program -> Path.of(folder, program)));
        return Stream.concat(chosen, usual).filter(Files::isExecutable).findFirst();
    }
}

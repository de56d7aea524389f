package dev.errand.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A task moves before the eyes of a person: by events where they come through, by asking where they do not. */
@Timeout(90) // seconds; a browser starts in the first
class LiveTaskTest extends InBrowser {

    private static final String BAR = "[part=bar]";

    private static final String CHECK = "document.querySelector('task-progress').check()";

    private static final String HIDE = """
            () => {
              Object.defineProperty(document, 'hidden', {value: true, configurable: true});
              document.dispatchEvent(new Event('visibilitychange'));
            }""";
    private static final String SHOW = HIDE.replace("true,", "false,");

    private void at(int done) {
        server.put(FakeTask.running("t").at(done, 100));
    }

    private void awaitStreams(Page page, int number) {
        page.waitForCondition(() -> server.openStreams() == number);
    }

    @Test
    void movesWithEventsAndDoesNotAskMeanwhile() {
        at(10);
        Page page = open(TASK);
        awaitStreams(page, 1);
        assertThat(page.locator(BAR)).hasAttribute("value", "10");
        int asked = server.requests("GET /api/tasks/t").size();

        at(20);
        assertThat(page.locator(BAR)).hasAttribute("value", "20");
        at(30);
        assertThat(page.locator(BAR)).hasAttribute("value", "30");

        assertThat(server.requests("GET /api/tasks/t")).hasSizeLessThanOrEqualTo(asked + 1);
    }

    @Test
    void neverFallsBackWithinAnAttempt() {
        at(50);
        Page page = open(TASK);
        awaitStreams(page, 1);
        at(40);
        server.put(FakeTask.running("t").at(41, 100).with("progress.phase", Map.of("label", "Sorting")));
        assertThat(page.locator("[part=phase]")).hasText("Sorting");
        assertThat(page.locator(BAR)).hasAttribute("value", "50");

        server.put(FakeTask.running("t").at(5, 100).with("attempt", 2));
        assertThat(page.locator(BAR)).hasAttribute("value", "5");
    }

    @Test
    void comesBackAfterTheStreamBroke() {
        at(10);
        Page page = open(TASK);
        awaitStreams(page, 1);
        server.streams(FakeServer.Streams.REFUSED);
        server.cutStreams();
        at(20);
        assertThat(page.locator(BAR)).hasAttribute("value", "20");

        server.streams(FakeServer.Streams.OPEN);
        awaitStreams(page, 1);
        at(30);
        assertThat(page.locator(BAR)).hasAttribute("value", "30");
    }

    @Test
    void forgetsHalfAnEventWhenTheStreamBreaks() {
        at(10);
        Page page = open(TASK);
        awaitStreams(page, 1);
        server.cutStreamsAfter("event: end\ndata: {\"half");
        page.waitForCondition(() -> server.requests("GET /api/events.*").size() == 2);
        at(20);
        assertThat(page.locator(BAR)).hasAttribute("value", "20");
        int asked = server.requests("GET /api/tasks/t").size();

        for (int done = 30; done < 60; done += 10) {
            at(done);
            assertThat(page.locator(BAR)).hasAttribute("value", Integer.toString(done));
        }
        assertThat(server.requests("GET /api/tasks/t")).hasSizeLessThanOrEqualTo(asked + 1);
    }

    @Test
    void asksWhereStreamsAreRefused() {
        server.streams(FakeServer.Streams.REFUSED);
        at(10);
        Page page = open(TASK);
        assertThat(page.locator(BAR)).hasAttribute("value", "10");
        at(20);
        assertThat(page.locator(BAR)).hasAttribute("value", "20");
    }

    @Test
    void asksWhereAProxyHoldsEventsBack() {
        server.streams(FakeServer.Streams.SILENT);
        at(10);
        Page page = open(TASK);
        awaitStreams(page, 1);
        at(20);
        assertThat(page.locator(BAR)).hasAttribute("value", "20");
    }

    @ParameterizedTest
    @EnumSource(names = {"STALLED", "GATHERED"})
    void asksWhereNothingComesAfterTheFirstEvent(FakeServer.Streams streams) {
        server.streams(streams);
        BrowserContext profile = CHROMIUM.profile(Chromium.person());
        profile.clock().install();
        at(10);
        Page page = open(profile, TASK);
        page.clock().runFor(500);
        page.waitForCondition(() -> !server.requests("GET /api/events.*").isEmpty());
        assertThat(page.locator(BAR)).hasAttribute("value", "10");
        at(20);
        page.clock().runFor(20_000);
        assertThat(page.locator(BAR)).hasAttribute("value", "20");
    }

    @Test
    void asksLessAndLessOftenWhileNothingChanges() {
        server.streams(FakeServer.Streams.REFUSED);
        BrowserContext profile = CHROMIUM.profile(Chromium.person());
        profile.clock().install();
        at(10);
        Page page = open(profile, TASK);
        assertThat(page.locator(BAR)).hasAttribute("value", "10");
        for (int second = 0; second < 60; second++) {
            page.clock().runFor(1_000);
        }
        assertThat(server.requests("GET /api/tasks/t")).hasSizeBetween(4, 15);
    }

    @Test
    void closesTheStreamInAHiddenTabAndOpensItAgain() {
        BrowserContext profile = CHROMIUM.profile(Chromium.person());
        profile.clock().install();
        at(10);
        Page page = open(profile, TASK);
        page.clock().runFor(500);
        awaitStreams(page, 1);
        page.evaluate(HIDE);
        page.clock().runFor(59_000);
        at(15);
        assertThat(page.locator(BAR)).hasAttribute("value", "15");
        page.clock().runFor(2_000);
        page.waitForCondition(() -> {
            server.put(FakeTask.running("t").at(20, 100)); // A server notices that a reader is gone when it writes
            return server.openStreams() == 0;
        });

        page.evaluate(SHOW);
        page.clock().runFor(500);
        assertThat(page.locator(BAR)).hasAttribute("value", "20");
        awaitStreams(page, 1);
    }

    @Test
    void tabsShareAStreamAndAnotherOneTakesOver() {
        BrowserContext profile = CHROMIUM.profile(Chromium.person());
        at(10);
        server.put(FakeTask.running("u").at(1, 100));
        Page first = open(profile, TASK);
        awaitStreams(first, 1);
        Page second = open(profile, TASK + TASK.replace("tasks/t", "tasks/u"));
        assertThat(second.locator(BAR)).hasCount(2);
        second.waitForCondition(
                () -> !server.requests("GET /api/events\\?tasks=t,u").isEmpty());
        at(20);
        server.put(FakeTask.running("u").at(2, 100));
        assertThat(first.locator(BAR)).hasAttribute("value", "20");
        assertThat(second.locator(BAR).first()).hasAttribute("value", "20");
        assertThat(second.locator(BAR).last()).hasAttribute("value", "2");
        second.waitForCondition(() -> {
            at(20);
            return server.openStreams() == 1;
        });

        first.close();
        second.waitForCondition(() -> server.requests("GET /api/events.*").size() == 3);
        at(30);
        assertThat(second.locator(BAR).first()).hasAttribute("value", "30");
    }

    @Test
    void readsAnewOfATaskThatBeginsAgainUnderItsId() {
        at(10);
        server.put(FakeTask.running("u"));
        Page page = open(TASK + TASK.replace("tasks/t", "tasks/u"));
        page.waitForCondition(
                () -> !server.requests("GET /api/events\\?tasks=t,u").isEmpty());
        FakeTask again = FakeTask.waiting("t", "QUEUED");
        again.version(1_000);
        server.answer("/api/tasks/t/retry", 202, again.json());
        server.put(FakeTask.ended("t", "FAILED", "FAILED").mayRetry("all"));
        page.getByText("Try again").click();
        page.waitForCondition(
                () -> server.requests("GET /api/events\\?tasks=t,u").size() > 1);
    }

    @Test
    void asksForTasksThatOneStreamHasNoRoomFor() {
        Page page = openMany(101);
        assertAsked(page, "t100", "t99");
        assertThat(server.requests("GET /api/events.*").getLast())
                .contains("t99")
                .doesNotContain("t100");
    }

    @Test
    void asksForTasksThatAServerTellsNothingOf() {
        server.tellOfAtMost(3);
        Page page = openMany(5);
        assertAsked(page, "t3", "t2");
    }

    /** Of one task again and again, and not of the other one meanwhile. */
    private void assertAsked(Page page, String polled, String read) {
        page.waitForCondition(() -> asked(polled) > 2);
        int before = asked(read);
        page.waitForCondition(() -> asked(polled) > 4);
        assertThat(asked(read)).isEqualTo(before);
    }

    private int asked(String task) {
        return server.requests("GET /api/tasks/" + task).size();
    }

    private Page openMany(int tasks) {
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < tasks; i++) {
            server.put(FakeTask.running("t" + i));
            content.append(TASK.replace("tasks/t", "tasks/t" + i));
        }
        Page page = open(content.toString());
        awaitStreams(page, 1);
        return page;
    }

    @Test
    void pagesWithTokensOfTheirOwnDoNotShare() {
        at(10);
        Page page = open(TASK);
        page.evaluate("document.querySelector('task-progress').headers = () => ({Authorization: 'Bearer abc'})");
        page.waitForCondition(() -> server.lastHeaders("/api/events").contains("Bearer abc"));
        at(20);
        assertThat(page.locator(BAR)).hasAttribute("value", "20");
    }

    @Test
    void tellsThePage() {
        at(10);
        Page page = open(TASK);
        awaitStreams(page, 1);
        page.evaluate("""
                () => {
                  self.heard = [];
                  for (const name of ['task-state', 'task-end']) {
                    document.addEventListener(name, ({detail}) => heard.push([name, detail.from, detail.task.state].join(' ')));
                  }
                }""");
        server.put(FakeTask.ended("t", "SUCCEEDED", "OK"));
        assertThat(page.locator("[part=state]")).hasText("Ready");
        assertThat(page.evaluate("heard.join()")).isEqualTo("task-state RUNNING SUCCEEDED,task-end  SUCCEEDED");
    }

    @Test
    void announcesQuartersAndNothingBetween() {
        at(10);
        Page page = open(TASK);
        awaitStreams(page, 1);
        assertThat(page.locator("[role=status]")).hasText("Orders, September 2026 started");
        at(20);
        assertThat(page.locator(BAR)).hasAttribute("value", "20");
        assertThat(page.locator("[role=status]")).hasText("Orders, September 2026 started");
        at(26);
        assertThat(page.locator("[role=status]")).hasText("Orders, September 2026: 26 percent, 26 of 100 rows");
    }

    @Test
    void showsThePercentageInTheTitleIfAsked() {
        at(10);
        Page page = open(TASK.replace(" href", " percent-in-title href"));
        assertThat(page).hasTitle("(10 %) Claims");
        awaitStreams(page, 1);
        at(20);
        assertThat(page).hasTitle("(20 %) Claims");
        server.put(FakeTask.ended("t", "SUCCEEDED", "OK"));
        assertThat(page).hasTitle("Claims");
    }

    @Test
    void tellsThroughTheSystemIfAsked() {
        BrowserContext profile = CHROMIUM.profile(Chromium.person());
        profile.addInitScript("""
                self.Notification = class {
                  static requestPermission() { return Promise.resolve('granted'); }
                  constructor(text) { self.notice = text; }
                };""");
        at(10);
        Page page = open(profile, TASK.replace(" href", " notify href"));
        awaitStreams(page, 1);
        page.getByText("Tell me when it is ready").click();
        assertThat(page.getByText("Tell me when it is ready")).hasCount(0);
        server.put(FakeTask.ended("t", "SUCCEEDED", "OK"));
        page.waitForCondition(
                () -> Boolean.TRUE.equals(page.evaluate("self.notice === 'Orders, September 2026: Done.'")));
    }

    @Test
    void saysNoMoreThatTheConnectionIsLostWhenItIsBack() {
        server.put(FakeTask.waiting("t", "QUEUED"));
        BrowserContext profile = CHROMIUM.profile(Chromium.person());
        Page page = open(profile, TASK);
        awaitStreams(page, 1);
        assertThat(page.locator("[role=status]")).hasText("Orders, September 2026 queued");
        profile.setOffline(true);
        page.evaluate(CHECK);
        assertThat(page.locator("[role=status]")).containsText("Connection lost.");
        profile.setOffline(false);
        page.evaluate(CHECK);
        assertThat(page.locator("[part=state]")).hasText("Waiting");
        assertThat(page.locator("[role=status]")).not().containsText("Connection lost.");
    }

    /** By a host that shows its login page wherever somebody goes. */
    @Test
    void takesAPageInPlaceOfAnAnswerForTheLogin() {
        at(10);
        Page page = open(TASK);
        awaitStreams(page, 1);
        page.route("**/api/**", route -> route.fulfill(loginPage()));
        page.evaluate(CHECK);
        assertThat(page.locator("[part=text]")).hasText("Please sign in again to see this task.");
    }

    private static Route.FulfillOptions loginPage() {
        return new Route.FulfillOptions().setContentType("text/html").setBody("<!doctype html><title>Sign in</title>");
    }

    @Test
    void readsNoStreamOfAnotherTypeAndAsksForItLessAndLess() {
        BrowserContext profile = CHROMIUM.profile(Chromium.person());
        profile.clock().install();
        AtomicInteger asked = new AtomicInteger();
        profile.route("**/api/events*", route -> {
            asked.incrementAndGet();
            route.fulfill(
                    new Route.FulfillOptions().setContentType("text/plain").setBody("Hello"));
        });
        at(10);
        Page page = open(profile, TASK);
        assertThat(page.locator(BAR)).hasAttribute("value", "10");
        for (int second = 0; second < 60; second++) {
            page.clock().runFor(1_000);
        }
        assertThat(asked).hasValueBetween(1, 6);
    }

    @Test
    void closesTheStreamOfAPageThatIsLeftThoughItStandsStillThen() {
        BrowserContext profile = CHROMIUM.profile(Chromium.person());
        at(10);
        Page page = open(profile, TASK);
        awaitStreams(page, 1);
        page.clock().install();
        page.clock().pauseAt(System.currentTimeMillis() + 60_000);
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))");
        page.waitForCondition(() -> {
            at(20);
            return server.openStreams() == 0;
        });

        page.clock().resume();
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))");
        awaitStreams(page, 1);
        assertThat(page.locator(BAR)).hasAttribute("value", "20");
    }
}

package dev.errand.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table of states: words, bar, buttons, and what is announced. */
@Timeout(60) // seconds; a browser starts in the first
class TaskStatesTest extends InBrowser {

    /** One row: what the person reads, which buttons there are, and what a screen reader says. */
    record Row(String name, FakeTask task, String word, String text, String bar, List<String> buttons, String said) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String TITLE = "Orders, September 2026";
    private static final ZoneId PRAGUE = ZoneId.of("Europe/Prague");

    static Stream<Row> rows() {
        return Stream.of(waiting(), running(), halting(), resting(), ended()).flatMap(rows -> rows);
    }

    private static Stream<Row> waiting() {
        String tomorrow = LocalDate.now(PRAGUE)
                .plusDays(1)
                .atTime(LocalTime.of(18, 0))
                .atZone(PRAGUE)
                .toInstant()
                .toString();
        return Stream.of(
                row("queued", FakeTask.waiting("t", "QUEUED").may("cancel"))
                        .reads("Waiting", "Waiting to start.", "endless", List.of("Cancel"), TITLE + " queued"),
                row(
                                "queued-behind-others",
                                FakeTask.waiting("t", "QUEUED")
                                        .with("queue.position", 3)
                                        .may("cancel"))
                        .reads(
                                "Waiting",
                                "Waiting to start. 2 tasks ahead of yours.",
                                "endless",
                                List.of("Cancel"),
                                TITLE + " queued"),
                row(
                                "scheduled",
                                FakeTask.waiting("t", "SCHEDULED")
                                        .with("startsAt", tomorrow)
                                        .may("cancel"))
                        .reads(
                                "Scheduled",
                                "Starts tomorrow at 18:00.",
                                "none",
                                List.of("Cancel"),
                                TITLE + ": Starts tomorrow at 18:00."));
    }

    private static Stream<Row> running() {
        FakeTask known = FakeTask.running("t")
                .may("pause")
                .with("eta", Map.of("seconds", 24, "low", 18, "high", 30, "confidence", "ok"))
                .with("progress.phase", Map.of("label", "Writing rows", "index", 2, "count", 3));
        FakeTask wide = FakeTask.running("t")
                .with("eta", Map.of("seconds", 5_000, "low", 3_600, "high", 7_300, "confidence", "low"));
        FakeTask unknown = FakeTask.active("t", "RUNNING")
                .with("progress.done", 4_200)
                .with("startedAt", ofSeconds(130))
                .may("cancel");
        FakeTask slow = FakeTask.running("t").with("progressAt", ofSeconds(3)).with("eta.overdue", true);
        FakeTask lost = FakeTask.running("t").with("lastHeartbeatAt", ofSeconds(125));
        FakeTask lostForGood =
                FakeTask.running("t").with("lastHeartbeatAt", ofSeconds(125)).with("resumesByItself", false);
        String decide =
                "No news from the server process for 2 minutes. If it is lost, you decide whether to resume the task.";
        FakeTask failing =
                FakeTask.running("t").with("progress.failed", 3).with("links.failures", "/api/tasks/t/failures");
        String spoken = "42 percent, 4,200 of 10,000 rows";
        return Stream.of(
                row("running", known)
                        .reads(
                                "Running",
                                "42 % · 4,200 of 10,000 rows · about 20 seconds left",
                                "42",
                                List.of("Pause", "Cancel"),
                                TITLE + ": " + spoken + ", about 20 seconds left"),
                row("running-long", wide)
                        .reads(
                                "Running",
                                "42 % · 4,200 of 10,000 rows · about 1–2 hours left",
                                "42",
                                List.of("Cancel"),
                                TITLE + ": " + spoken + ", about 1–2 hours left"),
                row("running-without-total", unknown)
                        .reads(
                                "Running",
                                "4,200 rows so far · running for 2 minutes",
                                "endless",
                                List.of("Cancel"),
                                TITLE + " started"),
                row("running-without-time-left", FakeTask.running("t").with("eta.confidence", "none"))
                        .reads("Running", "4,200 of 10,000 rows", "42", List.of("Cancel"), TITLE + ": " + spoken),
                row("running-slowly", slow)
                        .reads(
                                "Running",
                                "Taking longer than usual. Still working: last row [3-9] s ago.",
                                "42",
                                List.of("Cancel"),
                                TITLE + ": " + spoken + " Taking longer than usual. Still working: last row 3 s ago."),
                row("lost", lost)
                        .reads(
                                "No news",
                                "No news from the server process for 2 minutes. It will resume on another one by itself.",
                                "42",
                                List.of("Cancel"),
                                TITLE
                                        + ": No news from the server process for 2 minutes. It will resume on another one by"
                                        + " itself."),
                row("lost-for-good", lostForGood)
                        .reads("No news", decide, "42", List.of("Cancel"), TITLE + ": " + decide),
                row("failing", failing)
                        .reads(
                                "Running",
                                "4,200 of 10,000 rows",
                                "42",
                                List.of("Show rows", "Cancel"),
                                TITLE + ": " + spoken + " 3 rows could not be written. Continuing."));
    }

    private static Stream<Row> halting() {
        return Stream.of(
                row("pausing", FakeTask.active("t", "PAUSING").at(4_200, 10_000))
                        .reads(
                                "Pausing",
                                "Finishing the current batch…",
                                "42",
                                List.of(),
                                TITLE + ": Finishing the current batch…"),
                row(
                                "cancelling",
                                FakeTask.active("t", "CANCELLING")
                                        .at(4_200, 10_000)
                                        .since(ofSeconds(1), "u-12", true))
                        .reads("Stopping", "Stopping…", "42", List.of(), TITLE + ": Stopping…"),
                row(
                                "cancelling-long",
                                FakeTask.active("t", "CANCELLING")
                                        .at(4_200, 10_000)
                                        .since(ofSeconds(45), "u-12", true)
                                        .may("forceStop"))
                        .reads(
                                "Stopping",
                                "Still stopping \\(4[5-9] s\\). The current step cannot be interrupted.",
                                "42",
                                List.of("Force stop"),
                                TITLE + ": Still stopping (45 s). The current step cannot be interrupted."));
    }

    private static Stream<Row> resting() {
        FakeTask paused = FakeTask.waiting("t", "PAUSED")
                .at(4_200, 10_000)
                .since(ofSeconds(9), "P. Svoboda", false)
                .may("resume", "cancel");
        FakeTask retrying = FakeTask.waiting("t", "WAITING_RETRY")
                .at(4_200, 10_000)
                .with("queue.waitSeconds", 40)
                .with("error.message", "Mail server did not answer.")
                .may("resume", "cancel");
        return Stream.of(
                row("paused", paused)
                        .reads(
                                "Paused",
                                "Paused by P. Svoboda at 42 %. Nothing is lost.",
                                "42",
                                List.of("Resume", "Cancel"),
                                TITLE + ": Paused by P. Svoboda at 42 %. Nothing is lost."),
                row(
                                "interrupted-with-nothing-kept",
                                FakeTask.waiting("t", "INTERRUPTED")
                                        .at(4_200, 10_000)
                                        .may("cancel"))
                        .reads(
                                "Interrupted",
                                "Interrupted by a restart. Resuming by itself…",
                                "42",
                                List.of("Cancel"),
                                TITLE + ": Interrupted by a restart. Resuming by itself…"),
                row(
                                "interrupted",
                                FakeTask.waiting("t", "INTERRUPTED")
                                        .at(4_200, 10_000)
                                        .with("resumable", true)
                                        .may("cancel"))
                        .reads(
                                "Interrupted",
                                "Interrupted by a restart. Resuming from row 4,200…",
                                "42",
                                List.of("Cancel"),
                                TITLE + ": Interrupted by a restart. Resuming from row 4,200…"),
                row(
                                "interrupted-for-a-person",
                                FakeTask.waiting("t", "INTERRUPTED")
                                        .at(4_200, 10_000)
                                        .with("resumesByItself", false)
                                        .may("resume", "cancel"))
                        .reads(
                                "Interrupted",
                                "Interrupted. Resume it when you have looked.",
                                "42",
                                List.of("Resume", "Cancel"),
                                TITLE + ": Interrupted. Resume it when you have looked."),
                row("waiting-to-retry", retrying)
                        .reads(
                                "Waiting to try again",
                                "Mail server did not answer. Trying again in (40|3[0-9]) seconds \\(attempt 2 of 3\\).",
                                "42",
                                List.of("Try now", "Cancel"),
                                TITLE + ": Mail server did not answer. Trying again in 40 seconds (attempt 2 of 3)."));
    }

    private static Stream<Row> ended() {
        FakeTask sent = FakeTask.ended("t", "SUCCEEDED", "PARTIAL")
                .at(4_987, 5_000)
                .with("progress.failed", 13)
                .with("progress.unit", "e-mails")
                .with("links.failures", "/api/tasks/t/failures")
                .mayRetry("failed-items", "all");
        FakeTask failed = FakeTask.ended("t", "FAILED", "FAILED")
                .at(4_200, 10_000)
                .with("error", Map.of("message", "the database was not available", "ref", "7F3A"))
                .with("resumable", true)
                .mayRetry("resume");
        FakeTask lost = FakeTask.ended("t", "FAILED", "FAILED")
                .at(4_200, 10_000)
                .with("error", Map.of("message", "the database was not available", "ref", "7F3A"))
                .mayRetry("resume");
        FakeTask stopped = FakeTask.ended("t", "CANCELLED", "CANCELLED")
                .at(4_200, 10_000)
                .since(ofSeconds(9), "u-12", true)
                .mayRetry("all");
        String failure = "Could not finish: the database was not available. 4,200 rows were written and kept."
                + " Reference 7F3A.";
        String loss = "Could not finish: the database was not available. It stopped after 4,200 rows. Reference 7F3A.";
        return Stream.of(
                row("ready", ready().file("orders-2026-09.xlsx", ofDays(7)))
                        .reads(
                                "Ready",
                                "Ready: orders-2026-09.xlsx \\(2.4 MB\\). Kept until \\d+ \\w+.",
                                "100",
                                List.of("Download", "Run again"),
                                TITLE + " ready"),
                row("ready-for-others", ready().fileOfOthers("orders-2026-09.xlsx", ofDays(7)))
                        .reads(
                                "Ready",
                                "Ready: orders-2026-09.xlsx \\(2.4 MB\\). Kept until \\d+ \\w+.",
                                "100",
                                List.of("Run again"),
                                TITLE + " ready"),
                row("partial", sent)
                        .reads(
                                "Partly done",
                                "Sent 4,987 of 5,000. 13 could not be delivered.",
                                "100",
                                List.of("Retry the 13", "Run again", "Show recipients", "Download list"),
                                TITLE + ": Sent 4,987 of 5,000. 13 could not be delivered."),
                row("nothing", FakeTask.ended("t", "SUCCEEDED", "NONE"))
                        .reads(
                                "Nothing to do",
                                "No rows matched. No file was made.",
                                "none",
                                List.of(),
                                TITLE + ": No rows matched. No file was made."),
                row("failed", failed)
                        .reads(
                                "Failed",
                                failure,
                                "42",
                                List.of("Try again (from row 4,200)", "Details"),
                                TITLE + ": " + failure),
                row("failed-with-nothing-kept", lost)
                        .reads("Failed", loss, "42", List.of("Try again", "Details"), TITLE + ": " + loss),
                row("cancelled", stopped)
                        .reads(
                                "Stopped",
                                "Stopped by you after 4,200 rows. No file was made.",
                                "42",
                                List.of("Run again"),
                                TITLE + ": Stopped by you after 4,200 rows. No file was made."),
                row(
                                "expired",
                                FakeTask.ended("t", "SUCCEEDED", "OK")
                                        .file("orders.xlsx", ofDays(-1))
                                        .mayRetry("all"))
                        .reads(
                                "Deleted",
                                "The file was deleted on \\d+ \\w+. Run again to get a new one.",
                                "none",
                                List.of("Run again"),
                                ""));
    }

    private static FakeTask ready() {
        return FakeTask.ended("t", "SUCCEEDED", "OK").at(10_000, 10_000).mayRetry("all");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void showsAndSays(Row row) {
        server.put(row.task());
        Page page = open(TASK);

        assertThat(page.locator("[part=state]")).hasText(row.word());
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(TITLE)))
                .isVisible();
        assertThat(page.locator("[part=text]")).hasText(exactly(row.text()));
        assertThat(page.locator("[part=buttons] .button")).hasText(row.buttons().toArray(String[]::new));
        assertBar(page.locator("[part=bar]"), row.bar());
        Locator announced = page.locator(row.name().startsWith("failed") ? "[role=alert]" : "[role=status]");
        assertThat(announced).containsText(row.said());
        assertThat(page.locator(row.name().startsWith("failed") ? "[role=status]" : "[role=alert]"))
                .hasText("");
        Chromium.photograph(page, "state-" + row.name());
        assertThat(server.violations()).isEmpty();
    }

    private static void assertBar(Locator bar, String expected) {
        if (expected.equals("none")) {
            assertThat(bar).isHidden();
        } else if (expected.equals("endless")) {
            assertThat(bar).not().hasAttribute("value", Pattern.compile(".*"));
        } else {
            assertThat(bar).hasAttribute("value", expected);
        }
    }

    /** Texts with a time in them are given as patterns. */
    private static Pattern exactly(String text) {
        boolean isPattern = text.contains("\\") || text.contains("[");
        return Pattern.compile(
                "^\\s*" + (isPattern ? text : text.replaceAll("[.()]", "\\\\$0").replace(" %", "\\s%")) + "\\s*$");
    }

    private record Unread(String name, FakeTask task) {

        Row reads(String word, String text, String bar, List<String> buttons, String said) {
            return new Row(name, task, word, text, bar, buttons, said);
        }
    }

    private static Unread row(String name, FakeTask task) {
        return new Unread(name, task);
    }
}

package dev.errand.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in a task stays text, under a policy that would tell of anything else. */
@Timeout(90) // seconds; a browser starts in the first
class HostileTextsTest extends InBrowser {

    private static final List<String> PAYLOADS = List.of(
            "<img src=x onerror=self.hit=1>",
            "<script>self.hit=1</script>",
            "\"><svg onload=self.hit=1>",
            "'-self.hit=1-'",
            "{{constructor.constructor('self.hit=1')()}}",
            "${self.hit=1}",
            "</style><script>self.hit=1</script>",
            "javascript:self.hit=1");

    private static final String WATCH = """
            self.violations = [];
            addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.sample));
            """;

    static Stream<String> payloads() {
        return PAYLOADS.stream();
    }

    private Page openWatched(String content) {
        BrowserContext profile = CHROMIUM.profile(Chromium.person());
        profile.addInitScript(WATCH);
        return open(profile, content);
    }

    private static FakeTask full(FakeTask task, String payload) {
        return task.with("title", payload)
                .with("owner.display", payload)
                .with("type", payload)
                .with("progress.unit", payload)
                .with("progress.message", payload)
                .with("progress.failed", 2)
                .with("progress.phase", Map.of("label", payload, "index", 1, "count", 2))
                .with("error", Map.of("message", payload, "ref", payload, "code", payload))
                .with("result.summary", payload)
                .with("lastStep", Map.of("at", Duration.ofSeconds(1), "by", payload, "note", payload))
                .with("links.failures", "/api/tasks/" + task.id() + "/failures")
                .with("actions.cancel", Map.of("method", "POST", "href", "javascript:self.hit=1", "confirm", payload));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void staysText(String payload) {
        server.put(full(FakeTask.active("a", "RUNNING").at(1, 3), payload));
        server.put(full(FakeTask.ended("b", "FAILED", "FAILED"), payload));
        server.put(full(FakeTask.ended("c", "SUCCEEDED", "OK"), payload));
        server.put(full(FakeTask.ended("d", "SUCCEEDED", "OK"), payload)
                .with(
                        "result.files",
                        List.of(Map.of("id", payload, "name", payload, "size", 1, "href", "javascript:self.hit=1"))));
        server.put(full(FakeTask.waiting("e", "PAUSED"), payload));
        server.answer(
                "/api/tasks/a/failures",
                200,
                "{\"items\":[{\"key\":\"" + payload.replace("\"", "\\\"") + "\",\"message\":\"m\"}]}");
        StringBuilder all = new StringBuilder();
        for (String id : List.of("a", "b", "c", "d", "e")) {
            all.append(TASK.replace("tasks/t", "tasks/" + id));
        }
        Page page = openWatched(all.toString());

        assertThat(page.locator("[part=heading]")).hasText(new String[] {payload, payload, payload, payload, payload});
        assertThat(page.locator("[part=text]").nth(2)).hasText(payload);
        page.locator(".button").getByText("Show items").first().click();
        assertThat(page.locator("td").first()).hasText(payload);
        page.locator(".button").getByText("Details").first().click();
        assertThat(page.locator("dd").first()).hasText(payload);
        page.locator(".button").getByText("Cancel").first().click();
        page.locator(".button").getByText("Download").last().click();

        assertThat(page.evaluate("self.hit")).isNull();
        assertThat(page.evaluate("violations.join()")).isEqualTo("");
        assertThat(server.violations()).isEmpty();
    }

    /** The test above has to be able to fail. */
    @Test
    void thePolicyWouldTell() {
        Page page = openWatched("<img src='https://elsewhere.example/x.png'>" + TASK);
        page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate("violations.length > 0")));
        page.waitForCondition(() -> !server.violations().isEmpty());
    }
}

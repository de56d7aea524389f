package dev.errand.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the elements are made of: readable as it is written, packed as it is served, and nothing that a strict policy forbids. */
class ScriptsTest {

    private static final Map<String, String> WRITTEN = Sources.all(".js");

    private static String served(String name) throws IOException {
        try (InputStream in = ScriptsTest.class.getResourceAsStream("/dev/errand/web/assets/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        }
    }

    private static Map<String, String> served() throws IOException {
        Map<String, String> modules = new TreeMap<>();
        for (String name : served("index.txt").lines().toList()) {
            if (name.endsWith(".js")) {
                modules.put(name, served(name));
            }
        }
        return modules;
    }

    private static void assertNothingForbidden(Map<String, String> modules) {
        modules.forEach((name, text) -> assertThat(text)
                .as(name)
                .doesNotContain(
                        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function")
                .doesNotContain("'style'", "\"style\"", "createElement('style"));
    }

    @Test
    void useNothingThatAStrictPolicyForbids() throws IOException {
        assertThat(WRITTEN).containsKeys("task-progress.js", "task-tray.js", "theme.js");
        assertNothingForbidden(WRITTEN);
        assertNothingForbidden(served());
    }

    @Test
    void areReadable() {
        WRITTEN.forEach((name, text) -> {
            assertThat(text).as(name).startsWith("/**");
            assertThat(text.lines().count()).as("lines of " + name).isLessThan(400);
            assertThat(text.lines().mapToInt(String::length).max().orElse(0))
                    .as("longest line of " + name)
                    .isLessThan(170);
        });
    }

    @Test
    void arePackedAndEachIsInOneBundleOnly() throws IOException {
        Map<String, String> served = served();
        assertThat(served).containsKeys("task-progress.js", "task-tray.js");
        assertThat(served).allSatisfy((name, text) -> assertThat(text).doesNotContain("/**", "\n  "));
        for (String once :
                new String[] {"navigator.locks.request", "color-scheme:dark", "createElementNS", "lastEventId"}) {
            assertThat(served.values().stream().filter(text -> text.contains(once)))
                    .as(once)
                    .hasSize(1);
        }
    }
}

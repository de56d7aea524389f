package dev.errand.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What the elements are made of: small, and nothing that a strict policy forbids. */
class ScriptsTest {

    private static final Pattern IMPORT = Pattern.compile("^import .* from '\\./(.+)';$", Pattern.MULTILINE);

    /** Bytes on the wire, as the modules are written: neither minified nor bundled, because there is no build step. */
    private static final int LIMIT = 22_000;

    /** The modules that a page loads to show one task, with all that they import; not what only a click needs. */
    private static Map<String, String> modules(String first) throws IOException {
        Map<String, String> modules = new LinkedHashMap<>();
        collect(first, modules);
        return modules;
    }

    private static void collect(String name, Map<String, String> modules) throws IOException {
        if (modules.containsKey(name)) {
            return;
        }
        String text = text(name);
        modules.put(name, text);
        Matcher imports = IMPORT.matcher(text);
        while (imports.find()) {
            collect(imports.group(1), modules);
        }
    }

    private static String text(String name) throws IOException {
        try (InputStream in = ScriptsTest.class.getResourceAsStream("/dev/errand/web/assets/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        }
    }

    private static int compressed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.size();
    }

    @Test
    void areSmall() throws IOException {
        Map<String, String> modules = modules("task-progress.js");
        assertThat(modules).containsKeys("task-view.js", "words.js");
        int bytes = modules.values().stream().mapToInt(ScriptsTest::compressed).sum();
        assertThat(bytes).as("bytes of %s", modules.keySet()).isLessThan(LIMIT);
    }

    @Test
    void useNothingThatAStrictPolicyForbids() throws IOException {
        for (String text : modules("task-tray.js").values()) {
            assertThat(text)
                    .doesNotContain(
                            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function")
                    .doesNotContain("'style'", "createElement('style");
        }
    }

    @Test
    void areReadable() throws IOException {
        modules("task-tray.js").forEach((name, text) -> {
            assertThat(text).as(name).startsWith("/**");
            assertThat(text.lines().count()).as("lines of " + name).isLessThan(400);
        });
    }
}

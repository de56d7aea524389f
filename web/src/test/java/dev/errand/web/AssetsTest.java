package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AssetsTest {

    private static final String INDEX = "index.txt";

    private final Assets assets = new Assets("/ui", files("let a;"));

    private static Map<String, byte[]> files(String script) {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("tasks.js", script.getBytes(StandardCharsets.UTF_8));
        files.put("tasks.html", "<p>".getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static HttpReply get(Assets of, String path, String query, Map<String, List<String>> headers) {
        HttpCall.Target target = new HttpCall.Target("http://localhost", "", path, query);
        return of.reply(
                new HttpCall("GET", target, new HttpFields(headers), Optional.empty(), InputStream.nullInputStream()));
    }

    @Test
    void mayBeKeptUnderAnAddressThatChangesWithAnyOfThem() {
        String href = assets.hrefOf("tasks.js").orElseThrow();
        HttpReply reply = get(assets, href, "", Map.of());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers())
                .containsEntry("Cache-Control", "public, max-age=31536000, immutable")
                .containsEntry("Content-Type", "text/javascript; charset=utf-8");
        assertThat(new Assets("/ui", files("let b;")).hrefOf("tasks.html")).isNotEqualTo(assets.hrefOf("tasks.html"));
        assertThat(assets.hrefOf("nothing.js")).isEmpty();
    }

    @Test
    void areAskedForEachTimeUnderAnyOtherAddress() {
        HttpReply reply = get(assets, "/ui/tasks.html", "", Map.of());
        String tag = Objects.requireNonNull(reply.headers().get("ETag"));
        HttpReply again = get(assets, "/ui/tasks.html", "", Map.of("If-None-Match", List.of(tag)));

        assertThat(reply.headers())
                .containsEntry("Cache-Control", "no-cache")
                .containsEntry("Content-Type", "text/html; charset=utf-8");
        assertThat(reply.headers().get("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    void areThoseThatAreListedAndNothingElse() {
        for (String path : List.of("/ui/../TaskHttp.class", "/ui/%2e%2e/x", "/ui/index.txt", "/ui/", "/ui/TASKS.js")) {
            assertThatExceptionOfType(ProblemException.class)
                    .as(path)
                    .isThrownBy(() -> get(assets, path, "", Map.of()));
        }
    }

    @Test
    void areAllListed() throws IOException, URISyntaxException {
        URL index = Objects.requireNonNull(Assets.class.getResource("assets/" + INDEX));
        try (Stream<Path> folder = Files.list(Path.of(index.toURI()).resolveSibling(""))) {
            List<String> there = folder.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(INDEX))
                    .sorted()
                    .toList();

            assertThat(Assets.load().keySet())
                    .as("assets/index.txt has one line for each file beside it")
                    .containsExactlyElementsOf(there);
        }
    }
}

package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
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
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void areCompressedForThoseWhoTakeThat() throws IOException {
        Map<String, List<String>> takesGzip = Map.of("Accept-Encoding", List.of("br, gzip;q=0.8"));
        HttpReply plain = get(assets, "/ui/tasks.js", "", Map.of("Accept-Encoding", List.of("gzip;q=0, br")));
        HttpReply small = get(assets, "/ui/tasks.js", "", takesGzip);

        assertThat(plain.headers()).containsEntry("Vary", "Accept-Encoding").doesNotContainKey("Content-Encoding");
        assertThat(small.headers()).containsEntry("Vary", "Accept-Encoding").containsEntry("Content-Encoding", "gzip");
        assertThat(small.headers().get("ETag")).isNotEqualTo(plain.headers().get("ETag"));
        HttpReply.Content content = (HttpReply.Content) small.body();
        byte[] bytes = content.bytes().readAllBytes();
        assertThat(bytes).hasSize((int) content.length());
        assertThat(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("let a;");

        String tag = Objects.requireNonNull(small.headers().get("ETag"));
        HttpReply again = get(
                assets, "/ui/tasks.js", "", Map.of("Accept-Encoding", List.of("gzip"), "If-None-Match", List.of(tag)));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.headers()).doesNotContainKey("Content-Encoding");
    }

    /** It was opened before the host was renewed, and only now needs another module. */
    @Test
    void areThereForAPageOfAnotherVersion() {
        HttpReply reply = get(assets, "/ui/0123456789abcdef/tasks.js", "", Map.of());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("Cache-Control", "no-cache");
    }

    @Test
    void areThoseThatAreListedAndNothingElse() {
        for (String path : List.of(
                "/ui/../TaskHttp.class",
                "/ui/%2e%2e/x",
                "/ui/index.txt",
                "/ui/",
                "/ui/TASKS.js",
                "/ui/0123456789abcdef/../tasks.js")) {
            assertThatExceptionOfType(ProblemException.class)
                    .as(path)
                    .isThrownBy(() -> get(assets, path, "", Map.of()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"assets", "dashboard"})
    void areAllListed(String name) throws IOException, URISyntaxException {
        URL index = Objects.requireNonNull(Assets.class.getResource(name + "/" + INDEX));
        try (Stream<Path> folder = Files.list(Path.of(index.toURI()).resolveSibling(""))) {
            List<String> there = folder.map(file -> file.getFileName().toString())
                    .filter(each -> !each.equals(INDEX))
                    .sorted()
                    .toList();

            assertThat(Assets.load(name).keySet())
                    .as("index.txt of %s has one line for each file beside it", name)
                    .containsExactlyElementsOf(there);
        }
    }
}

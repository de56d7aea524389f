package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.TaskHandle;
import dev.errand.artifact.DirectoryArtifactStore;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Downloads: in whole, in part, and not at all. */
@ParameterizedClass
@EnumSource(ServerKind.class)
@Timeout(60)
class FilesTest {

    private final ServerKind kind;
    private final Site site;
    private final Artifact file;
    private final String path;
    private final TaskHandle<Artifact> task;

    FilesTest(ServerKind kind) throws Exception {
        this.kind = kind;
        site = new Site(kind);
        task = site.ended("ok", "ana");
        file = task.snapshot().artifacts().getFirst();
        path = Site.path(task) + "/files/" + file.id();
    }

    @AfterEach
    void closes() {
        site.close();
    }

    @Test
    void comesUnderItsNameAndAsNothingThatABrowserWouldRun() throws Exception {
        HttpResponse<String> response = site.get(path, "ana");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(Site.CONTENT);
        assertThat(header(response, "Content-Type")).isEqualTo("text/csv");
        assertThat(header(response, "Content-Length")).isEqualTo("10");
        assertThat(header(response, "Content-Disposition"))
                .isEqualTo("attachment; filename=\"Ucet _ 'x'.csv\"; "
                        + "filename*=UTF-8''%C3%9A%C4%8Det%20%F0%9F%A7%BE%20%27x%27.csv");
        assertThat(header(response, "ETag")).isEqualTo("\"" + file.sha256() + "\"");
        assertThat(header(response, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(header(response, "Repr-Digest"))
                .isEqualTo("sha-256=:"
                        + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(file.sha256())) + ":");
        assertThat(header(response, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
        assertThat(header(response, "Last-Modified")).endsWith("GMT");
    }

    @Test
    void hasTheSameHeadersWithoutItsContent() throws Exception {
        HttpResponse<String> head = site.send(site.request("HEAD", path, "ana"));
        HttpResponse<String> get = site.get(path, "ana");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : get.headers().map().keySet()) {
            if (!name.equalsIgnoreCase("Date")) {
                assertThat(head.headers().allValues(name))
                        .as(name)
                        .isEqualTo(get.headers().allValues(name));
            }
        }
    }

    @Test
    void hasNoRangeWithoutItsContent() throws Exception {
        for (String range : new String[] {"bytes=0-2", "bytes=999999-"}) {
            HttpResponse<String> head = site.send(site.request("HEAD", path, "ana", "Range", range));

            assertThat(head.statusCode()).as(range).isEqualTo(200);
            assertThat(header(head, "Content-Length")).isEqualTo(Long.toString(file.size()));
        }
    }

    @Test
    void isCountedWhenItsEndHasArrived() throws Exception {
        assertThat(site.send(site.request("HEAD", path, "ana")).statusCode()).isEqualTo(200);
        assertThat(site.get(path, "ana", "Range", "bytes=0-2").statusCode()).isEqualTo(206);
        assertThat(downloads()).as("nobody has got all of it").isZero();

        assertThat(site.get(path, "ana", "Range", "bytes=3-").statusCode()).isEqualTo(206);
        assertThat(downloads()).as("the rest of what broke off").isEqualTo(1);
        assertThat(site.get(path, "ana").statusCode()).isEqualTo(200);
        assertThat(downloads()).isEqualTo(2);
        assertThat(site.get(path, "ana", "If-None-Match", "\"" + file.sha256() + "\"")
                        .statusCode())
                .isEqualTo(304);
        assertThat(downloads()).isEqualTo(2);
    }

    private long downloads() throws Exception {
        return Site.json(site.get(Site.path(task), "ana"))
                .get("result")
                .get("files")
                .get(0)
                .get("downloads")
                .asLong();
    }

    @Test
    void comesInParts() throws Exception {
        HttpResponse<String> first = site.get(path, "ana", "Range", "bytes=0-2");
        HttpResponse<String> middle = site.get(path, "ana", "Range", "bytes=3-5");
        HttpResponse<String> rest = site.get(path, "ana", "Range", "bytes=7-");
        HttpResponse<String> suffix = site.get(path, "ana", "Range", "bytes=-2");
        HttpResponse<String> more = site.get(path, "ana", "Range", "bytes=8-999999999999");

        assertThat(first.statusCode()).isEqualTo(206);
        assertThat(first.body()).isEqualTo("012");
        assertThat(header(first, "Content-Range")).isEqualTo("bytes 0-2/10");
        assertThat(header(first, "Content-Length")).isEqualTo("3");
        assertThat(middle.body()).isEqualTo("345");
        assertThat(rest.body()).isEqualTo("789");
        assertThat(suffix.body()).isEqualTo("89");
        assertThat(header(more, "Content-Range")).isEqualTo("bytes 8-9/10");
    }

    @Test
    void hasNoOtherParts() throws Exception {
        HttpResponse<String> beyond = site.get(path, "ana", "Range", "bytes=10-");
        HttpResponse<String> nothing = site.get(path, "ana", "Range", "bytes=-0");
        HttpResponse<String> several = site.get(path, "ana", "Range", "bytes=0-1,3-4");
        HttpResponse<String> nonsense = site.get(path, "ana", "Range", "rows=1-2");

        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */10");
        assertThat(nothing.statusCode()).isEqualTo(416);
        assertThat(several.statusCode()).isEqualTo(200);
        assertThat(several.body()).isEqualTo(Site.CONTENT);
        assertThat(nonsense.statusCode()).isEqualTo(200);
    }

    @Test
    void goesOnOnlyWhereItIsStillTheSame() throws Exception {
        String tag = "\"" + file.sha256() + "\"";

        HttpResponse<String> same = site.get(path, "ana", "Range", "bytes=5-", "If-Range", tag);
        HttpResponse<String> other = site.get(path, "ana", "Range", "bytes=5-", "If-Range", "\"old\"");
        HttpResponse<String> known = site.get(path, "ana", "If-None-Match", tag);

        assertThat(same.statusCode()).isEqualTo(206);
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.body()).isEqualTo(Site.CONTENT);
        assertThat(known.statusCode()).isEqualTo(304);
    }

    @Test
    void heedsWhatTheCallerKnowsOfIt() throws Exception {
        String tag = "\"" + file.sha256() + "\"";
        String date =
                site.get(path, "ana").headers().firstValue("Last-Modified").orElseThrow();

        assertThat(statusWith("If-Match", tag)).isEqualTo(200);
        assertThat(statusWith("If-Match", "*")).isEqualTo(200);
        assertThat(statusWith("If-Match", "\"old\"")).isEqualTo(412);
        assertThat(statusWith("If-Match", "W/" + tag)).as("other bytes").isEqualTo(412);
        assertThat(statusWith("If-Match", "\"old\"", "Range", "bytes=5-")).isEqualTo(412);
        assertThat(statusWith("If-Modified-Since", date)).isEqualTo(304);
        assertThat(statusWith("If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"))
                .isEqualTo(200);
        assertThat(statusWith("If-Modified-Since", "Thu, 01 Jan 2099 00:00:00 GMT"))
                .isEqualTo(304);
        assertThat(statusWith("If-Modified-Since", "yesterday")).isEqualTo(200);
        assertThat(statusWith("If-Unmodified-Since", date)).isEqualTo(200);
        assertThat(statusWith("If-Unmodified-Since", "yesterday")).isEqualTo(200);
        assertThat(statusWith("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"))
                .isEqualTo(412);
        assertThat(statusWith("If-Match", tag, "If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"))
                .as("a tag goes before a date")
                .isEqualTo(200);
        assertThat(statusWith("Range", "Bytes=5-")).isEqualTo(206);
        assertThat(statusWith("If-None-Match", "\"old\"", "If-Modified-Since", date))
                .as("a tag goes before a date")
                .isEqualTo(200);
    }

    private int statusWith(String... headers) throws Exception {
        return site.get(path, "ana", headers).statusCode();
    }

    @Test
    void isFoundByItsIdAndByNothingElse() throws Exception {
        HttpResponse<String> byName = site.get(Site.path(task) + "/files/orders.csv", "ana");
        HttpResponse<String> upwards = site.get(Site.path(task) + "/files/%2e%2e", "ana");
        TaskHandle<Artifact> running = site.running("ana");
        HttpResponse<String> early = site.get(Site.path(running) + "/files/" + file.id(), "ana");

        assertThat(byName.statusCode()).isEqualTo(404);
        assertThat(upwards.statusCode()).isIn(400, 404);
        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(Site.json(early).get("code").asString()).isEqualTo("not-ready");
        assertThat(header(early, "Retry-After")).isEqualTo("1");
    }

    @Test
    void isGoneOnceItIsDeleted() throws Exception {
        site.engine.artifacts().delete(file);

        HttpResponse<String> response = site.get(path, "ana");

        assertThat(response.statusCode()).isEqualTo(410);
        assertThat(Site.json(response).get("code").asString()).isEqualTo("file-expired");
        assertThat(Site.json(response).get("again").asString()).isEqualTo(site.prefix() + Site.path(task) + "/retry");
    }

    @Test
    void isNotGoneWhileItsStoreIsAway(@TempDir Path place) throws Exception {
        Path store = place.resolve("store");
        Path away = place.resolve("away");
        try (Site other = new Site(kind, engine -> engine.artifacts(DirectoryArtifactStore.in(store)), http -> http)) {
            TaskHandle<Artifact> done = other.ended("ok", "ana");
            String there = Site.path(done) + "/files/"
                    + done.snapshot().artifacts().getFirst().id();

            Files.move(store, away);
            HttpResponse<String> meanwhile = other.get(there, "ana");
            Files.move(away, store);

            assertThat(meanwhile.statusCode()).isEqualTo(503);
            assertThat(Site.json(meanwhile).get("code").asString()).isEqualTo("unavailable");
            assertThat(header(meanwhile, "Retry-After")).isEqualTo("5");
            assertThat(other.get(there, "ana").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void isHandedOutByAStoreThatCan() throws Exception {
        URI link = URI.create("https://bucket.example.org/x?signature=1");
        try (Site other = new Site(kind, engine -> engine, http -> http.fileLinks(any -> Optional.of(link)))) {
            TaskHandle<Artifact> done = other.ended("ok", "ana");
            String id = done.snapshot().artifacts().getFirst().id().toString();

            String behind = Site.path(done) + "/files/" + id;

            assertThat(other.send(other.request("HEAD", behind, "ana")).statusCode())
                    .isEqualTo(303);
            assertThat(done.snapshot().downloads())
                    .as("nobody has got the link")
                    .isEmpty();
            HttpResponse<String> response = other.get(behind, "ana");

            assertThat(done.snapshot().downloads())
                    .as("what is handed out counts")
                    .containsValue(1L);
            assertThat(response.statusCode()).isEqualTo(303);
            assertThat(header(response, "Location")).isEqualTo(link.toString());
            assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}

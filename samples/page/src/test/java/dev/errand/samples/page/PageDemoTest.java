package dev.errand.samples.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PageDemoTest {

    private static final Pattern FILE = Pattern.compile("/background-tasks/api/v1/tasks/[^\"]+/files/[^\"]+");

    @AutoClose
    private final PageDemo demo = new PageDemo(0);

    @AutoClose
    private final HttpClient client = HttpClient.newHttpClient();

    PageDemoTest() throws IOException {}

    @Test
    void aClickLeadsToAWorkbookOfHerOwn() throws Exception {
        HttpResponse<String> done = client.send(
                call("ana", "/export")
                        .header("Sec-Fetch-Site", "same-origin")
                        .header("Prefer", "wait=30")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.body()).contains("\"state\":\"SUCCEEDED\"");
        String file = FILE.matcher(done.body())
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
        assertThat(get("ana", file, BodyHandlers.ofByteArray()).body()).startsWith("PK".getBytes(UTF_8));
        assertThat(get("ben", file, BodyHandlers.discarding()).statusCode()).isEqualTo(404);
    }

    @Test
    void thePageHasWhatItNeeds() throws Exception {
        assertThat(get("ana", "/", BodyHandlers.ofString()).body()).contains("<task-tray");
        assertThat(get("ana", "/page.js", BodyHandlers.ofString()).body()).contains("task-progress");
        assertThat(get("ana", "/background-tasks/assets/task-progress.js", BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("ana", "/passwords", BodyHandlers.discarding()).statusCode())
                .isEqualTo(404);
        assertThat(get("olga", "/background-tasks/dashboard/", BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("mallory", "/", BodyHandlers.discarding()).statusCode()).isEqualTo(401);
    }

    @Test
    void anotherSiteCannotClick() throws Exception {
        HttpResponse<Void> refused = client.send(
                call("ana", "/export")
                        .header("Sec-Fetch-Site", "cross-site")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());

        assertThat(refused.statusCode()).isEqualTo(403);
    }

    private <T> HttpResponse<T> get(String user, String path, BodyHandler<T> body) throws Exception {
        return client.send(call(user, path).build(), body);
    }

    private HttpRequest.Builder call(String user, String path) {
        String credentials = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(UTF_8));
        return HttpRequest.newBuilder(URI.create(demo.address() + path))
                .header("Authorization", "Basic " + credentials);
    }
}

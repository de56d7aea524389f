package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.TaskHandle;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is too much, too deep or too strange is refused, with the limit. */
@ParameterizedClass
@EnumSource(ServerKind.class)
@Timeout(60)
class LimitsTest {

    private final ServerKind kind;
    private final Site site;

    LimitsTest(ServerKind kind) throws Exception {
        this.kind = kind;
        site = new Site(kind);
    }

    @AfterEach
    void closes() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/tasks?limit=0, limit",
        "/tasks?limit=-5, limit",
        "/tasks?limit=ten, limit",
        "/tasks?state=DANCING, state",
        "/tasks?since=yesterday, since",
        "/tasks?sort=owner, parameter",
        "/tasks?limit=1&limit=2, limit",
        "/tasks?owner=bob, owner",
        "/tasks?unseen=perhaps, unseen",
        "/events, tasks",
        "/events?scope=all, scope",
        "/events?scope=mine&tasks=1, tasks",
    })
    void namesTheParameterThatIsNotInOrder(String path, String field) throws Exception {
        HttpResponse<String> response = site.get(path, "ana");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Site.json(response).get("errors").get(0).get("field").asString())
                .isEqualTo(field);
        assertThat(Site.json(response).get("errors").get(0).get("must").asString())
                .isNotBlank();
    }

    @Test
    void givesAsManyAsItsLimitToWhoAsksForMore() throws Exception {
        try (Site small = new Site(kind, engine -> engine, http -> http.limits(HttpLimits.DEFAULT.withPageSize(1)))) {
            TaskHandle<Artifact> first = small.ended("partial", "ana");
            small.ended("ok", "ana");

            HttpResponse<String> page = small.get("/tasks?limit=1000000000", "ana");
            HttpResponse<String> failures = small.get(Site.path(first) + "/failures?limit=100", "ana");

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(Site.json(page).get("items").size()).isEqualTo(1);
            assertThat(Site.json(page).get("nextCursor").isNull()).isFalse();
            assertThat(Site.json(failures).get("items").size()).isEqualTo(1);
        }
    }

    @Test
    void refusesCursorsThatItDidNotMake() throws Exception {
        site.ended("ok", "ana");
        site.ended("ok", "ana");
        String cursor =
                Site.json(site.get("/tasks?limit=1", "ana")).get("nextCursor").asString();

        HttpResponse<String> invented = site.get("/tasks?cursor=MQ", "ana");
        HttpResponse<String> elsewhere = site.get("/tasks?limit=1&type=other&cursor=" + cursor, "ana");
        HttpResponse<String> right = site.get("/tasks?limit=1&cursor=" + cursor, "ana");

        assertThat(invented.statusCode()).isEqualTo(400);
        assertThat(Site.json(invented).get("code").asString()).isEqualTo("bad-cursor");
        assertThat(elsewhere.statusCode()).isEqualTo(400);
        assertThat(right.statusCode()).isEqualTo(200);
    }

    @Test
    void readsNoMoreOfABodyThanItsLimit() throws Exception {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                Arrays.fill(target, offset, offset + length, (byte) ' ');
                return length;
            }
        };
        HttpCall call = new HttpCall(
                "POST",
                new HttpCall.Target("http://localhost", "", Site.BASE + "/tasks", ""),
                new HttpFields(Map.of("Origin", List.of("http://localhost"))),
                Optional.of(Caller.user("ana")),
                endless);

        assertThat(site.http.handle(call).status()).isEqualTo(413);
    }

    @Test
    void refusesBodiesThatAreTooLongOrTooDeep() throws Exception {
        String deep = "{\"type\":\"orders-export\",\"input\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}";
        String wide = "{\"type\":\"" + "x".repeat(2 << 20) + "\"}";

        HttpResponse<String> tooDeep = site.post("/tasks", "ana", deep);
        HttpResponse<String> tooWide = site.send(site.request("POST", site.uri("/tasks"), "", "ana")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Content-Type", "application/json")
                .expectContinue(false)
                .method("POST", HttpRequest.BodyPublishers.ofString(wide)));
        HttpResponse<String> twice = site.post("/tasks", "ana", "{\"type\":\"a\",\"type\":\"b\"}");
        HttpResponse<String> rest = site.post("/tasks", "ana", "{} {}");

        assertThat(tooDeep.statusCode()).isEqualTo(400);
        assertThat(Site.json(tooDeep).get("errors").get(0).get("must").asString())
                .contains("64 deep");
        assertThat(tooWide.statusCode()).isEqualTo(413);
        assertThat(twice.statusCode()).isEqualTo(400);
        assertThat(rest.statusCode()).isEqualTo(400);
    }

    /** Its length alone is reason enough, and nobody waits for the rest. */
    @Test
    void refusesAGigabyteWithoutReadingIt() throws Exception {
        try (Socket socket = new Socket("localhost", site.uri("/").getPort())) {
            OutputStream out = socket.getOutputStream();
            String call = "POST " + site.prefix() + "/tasks HTTP/1.1\r\nHost: localhost\r\nX-User: ana\r\n"
                    + "Sec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 1073741824\r\nConnection: close\r\n\r\n{\"type\":\"";
            out.write(call.getBytes(StandardCharsets.US_ASCII));
            out.flush();

            String status = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();

            assertThat(status).startsWith("HTTP/1.1 413");
        }
        assertThat(site.get("/tasks", "ana").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAddressesAndHeadersThatAreTooLong() throws Exception {
        HttpResponse<String> query = site.get("/tasks?q=" + "x".repeat(5_000), "ana");
        HttpResponse<String> text = site.get("/tasks?q=" + "x".repeat(500), "ana");

        assertThat(query.statusCode()).isEqualTo(414);
        assertThat(text.statusCode()).isEqualTo(400);
    }

    @Test
    void knowsItsMethods() throws Exception {
        HttpResponse<String> put = site.send(site.request("PUT", "/tasks", "ana"));
        HttpResponse<String> nothing = site.get("/nothing/here", "ana");

        assertThat(put.statusCode()).isEqualTo(405);
        assertThat(put.headers().firstValue("Allow")).contains("GET, HEAD, POST");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(Site.json(nothing).get("code").asString()).isEqualTo("not-found");
    }

    @Test
    void answersWhatIsHardlyHttp() throws Exception {
        try (Socket socket = new Socket("localhost", site.uri("/").getPort())) {
            OutputStream out = socket.getOutputStream();
            String call = "GET " + site.prefix() + "/tasks?q=%zz HTTP/1.1\r\nHost: localhost\r\nX-User: ana\r\n"
                    + "Connection: close\r\n\r\n";
            out.write(call.getBytes(StandardCharsets.US_ASCII));
            out.flush();

            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(reply).startsWith("HTTP/1.1 400");
        }
    }
}

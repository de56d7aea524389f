package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TraceParent;
import dev.errand.testkit.ManualTime;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** New tasks: accepted, waited for, repeated and refused. */
@ParameterizedClass
@EnumSource(ServerKind.class)
@Timeout(60)
class SubmitTest {

    private static final String OK = "{\"type\":\"orders-export\",\"title\":\"September\",\"input\":\"ok\"}";
    private static final String WAIT = "{\"type\":\"orders-export\",\"input\":\"wait\"}";

    private final ServerKind kind;
    private final Site site;

    SubmitTest(ServerKind kind) throws Exception {
        this.kind = kind;
        site = new Site(kind, engine -> engine.maxWaitingPerOwner(2), http -> http);
    }

    @AfterEach
    void closes() {
        site.close();
    }

    @Test
    void remembersTheTraceOfWhoSubmits() throws Exception {
        String header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        String body = "{\"type\":\"orders-export\",\"input\":\"ok\"}";

        HttpResponse<String> traced = site.post("/tasks", "ana", body, "traceparent", header);
        HttpResponse<String> nonsense = site.post("/tasks", "ana", body, "traceparent", "00-1-2-3");
        HttpResponse<String> refused = site.post("/tasks", "ana", "{}", "traceparent", header);

        assertThat(site.engine
                        .find(TaskId.parse(Site.json(traced).get("id").asString()))
                        .orElseThrow()
                        .snapshot()
                        .submission()
                        .terms()
                        .trace())
                .map(TraceParent::toString)
                .contains(header);
        assertThat(nonsense.statusCode()).isEqualTo(202);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Site.json(refused).get("traceId").asString()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void isAcceptedAndSaysWhereToAsk() throws Exception {
        HttpResponse<String> response = site.post("/tasks", "ana", WAIT);

        String id = Site.json(response).get("id").asString();
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(header(response, "Location")).isEqualTo(site.prefix() + "/tasks/" + id);
        assertThat(header(response, "Retry-After")).isEqualTo("1");
        assertThat(header(response, "ETag")).startsWith("\"v");
        assertThat(header(response, "Link"))
                .isEqualTo("<" + site.prefix() + "/tasks/" + id + "/events>; rel=\"monitor\"");
        assertThat(Site.json(response).get("owner").get("id").asString()).isEqualTo("ana");
    }

    @Test
    void isWaitedForIfTheCallerSaysSo() throws Exception {
        HttpResponse<String> quick = site.post("/tasks", "ana", OK, "Prefer", "respond-async, wait=9");
        HttpResponse<String> slow = site.post("/tasks", "ana", WAIT, "Prefer", "wait=1");

        assertThat(quick.statusCode()).isEqualTo(200);
        assertThat(header(quick, "Preference-Applied")).isEqualTo("wait=9");
        assertThat(Site.json(quick).get("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(Site.json(quick).get("title").asString()).isEqualTo("September");
        assertThat(slow.statusCode()).isEqualTo(202);
    }

    @Test
    void isWaitedForHoweverThePreferenceIsSpelt() throws Exception {
        HttpResponse<String> response = site.post("/tasks", "ana", OK, "Prefer", "WAIT=9");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Preference-Applied")).isEqualTo("wait=9");
    }

    @Test
    void isNotWaitedForBecauseOfTheTextOfAnotherPreference() throws Exception {
        HttpResponse<String> response = site.post("/tasks", "ana", OK, "Prefer", "foo=\"x, wait=2\"");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(header(response, "Preference-Applied")).isEmpty();
    }

    @Test
    void isNotWaitedForByAnyNumberOfCalls() throws Exception {
        HttpRequest request = site.request("POST", site.uri("/tasks"), WAIT, "ana")
                .headers("Sec-Fetch-Site", "same-origin", "Idempotency-Key", "k-4", "Prefer", "wait=10")
                .build();
        List<CompletableFuture<HttpResponse<String>>> sent =
                site.sendAtOnce(request, HttpLimits.WAITING_PER_CALLER + 1);

        HttpResponse<?> early = (HttpResponse<?>)
                CompletableFuture.anyOf(sent.toArray(CompletableFuture[]::new)).join();
        site.gate.countDown();

        assertThat(early.statusCode()).isEqualTo(202);
        assertThat(header(early, "Preference-Applied")).isEmpty();
        assertThat(sent.stream().map(CompletableFuture::join))
                .filteredOn(response -> header(response, "Preference-Applied").equals("wait=10"))
                .hasSize(HttpLimits.WAITING_PER_CALLER)
                .allMatch(response -> response.statusCode() == 200);
    }

    @Test
    void comesFromTheHostsOwnEndpointToo() throws Exception {
        HttpResponse<String> response = site.send(site.request("POST", site.hostUri("/reports"), "", "ana"));

        String id = Site.json(response).get("id").asString();
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(header(response, "Location")).isEqualTo(site.prefix() + "/tasks/" + id);
    }

    @Test
    void isTheSameTaskForTheSameKeyHoweverOften() throws Exception {
        HttpRequest request = site.request("POST", site.uri("/tasks"), OK, "ana")
                .headers("Sec-Fetch-Site", "same-origin", "Idempotency-Key", "\"k-1\"")
                .build();
        List<CompletableFuture<HttpResponse<String>>> sent = site.sendAtOnce(request, 50);
        List<HttpResponse<String>> responses =
                sent.stream().map(CompletableFuture::join).toList();

        assertThat(responses).allMatch(response -> response.statusCode() == 202);
        assertThat(responses.stream()
                        .map(response -> header(response, "Location"))
                        .distinct())
                .hasSize(1);
        assertThat(responses)
                .filteredOn(response -> header(response, "Idempotency-Replayed").isEmpty())
                .hasSize(1);
        assertThat(Site.json(site.get("/tasks", "ana")).get("items")).hasSize(1);
    }

    @Test
    void isNewWhateverTheClockOfThisServerSays() throws Exception {
        try (Site other = new Site(kind, engine -> engine.time(new ManualTime()), http -> http)) {
            HttpResponse<String> first = other.post("/tasks", "ana", OK, "Idempotency-Key", "k-3");
            HttpResponse<String> again = other.post("/tasks", "ana", OK, "Idempotency-Key", "k-3");

            assertThat(header(first, "Idempotency-Replayed")).isEmpty();
            assertThat(header(again, "Idempotency-Replayed")).isEqualTo("true");
        }
    }

    @Test
    void isRefusedForTheSameKeyWithAnotherInputAndNotForAnotherOwner() throws Exception {
        HttpResponse<String> first = site.post("/tasks", "ana", OK, "Idempotency-Key", "k-2");
        HttpResponse<String> other = site.post("/tasks", "ana", WAIT, "Idempotency-Key", "k-2");
        HttpResponse<String> his = site.post("/tasks", "bob", WAIT, "Idempotency-Key", "k-2");

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(Site.json(other).get("code").asString()).isEqualTo("idempotency-key-reused");
        assertThat(Site.json(other).get("task").get("href").asString()).isEqualTo(header(first, "Location"));
        assertThat(his.statusCode()).isEqualTo(202);
        assertThat(header(his, "Location")).isNotEqualTo(header(first, "Location"));
    }

    @Test
    void isRefusedWhereItIsNotInOrder() throws Exception {
        HttpResponse<String> unknown = site.post("/tasks", "ana", "{\"type\":\"drop-tables\",\"input\":1}");
        HttpResponse<String> noInput = site.post("/tasks", "ana", "{\"type\":\"orders-export\",\"input\":{}}");
        HttpResponse<String> noType = site.post("/tasks", "ana", "{}");
        HttpResponse<String> title =
                site.post("/tasks", "ana", "{\"type\":\"orders-export\",\"input\":\"ok\",\"title\":\"a\\r\\nb\"}");

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Site.json(unknown).get("code").asString()).isEqualTo("unknown-type");
        assertThat(noInput.statusCode()).isEqualTo(400);
        assertThat(Site.json(noInput).get("errors").get(0).get("field").asString())
                .isEqualTo("input");
        assertThat(noType.statusCode()).isEqualTo(400);
        assertThat(title.statusCode()).isEqualTo(400);
        assertThat(Site.json(title).get("errors").get(0).get("value").asString())
                .isEqualTo("a\\u000d\\u000ab");
    }

    @Test
    void isRefusedWhereThereIsNoRoom() throws Exception {
        TaskHandle<Artifact> running = site.running("ana");
        HttpResponse<String> one = site.post("/tasks", "ana", WAIT);
        HttpResponse<String> two = site.post("/tasks", "ana", WAIT);
        HttpResponse<String> three = site.post("/tasks", "ana", WAIT);

        assertThat(List.of(one.statusCode(), two.statusCode())).containsOnly(202);
        assertThat(three.statusCode()).isEqualTo(429);
        assertThat(Site.json(three).get("code").asString()).isEqualTo("too-many-tasks");
        assertThat(header(three, "Retry-After")).isEqualTo("15");
        assertThat(Site.json(three).get("retryAfterSeconds").asInt()).isEqualTo(15);
        site.gate.countDown();
        site.engine.close();
        HttpResponse<String> late = site.post("/tasks", "ana", WAIT);
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(Site.json(late).get("code").asString()).isEqualTo("draining");
        assertThat(running.snapshot().state().isFinal()).isTrue();
    }

    @Test
    void needsAKeyWhereItMustNotBeDoneTwice() throws Exception {
        try (Site other = new Site(kind, engine -> engine, http -> http.acceptingOnce(Site.EXPORT, Site::readText))) {
            HttpResponse<String> response = other.post("/tasks", "ana", OK);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(Site.json(response).get("errors").get(0).get("field").asString())
                    .isEqualTo("Idempotency-Key");
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}

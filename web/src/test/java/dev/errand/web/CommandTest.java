package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskState;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What people ask of tasks, in each state, twice, and too late. */
@ParameterizedClass
@EnumSource(ServerKind.class)
@Timeout(60)
class CommandTest {

    private final Site site;

    CommandTest(ServerKind kind) throws Exception {
        site = new Site(kind);
    }

    @AfterEach
    void closes() {
        site.close();
    }

    @Test
    void cancelsWhatWaitsAtOnceAndTwiceIsTheSame() throws Exception {
        TaskHandle<Artifact> first = site.running("ana");
        TaskHandle<Artifact> second = site.submit("ok", "ana");

        HttpResponse<String> response = site.post(Site.path(second) + "/cancel", "ana", "{\"reason\":\"wrong month\"}");
        HttpResponse<String> again = site.post(Site.path(second) + "/cancel", "ana", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Site.json(response).get("state").asString()).isEqualTo("CANCELLED");
        assertThat(Site.json(response).get("lastStep").get("by").asString()).isEqualTo("ana");
        assertThat(second.snapshot().status().timeline().getLast().note()).isEqualTo("wrong month");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(first.cancel()).isTrue();
    }

    @Test
    void cancelsWhatRunsAndSaysThatItIsUnderWay() throws Exception {
        TaskHandle<Artifact> task = site.running("ana");

        HttpResponse<String> response = site.post(Site.path(task) + "/cancel", "ana", "");

        assertThat(response.statusCode()).isIn(200, 202); // it stops within the grace, which is none
        assertThat(Site.json(response).get("state").asString()).isIn("CANCELLING", "CANCELLED");
        assertThat(response.headers().firstValue("ETag")).isPresent();
        task.await(Duration.ofSeconds(20));
        assertThat(task.snapshot().state()).isEqualTo(TaskState.CANCELLED);
        JsonNode hers = Site.json(site.get(Site.path(task), "ana")).get("lastStep");
        assertThat(hers.get("by").asString()).isEqualTo("ana");
        assertThat(hers.get("you").asBoolean()).isTrue();
        JsonNode others = Site.json(site.get(Site.path(task), "olga", "X-Role", "operator"))
                .get("lastStep");
        assertThat(others.get("by").asString()).isEqualTo("ana");
        assertThat(others.get("you").asBoolean()).isFalse();
    }

    @Test
    void refusesWhatComesTooLate() throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");

        for (String verb : new String[] {"cancel", "pause", "resume"}) {
            HttpResponse<String> response = site.post(Site.path(task) + "/" + verb, "ana", "");

            assertThat(response.statusCode()).as(verb).isEqualTo(409);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(Site.json(response).get("code").asString()).isEqualTo("already-finished");
            assertThat(Site.json(response).get("task").get("state").asString()).isEqualTo("SUCCEEDED");
        }
    }

    @Test
    void comparesTheVersionThatTheCallerHasSeen() throws Exception {
        TaskHandle<Artifact> first = site.running("ana");
        TaskHandle<Artifact> second = site.submit("ok", "ana");
        String fresh =
                site.get(Site.path(second), "ana").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> stale = site.post(Site.path(second) + "/cancel", "ana", "", "If-Match", "\"v77\"");
        HttpResponse<String> right = site.post(Site.path(second) + "/cancel", "ana", "", "If-Match", fresh);

        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(Site.json(stale).get("task").get("state").asString()).isEqualTo("QUEUED");
        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(first.cancel()).isTrue();
    }

    /** As nginx makes it of the tag of an answer that it compresses. */
    @Test
    void takesATagThatAProxyHasMadeWeak() throws Exception {
        TaskHandle<Artifact> first = site.running("ana");
        TaskHandle<Artifact> second = site.submit("ok", "ana");
        String fresh =
                site.get(Site.path(second), "ana").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> stale = site.post(Site.path(second) + "/cancel", "ana", "", "If-Match", "W/\"v77\"");
        HttpResponse<String> right = site.post(Site.path(second) + "/cancel", "ana", "", "If-Match", "W/" + fresh);

        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(first.cancel()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "pause", "resume", "retry", "seen"})
    void eachComparesIt(String verb) throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");

        HttpResponse<String> stale = site.post(Site.path(task) + "/" + verb, "ana", "", "If-Match", "\"v77\"");

        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(Site.json(stale).get("task").get("state").asString()).isEqualTo("SUCCEEDED");
    }

    @Test
    void pausesWhatWaitsAndNotWhatCouldNotGoOn() throws Exception {
        TaskHandle<Artifact> first = site.running("ana");
        TaskHandle<Artifact> second = site.submit("ok", "ana");

        HttpResponse<String> refused = site.post(Site.path(first) + "/pause", "ana", "");
        HttpResponse<String> paused = site.post(Site.path(second) + "/pause", "ana", "");
        HttpResponse<String> resumed = site.post(Site.path(second) + "/resume", "ana", "");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(Site.json(refused).get("code").asString()).isEqualTo("not-pausable");
        assertThat(paused.statusCode()).isEqualTo(200);
        assertThat(Site.json(paused).get("actions").propertyNames()).containsExactly("cancel", "resume");
        assertThat(resumed.statusCode()).isEqualTo(202);
        assertThat(Site.json(resumed).get("state").asString()).isEqualTo("QUEUED");
        assertThat(first.cancel()).isTrue();
    }

    @Test
    void doesAgainWhatIsLeftUnderTheSameIdAndEverythingUnderANewOne() throws Exception {
        TaskHandle<Artifact> failed = site.ended("fail", "ana");

        HttpResponse<String> rest = site.post(Site.path(failed) + "/retry", "ana", "{\"scope\":\"resume\"}");
        Site.awaitState(site.engine.find(failed.id()).orElseThrow(), TaskState.FAILED);
        HttpResponse<String> all = site.post(Site.path(failed) + "/retry", "ana", "{\"scope\":\"all\"}");

        assertThat(rest.statusCode()).isEqualTo(202);
        assertThat(rest.headers().firstValue("Location")).contains(site.prefix() + Site.path(failed));
        assertThat(site.engine
                        .find(failed.id())
                        .orElseThrow()
                        .snapshot()
                        .status()
                        .attempt())
                .isEqualTo(2);
        assertThat(all.statusCode()).isEqualTo(202);
        JsonNode another = Site.json(all);
        assertThat(another.get("id").asString()).isNotEqualTo(failed.id().toString());
        assertThat(another.get("links").get("retryOf").asString()).isEqualTo(site.prefix() + Site.path(failed));
    }

    @Test
    void doesEverythingAgainOnceHoweverOftenItIsAsked() throws Exception {
        TaskHandle<Artifact> done = site.ended("ok", "ana");
        TaskHandle<Artifact> first = site.running("ana"); // the others wait behind it
        String all = "{\"scope\":\"all\"}";

        HttpResponse<String> once = site.post(Site.path(done) + "/retry", "ana", all, "Idempotency-Key", "k-1");
        HttpResponse<String> twice = site.post(Site.path(done) + "/retry", "ana", all, "Idempotency-Key", "k-1");
        HttpResponse<String> without = site.post(Site.path(done) + "/retry", "ana", all);
        assertThat(first.cancel()).isTrue();
        String again = Site.json(once).get("id").asString();
        Site.awaitState(site.engine.find(TaskId.parse(again)).orElseThrow(), TaskState.SUCCEEDED);
        HttpResponse<String> late = site.post(Site.path(done) + "/retry", "ana", all, "Idempotency-Key", "k-1");
        HttpResponse<String> anew = site.post(Site.path(done) + "/retry", "ana", all);

        assertThat(once.statusCode()).isEqualTo(202);
        assertThat(once.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(List.of(twice, late))
                .allMatch(reply -> reply.statusCode() == 202)
                .allMatch(reply -> Site.json(reply).get("id").asString().equals(again))
                .allMatch(reply ->
                        reply.headers().firstValue("Idempotency-Replayed").isPresent());
        assertThat(without.statusCode()).isEqualTo(409);
        assertThat(Site.json(without).get("code").asString()).isEqualTo("conflicting-task");
        assertThat(Site.json(without).get("task").get("href").asString()).isEqualTo(site.prefix() + "/tasks/" + again);
        assertThat(anew.statusCode()).isEqualTo(202);
        assertThat(Site.json(anew).get("id").asString()).isNotEqualTo(again);
    }

    @Test
    void doesEverythingAgainOnceForThoseWhoAskAtTheSameTime() throws Exception {
        TaskHandle<Artifact> done = site.ended("ok", "ana");
        HttpRequest request = site.request("POST", site.uri(Site.path(done) + "/retry"), "{\"scope\":\"all\"}", "ana")
                .header("Sec-Fetch-Site", "same-origin")
                .build();
        for (int round = 1; round <= 3; round++) {
            TaskHandle<Artifact> first = site.running("ana"); // the others wait behind it
            List<CompletableFuture<HttpResponse<String>>> sent = site.sendAtOnce(request, 8);

            List<HttpResponse<String>> replies =
                    sent.stream().map(CompletableFuture::join).toList();
            List<HttpResponse<String>> accepted =
                    replies.stream().filter(reply -> reply.statusCode() == 202).toList();

            assertThat(replies).allMatch(reply -> reply.statusCode() == 202 || reply.statusCode() == 409);
            assertThat(accepted).as("round " + round).hasSize(1);
            assertThat(first.cancel()).isTrue();
            String again = Site.json(accepted.getFirst()).get("id").asString();
            Site.awaitState(site.engine.find(TaskId.parse(again)).orElseThrow(), TaskState.SUCCEEDED);
        }
    }

    @Test
    void doesNotDoAgainWhatCannotBe() throws Exception {
        TaskHandle<Artifact> running = site.running("ana");
        HttpResponse<String> active = site.post(Site.path(running) + "/retry", "ana", "");
        assertThat(running.cancel()).isTrue();
        TaskHandle<Artifact> done = site.ended("ok", "ana");
        HttpResponse<String> whole = site.post(Site.path(done) + "/retry", "ana", "{\"scope\":\"failed-items\"}");
        HttpResponse<String> unknown = site.post(Site.path(done) + "/retry", "ana", "{\"scope\":\"half\"}");

        assertThat(active.statusCode()).isEqualTo(409);
        assertThat(Site.json(active).get("code").asString()).isEqualTo("still-active");
        assertThat(whole.statusCode()).isEqualTo(409);
        assertThat(Site.json(whole).get("code").asString()).isEqualTo("not-retryable");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(Site.json(unknown).get("errors").get(0).get("field").asString())
                .isEqualTo("scope");
    }

    @Test
    void removesWhatHasEndedAndTellsItsOwnerOnly() throws Exception {
        TaskHandle<Artifact> running = site.running("ana");
        HttpResponse<String> tooEarly = site.delete(Site.path(running), "ana");
        assertThat(running.cancel()).isTrue();
        TaskHandle<Artifact> done = site.ended("ok", "ana");

        assertThat(tooEarly.statusCode()).isEqualTo(409);
        assertThat(Site.json(tooEarly).get("code").asString()).isEqualTo("still-active");
        assertThat(site.delete(Site.path(done), "ana").statusCode()).isEqualTo(204);
        assertThat(site.get(Site.path(done), "ana").statusCode()).isEqualTo(410);
        assertThat(site.get(Site.path(done), "bob").statusCode()).isEqualTo(404);
    }

    @Test
    void countsWhatHerOwnerHasNotSeen() throws Exception {
        TaskHandle<Artifact> done = site.ended("ok", "ana");
        HttpResponse<String> before = site.get("/tasks/summary", "ana");
        String tag = before.headers().firstValue("ETag").orElseThrow();
        int unchanged = site.get("/tasks/summary", "ana", "If-None-Match", tag).statusCode();
        int seen = site.post(Site.path(done) + "/seen", "ana", "").statusCode();

        assertThat(Site.json(before).get("unseenFinished").asInt()).isEqualTo(1);
        assertThat(unchanged).isEqualTo(304);
        assertThat(seen).isEqualTo(204);
        assertThat(Site.json(site.get("/tasks/summary", "ana"))
                        .get("unseenFinished")
                        .asInt())
                .isZero();
        assertThat(Site.json(site.get(Site.path(done), "ana")).get("actions").has("seen"))
                .isFalse();
        assertThat(site.get("/tasks?unseen=true", "ana").body()).contains("\"items\":[]");
    }
}

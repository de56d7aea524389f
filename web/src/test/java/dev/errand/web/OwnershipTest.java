package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.TaskHandle;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Nobody gets at the tasks of others, by any endpoint. The tests are made from the table of routes: one that is new, and
 * for which nothing is said here, does not compile.
 */
@ParameterizedClass
@EnumSource(ServerKind.class)
@Timeout(60)
class OwnershipTest {

    /** How a route keeps to oneself what is not somebody else's business. */
    private enum Rule {
        /** It is about one task, which is not there for others. */
        NOT_THERE,
        /** It has several tasks, and those of others are not among them. */
        NOT_AMONG_THEM,
        /** It makes something new, which is the caller's own. */
        MAKES_ONES_OWN,
        /** It is for operators only: see {@code DashboardTest}. */
        FOR_OPERATORS
    }

    private final Site site;

    OwnershipTest(ServerKind kind) throws Exception {
        site = new Site(kind);
    }

    @AfterEach
    void closes() {
        site.close();
    }

    private static Rule ruleOf(Route route) {
        return switch (route) {
            case STATUS, DELETE, EVENTS, CANCEL, PAUSE, RESUME, RETRY, SEEN, FILE, KEEP, HAND_OVER, FAILURES ->
                Rule.NOT_THERE;
            case LIST, SUMMARY, ALL_EVENTS -> Rule.NOT_AMONG_THEM;
            case SUBMIT -> Rule.MAKES_ONES_OWN;
            case OVERVIEW, TYPES, PAUSE_TYPE, RESUME_TYPE, WORKERS, DRAIN, FILES, AUDIT, HISTORY, FORCE_STOP ->
                Rule.FOR_OPERATORS;
        };
    }

    private HttpResponse<String> call(Route route, String id, String file, String user) throws Exception {
        String path = route.pattern()
                .replace("{id}", id)
                .replace("{file}", file)
                .replace("{node}", id)
                .replace("{type}", "orders-export");
        return site.send(site.request(route.method(), path, user).header("Sec-Fetch-Site", "same-origin"));
    }

    @TestFactory
    Stream<DynamicTest> foreignAndUnknownAndMalformedAreTheSame() throws Exception {
        TaskHandle<Artifact> hers = site.ended("ok", "ana");
        String file = hers.snapshot().artifacts().getFirst().id().toString();
        return Arrays.stream(Route.values())
                .filter(route -> ruleOf(route) == Rule.NOT_THERE)
                .map(route -> DynamicTest.dynamicTest(route.name(), () -> {
                    HttpResponse<String> foreign = call(route, hers.id().toString(), file, "bob");
                    HttpResponse<String> unknown = call(route, UUID.randomUUID().toString(), file, "bob");
                    HttpResponse<String> malformed = call(route, "no-id%27--", file, "bob");

                    assertThat(foreign.statusCode()).isEqualTo(404);
                    assertThat(Site.json(foreign).get("code").asString()).isEqualTo("task-not-found");
                    assertThat(unknown.body()).isEqualTo(foreign.body());
                    assertThat(malformed.body()).isEqualTo(foreign.body());
                    assertThat(unknown.statusCode()).isEqualTo(404);
                    assertThat(malformed.statusCode()).isEqualTo(404);
                    assertThat(namesOf(unknown)).isEqualTo(namesOf(foreign));
                    assertThat(hers.snapshot().status().seen()).isFalse();
                }));
    }

    private static List<String> namesOf(HttpResponse<String> response) {
        return response.headers().map().keySet().stream().sorted().toList();
    }

    @TestFactory
    Stream<DynamicTest> whoHasNotSignedInGetsNothing() throws Exception {
        TaskHandle<Artifact> hers = site.ended("ok", "ana");
        return Arrays.stream(Route.values())
                .map(route -> DynamicTest.dynamicTest(route.name(), () -> {
                    HttpResponse<String> response = call(route, hers.id().toString(), "x", "");

                    assertThat(response.statusCode()).isEqualTo(401);
                    assertThat(response.body())
                            .doesNotContain(hers.id().toString().substring(0, 8) + "\",\"type");
                }));
    }

    @TestFactory
    Stream<DynamicTest> whoMayOnlyLookMayOnlyLook() throws Exception {
        TaskHandle<Artifact> hers = site.ended("ok", "ana");
        return Arrays.stream(Route.values())
                .filter(route ->
                        ruleOf(route) == Rule.NOT_THERE && route.action().own() != Permission.VIEW_OWN)
                .map(route -> DynamicTest.dynamicTest(route.name(), () -> {
                    String path = route.pattern()
                            .replace("{id}", hers.id().toString())
                            .replace("{file}", "x");
                    HttpResponse<String> response = site.send(site.request(
                            route.method(), path, "ana", "X-Role", "looker", "Sec-Fetch-Site", "same-origin"));

                    assertThat(response.statusCode()).isEqualTo(403);
                    assertThat(Site.json(response).get("code").asString()).isEqualTo("forbidden");
                }));
    }

    @Test
    void listsCountsAndStreamsShowOnesOwnOnly() throws Exception {
        TaskHandle<Artifact> hers = site.ended("ok", "ana");
        TaskHandle<Artifact> his = site.ended("ok", "bob");

        String list = site.get("/tasks", "bob").body();
        String all = site.get("/tasks?owner=*", "bob").body();
        String byTitle = site.get("/tasks?q=orders", "bob").body();
        String counts = site.get("/tasks/summary", "bob").body();
        String events =
                site.get("/events?tasks=" + hers.id() + "," + his.id(), "bob").body();
        int onlyForeign = site.get("/events?tasks=" + hers.id(), "bob").statusCode();

        assertThat(list).contains(his.id().toString()).doesNotContain(hers.id().toString());
        assertThat(all).contains("forbidden");
        assertThat(byTitle)
                .contains(his.id().toString())
                .doesNotContain(hers.id().toString());
        assertThat(counts).contains("\"unseenFinished\":1");
        assertThat(events)
                .contains(his.id().toString())
                .doesNotContain(hers.id().toString());
        assertThat(onlyForeign).isEqualTo(404);
    }

    @Test
    void operatorsSeeEverythingButReadNoFiles() throws Exception {
        TaskHandle<Artifact> hers = site.ended("ok", "ana");
        String file = hers.snapshot().artifacts().getFirst().id().toString();

        HttpResponse<String> list = site.get("/tasks?owner=*", "olga", "X-Role", "operator");
        HttpResponse<String> status = site.get(Site.path(hers), "olga", "X-Role", "operator");
        HttpResponse<String> content = site.get(Site.path(hers) + "/files/" + file, "olga", "X-Role", "operator");

        assertThat(list.body()).contains(hers.id().toString());
        assertThat(status.statusCode()).isEqualTo(200);
        assertThat(Site.json(status).get("actions").propertyNames()).containsExactly("retry", "handOver", "delete");
        assertThat(content.statusCode()).isEqualTo(403);
        assertThat(fileIn(status).get("name").asString()).isEqualTo(Site.FILE_NAME);
        assertThat(fileIn(status).get("href").isNull())
                .as("no address that is refused")
                .isTrue();
        assertThat(fileIn(site.get(Site.path(hers), "ana")).get("href").asString())
                .isEqualTo(site.prefix() + Site.path(hers) + "/files/" + file);
    }

    private static JsonNode fileIn(HttpResponse<String> status) {
        return Site.json(status).get("result").get("files").get(0);
    }
}

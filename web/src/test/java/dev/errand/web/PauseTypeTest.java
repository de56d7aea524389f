package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.Owner;
import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** An operator pauses a whole type, with a reason, and lets it go on. */
@Timeout(60)
class PauseTypeTest {

    private static final String PAUSE = "/dashboard/types/orders-export/pause";
    private static final String RESUME = "/dashboard/types/orders-export/resume";
    private static final String WHY = "{\"reason\":\"the printer is on fire\"}";
    private static final String[] OPERATOR = {"X-Role", "operator"};

    private final Site site =
            new Site(ServerKind.JDK, engine -> engine, http -> http.dashboard("/background-tasks/dashboard"));

    PauseTypeTest() throws Exception {}

    @AfterEach
    void closes() {
        site.close();
    }

    private JsonNode type() throws Exception {
        return Site.json(site.get("/dashboard/types", "olga", OPERATOR))
                .get("items")
                .get(0);
    }

    @Test
    void nothingOfItIsBegunMeanwhile() throws Exception {
        assertThat(type().get("paused").isNull()).isTrue();

        assertThat(site.post(PAUSE, "olga", WHY, OPERATOR).statusCode()).isEqualTo(204);
        assertThat(site.post(PAUSE, "olga", WHY, OPERATOR).statusCode())
                .as("twice is the same")
                .isEqualTo(204);
        TaskHandle<Artifact> task = site.submit("ok", "ana");

        assertThat(type().get("paused").get("by").asString()).isEqualTo("olga");
        assertThat(type().get("paused").get("reason").asString()).isEqualTo("the printer is on fire");
        assertThat(task.snapshot().state()).isEqualTo(TaskState.QUEUED);
        assertThat(site.post(RESUME, "olga", WHY, OPERATOR).statusCode()).isEqualTo(204);
        assertThat(task.await(Duration.ofSeconds(20))).isPresent();
        assertThat(type().get("paused").isNull()).isTrue();
    }

    /** As in a host whose operators look, and only whose administrators pause. */
    private static final class OnlyLooking implements TaskAccessPolicy {

        @Override
        public boolean allows(Caller caller, TaskAction action, TaskSnapshot task) {
            return true;
        }

        @Override
        public boolean allowsListing(Caller caller, Optional<Owner> owner) {
            return true;
        }

        @Override
        public boolean allowsSubmitting(Caller caller, String type) {
            return true;
        }

        @Override
        public boolean allowsForAll(Caller caller) {
            throw new IllegalStateException("who are the administrators?");
        }
    }

    @Test
    void isPutBeforeThePolicy() throws Exception {
        try (Site strict = new Site(
                ServerKind.JDK,
                engine -> engine,
                http -> http.dashboard("/background-tasks/dashboard").accessPolicy(new OnlyLooking()))) {
            String drain = "/dashboard/workers/0197aaaa-0000-4000-8000-000000000001/drain";

            assertThat(strict.post(PAUSE, "olga", WHY, OPERATOR).statusCode()).isEqualTo(403);
            assertThat(strict.post(RESUME, "olga", WHY, OPERATOR).statusCode()).isEqualTo(403);
            assertThat(strict.post(drain, "olga", "{\"drain\":true}", OPERATOR).statusCode())
                    .isEqualTo(403);
            assertThat(Site.json(strict.get("/dashboard/types", "olga", OPERATOR))
                            .get("mayPause")
                            .asBoolean())
                    .isFalse();
            assertThat(strict.engine.pausedTypes()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ana, user, orders-export, '{\"reason\":\"x\"}', 403",
        "olga, operator, orders-export, '{}', 400",
        "olga, operator, no-such-type, '{\"reason\":\"x\"}', 404",
    })
    void isForOperatorsWithAReason(String user, String role, String type, String body, int status) throws Exception {
        assertThat(site.post("/dashboard/types/" + type + "/pause", user, body, "X-Role", role)
                        .statusCode())
                .isEqualTo(status);
        assertThat(site.engine.pausedTypes()).isEmpty();
    }

    /** Of a task, since a type has no version to compare. */
    @Test
    void stoppingByForceComparesTheVersionThatTheOperatorHasSeen() throws Exception {
        TaskHandle<Artifact> task = site.running("ana");
        String forceStop = "/dashboard" + Site.path(task) + "/force-stop";
        String fresh =
                site.get(Site.path(task), "ana").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> stale = site.post(forceStop, "olga", WHY, "X-Role", "operator", "If-Match", "\"v77\"");
        HttpResponse<String> right = site.post(forceStop, "olga", WHY, "X-Role", "operator", "If-Match", fresh);

        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(Site.json(stale).get("task").get("state").asString()).isEqualTo("RUNNING");
        assertThat(right.statusCode()).as("nobody has asked it to stop").isEqualTo(409);
        assertThat(Site.json(right).get("task").get("state").asString()).isEqualTo("RUNNING");
    }
}

package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.BackgroundTask;
import dev.errand.Restarts;
import dev.errand.Retry;
import dev.errand.SubmitOptions;
import dev.errand.TaskContext;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.testkit.ManualTime;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What a task looks like from outside, whichever server it is behind. */
@ParameterizedClass
@EnumSource(ServerKind.class)
@Timeout(60)
class StatusTest {

    private static final int NOT_COUNTED = -1;
    private static final int NOTHING_IN_A_FILE = -2;

    private final ServerKind kind;
    private final Site site;

    StatusTest(ServerKind kind) throws Exception {
        this.kind = kind;
        site = new Site(
                kind,
                engine -> engine,
                http -> http.words("orders-export", TypeWords.counting("rows").irrevocably("written", "writing")));
    }

    @AfterEach
    void closes() {
        site.close();
    }

    @Test
    void tellsWhoeverWaitsThatTheProcessIsAlive() throws Exception {
        TaskHandle<Artifact> task = site.running("ana");

        JsonNode json = Site.json(site.get(Site.path(task), "ana"));

        assertThat(json.get("lastHeartbeatAt").asString())
                .isLessThanOrEqualTo(json.get("serverTime").asString())
                .isGreaterThanOrEqualTo(json.get("startedAt").asString());
        assertThat(json.get("eta").get("overdue").asBoolean(true)).isFalse();
        assertThat(json.get("result").get("summary").isNull())
                .as("it has not ended")
                .isTrue();
        site.gate.countDown();
        task.await(Duration.ofSeconds(20));
        JsonNode ended = Site.json(site.get(Site.path(task), "ana"));
        assertThat(ended.get("lastHeartbeatAt").isNull()).isTrue();
        assertThat(ended.get("result").get("summary").asString()).isEqualTo("10 orders");
    }

    @Test
    void isTheSameForWhoeverAsks() throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");

        for (String accept : List.of("text/html", "application/xml;q=0.5", "application/json;q=0", "nonsense")) {
            HttpResponse<String> answer = site.get(Site.path(task) + "?utm=mail&_=1", "ana", "Accept", accept);
            HttpResponse<String> problem = site.get("/tasks/none?utm=mail", "ana", "Accept", accept);

            assertThat(answer.statusCode()).as(accept).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(problem.statusCode()).as(accept).isEqualTo(404);
            assertThat(problem.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    @Test
    void hasItsFieldsInOneOrder() throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");

        HttpResponse<String> response = site.get(Site.path(task), "ana");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("Cache-Control")).contains("private, no-cache");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Retry-After")).isEmpty();
        JsonNode json = Site.json(response);
        assertThat(json.propertyNames())
                .containsExactly(
                        "id",
                        "type",
                        "title",
                        "owner",
                        "state",
                        "stateClass",
                        "outcome",
                        "version",
                        "attempt",
                        "maxAttempts",
                        "resumesByItself",
                        "resumable",
                        "progress",
                        "eta",
                        "queue",
                        "createdAt",
                        "startsAt",
                        "startedAt",
                        "finishedAt",
                        "lastHeartbeatAt",
                        "progressAt",
                        "serverTime",
                        "pollAfterSeconds",
                        "lastStep",
                        "error",
                        "result",
                        "expiresAt",
                        "actions",
                        "links");
        assertThat(json.get("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(json.get("stateClass").asString()).isEqualTo("final");
        assertThat(json.get("outcome").asString()).isEqualTo("OK");
        assertThat(json.get("createdAt").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z");
        assertThat(json.get("progress").get("percent").asInt()).isEqualTo(100);
        assertThat(json.get("progress").get("unit").asString()).isEqualTo("rows");
        assertThat(json.get("result").get("files").get(0).get("name").asString())
                .isEqualTo(Site.FILE_NAME);
        assertThat(json.get("links").get("self").asString()).isEqualTo(site.prefix() + Site.path(task));
        assertThat(json.get("actions").propertyNames()).containsExactly("retry", "seen", "delete");
        assertThat(json.get("actions").get("retry").get("scopes").get(0).asString())
                .isEqualTo("all");
    }

    @Test
    void asksBeforeWhatCannotBeTakenBackIsStoppedMidway() throws Exception {
        TaskHandle<Artifact> task = site.running("ana");

        HttpResponse<String> response = site.get(Site.path(task), "ana");

        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        JsonNode json = Site.json(response);
        assertThat(json.get("pollAfterSeconds").asInt()).isEqualTo(1);
        assertThat(json.get("actions").get("cancel").get("confirm").asString())
                .isEqualTo("4 of 10 rows are already written and cannot be recalled. Stop writing the other 6?");
    }

    @Test
    void isNotSentAgainToThoseWhoHaveIt() throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");
        String tag =
                site.get(Site.path(task), "ana").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = site.get(Site.path(task), "ana", "If-None-Match", tag);
        HttpResponse<String> older = site.get(Site.path(task), "ana", "If-None-Match", "\"v1\"");

        assertThat(tag).matches("\"v\\d+-\\p{XDigit}{8}\"");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(older.statusCode()).isEqualTo(200);
    }

    @Test
    void isSentAgainWhileItMayChangeByItselfAndToSomebodyElse() throws Exception {
        TaskHandle<Artifact> running = site.running("ana");
        String tagOfRunning =
                site.get(Site.path(running), "ana").headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> later = site.get(Site.path(running), "ana", "If-None-Match", tagOfRunning);
        site.gate.countDown();
        running.await(Duration.ofSeconds(20));
        String tag =
                site.get(Site.path(running), "ana").headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> other = site.get(Site.path(running), "bob", "If-None-Match", tag, "X-Role", "operator");
        HttpResponse<String> lessAllowed =
                site.get(Site.path(running), "ana", "If-None-Match", tag, "X-Role", "looker");

        assertThat(later.statusCode()).as("its running time is told").isEqualTo(200);
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(Site.json(other).get("actions").has("retry")).isTrue();
        assertThat(lessAllowed.statusCode()).isEqualTo(200);
        assertThat(Site.json(lessAllowed).get("actions").has("retry")).isFalse();
    }

    @Test
    void tellsAPlaceInTheQueueEachTime() throws Exception {
        TaskHandle<Artifact> first = site.running("ana");
        TaskHandle<Artifact> second = site.submit("ok", "ana");
        HttpResponse<String> response = site.get(Site.path(second), "ana");

        assertThat(Site.json(response).get("queue").get("position").asInt()).isEqualTo(1);
        String tag = response.headers().firstValue("ETag").orElseThrow();
        assertThat(site.get(Site.path(second), "ana", "If-None-Match", tag).statusCode())
                .isEqualTo(200);
        assertThat(first.cancel()).isTrue();
    }

    @Test
    void tellsAFailureWithItsReference() throws Exception {
        TaskHandle<Artifact> task = site.ended("fail", "ana");

        JsonNode json = Site.json(site.get(Site.path(task), "ana"));

        assertThat(json.get("outcome").asString()).isEqualTo("FAILED");
        assertThat(json.get("error").get("message").asString()).isEqualTo("The database was not available.");
        assertThat(json.get("error").get("ref").asString()).isNotBlank();
        assertThat(json.get("progress").get("percent").asInt()).isLessThan(100);
        assertThat(json.get("actions").get("retry").get("scopes").toString()).isEqualTo("[\"resume\",\"all\"]");
    }

    /** In a time that stands still, so that the delay is as long as it was. */
    @Test
    void saysWhenItIsTriedAgain() throws Exception {
        TaskType<String, String> fickle =
                TaskType.named("fickle", String.class, String.class).retrying(Retry.fixed(3, Duration.ofSeconds(40)));
        BackgroundTask<String, String> failing = (input, context) -> {
            throw new IOException("The mail server did not answer.");
        };
        ManualTime time = new ManualTime();
        try (Site still =
                new Site(kind, engine -> engine.register(fickle, failing).time(time), http -> http.time(time))) {
            TaskHandle<String> task = still.engine.submit(fickle, "now", SubmitOptions.by("ana"));
            Site.awaitState(task, TaskState.WAITING_RETRY);

            JsonNode json = Site.json(still.get(Site.path(task), "ana"));

            assertThat(json.get("queue").get("waitSeconds").asLong()).isBetween(36L, 44L);
            assertThat(json.get("attempt").asInt()).isEqualTo(1);
            assertThat(json.get("maxAttempts").asInt()).isEqualTo(3);
        }
    }

    @Test
    void saysWhetherItGoesOnAfterItsProcessIsLost() throws Exception {
        TaskType<String, String> once =
                TaskType.named("payment", String.class, String.class).restarting(Restarts.NEVER);
        try (Site other = new Site(kind, engine -> engine.register(once, (input, context) -> input), http -> http)) {
            TaskHandle<String> payment = other.engine.submit(once, "100", SubmitOptions.by("ana"));
            TaskHandle<Artifact> export = other.submit("ok", "ana");

            assertThat(resumesByItself(other, payment)).isFalse();
            assertThat(resumesByItself(other, export)).isTrue();
        }
    }

    private static boolean resumesByItself(Site site, TaskHandle<?> task) throws Exception {
        return Site.json(site.get(Site.path(task), "ana"))
                .get("resumesByItself")
                .asBoolean();
    }

    @Test
    void saysWhetherAnotherAttemptGoesOnFromWhereItStopped() throws Exception {
        TaskType<String, String> counting = TaskType.named("counting", String.class, String.class);
        TaskType<String, String> saving = TaskType.named("saving", String.class, String.class);
        try (Site other = new Site(
                kind,
                engine -> engine.register(counting, (input, context) -> fail(context.over(List.of(1, 2))))
                        .register(saving, (input, context) -> {
                            context.checkpoint(1);
                            throw new TaskFailedException("The database was not available.");
                        }),
                http -> http)) {
            assertThat(failed(other, counting).get("resumable").asBoolean()).isFalse();
            assertThat(failed(other, saving).get("resumable").asBoolean()).isTrue();
        }
    }

    private static String fail(Iterable<Integer> items) throws TaskFailedException {
        for (int item : items) {
            if (item == 2) {
                throw new TaskFailedException("The database was not available.");
            }
        }
        return "";
    }

    private static JsonNode failed(Site site, TaskType<String, String> type) throws Exception {
        TaskHandle<String> task = site.engine.submit(type, "100", SubmitOptions.by("ana"));
        Site.awaitState(task, TaskState.FAILED);
        return Site.json(site.get(Site.path(task), "ana"));
    }

    @Test
    void saysWhenThereWasNothingToDo() throws Exception {
        TaskType<Integer, Integer> cleaning = TaskType.named("cleaning", Integer.class, Integer.class);
        try (Site other = new Site(kind, engine -> engine.register(cleaning, StatusTest::clean), http -> http)) {
            assertThat(outcomeOf(cleaning, 0, other)).isEqualTo("NONE");
            assertThat(outcomeOf(cleaning, 3, other)).isEqualTo("OK");
            assertThat(outcomeOf(cleaning, NOT_COUNTED, other)).isEqualTo("OK");
            assertThat(outcomeOf(cleaning, NOTHING_IN_A_FILE, other))
                    .as("the file has a heading, and is there to be fetched")
                    .isEqualTo("OK");
        }
    }

    private static int clean(Integer rows, TaskContext context) throws Exception {
        if (rows != NOT_COUNTED) {
            context.progress().total(Math.max(rows, 0));
        }
        if (rows == NOTHING_IN_A_FILE) {
            context.writeArtifact("rows.csv", "text/csv", out -> out.write('\n'));
        }
        context.progress().advance(Math.max(rows, 0));
        return rows;
    }

    private static String outcomeOf(TaskType<Integer, Integer> type, int rows, Site site) throws Exception {
        TaskHandle<Integer> task = site.engine.submit(type, rows, SubmitOptions.by("ana"));
        task.await(Duration.ofSeconds(20)).orElseThrow();
        return Site.json(site.get(Site.path(task), "ana")).get("outcome").asString();
    }

    @Test
    void listsWhatFailedAPageAtATime() throws Exception {
        TaskHandle<Artifact> task = site.ended("partial", "ana");
        JsonNode first = Site.json(site.get(Site.path(task) + "/failures?limit=1", "ana"));
        String cursor = first.get("nextCursor").asString();
        JsonNode second = Site.json(site.get(Site.path(task) + "/failures?limit=1&cursor=" + cursor, "ana"));

        assertThat(first.get("items").get(0).get("key").asString()).isEqualTo("row 3");
        assertThat(first.get("items").get(0).get("attempt").asInt()).isEqualTo(1);
        assertThat(Instant.parse(first.get("items").get(0).get("at").asString()))
                .isBetween(
                        task.snapshot().status().startedAt().orElseThrow().truncatedTo(ChronoUnit.MILLIS),
                        Instant.parse(first.get("serverTime").asString()));
        assertThat(first.get("failed").asInt()).isEqualTo(2);
        assertThat(second.get("items").get(0).get("message").asString()).isEqualTo("no name");
        assertThat(second.get("nextCursor").isNull()).isTrue();
        assertThat(second.get("serverTime").asString())
                .isGreaterThanOrEqualTo(first.get("serverTime").asString());
        JsonNode json = Site.json(site.get(Site.path(task), "ana"));
        assertThat(json.get("outcome").asString()).isEqualTo("PARTIAL");
        assertThat(json.get("actions").get("retry").get("scopes").toString()).isEqualTo("[\"failed-items\",\"all\"]");
    }
}

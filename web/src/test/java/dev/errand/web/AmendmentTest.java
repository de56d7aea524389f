package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.Command;
import dev.errand.Owner;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.artifact.DirectoryArtifactStore;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Operators keep the files of ended tasks for longer, and give such tasks to somebody else. */
@ParameterizedClass
@EnumSource(ServerKind.class)
@Timeout(60)
class AmendmentTest {

    private static final String[] OPERATOR = {"X-Role", "operator"};
    private static final String WHY = "{\"reason\":\"wrong month\"}";
    private static final String TO_BEA = "{\"owner\":\"bea\",\"reason\":\"ana left\"}";
    private static final Duration DAY = Duration.ofDays(1);

    private final ServerKind kind;
    private final AtomicReference<Duration> storeIsAhead = new AtomicReference<>(Duration.ZERO);
    private final Site site;

    AmendmentTest(ServerKind kind, @TempDir Path directory) throws Exception {
        this.kind = kind;
        DirectoryArtifactStore store =
                DirectoryArtifactStore.in(directory).clock(() -> Instant.now().plus(storeIsAhead.get()));
        site = new Site(kind, engine -> engine.artifacts(store), http -> http.dashboard("/background-tasks/dashboard"));
    }

    @AfterEach
    void closes() {
        site.close();
    }

    private static Artifact fileOf(TaskHandle<?> task) {
        return task.snapshot().artifacts().getFirst();
    }

    private static String keepOf(TaskHandle<?> task) {
        return Site.path(task) + "/files/" + fileOf(task).id() + "/keep";
    }

    private static String handOverOf(TaskHandle<?> task) {
        return Site.path(task) + "/hand-over";
    }

    private static String codeOf(HttpResponse<String> response) {
        return Site.json(response).get("code").asString();
    }

    private static JsonNode fileIn(HttpResponse<String> response) {
        return Site.json(response).get("result").get("files").get(0);
    }

    private HttpResponse<String> asOperator(String path, String body) throws Exception {
        return site.post(path, "olga", body, OPERATOR);
    }

    @Test
    void keepsAFileForAsLongAsANewOne() throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");
        Artifact before = fileOf(task);
        String tag = site.get(Site.path(task), "olga", OPERATOR)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        storeIsAhead.set(DAY);

        HttpResponse<String> kept = site.post(keepOf(task), "olga", WHY, "X-Role", "operator", "If-Match", tag);

        assertThat(kept.statusCode()).as(kept.body()).isEqualTo(200);
        assertThat(kept.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(tag);
        assertThat(Instant.parse(fileIn(kept).get("expiresAt").asString()))
                .isAfterOrEqualTo(before.expiresAt().plus(DAY).minusMillis(1));
        assertThat(fileIn(kept).get("id").asString()).isEqualTo(before.id().toString());
        assertThat(Site.json(kept).get("expiresAt")).isEqualTo(fileIn(kept).get("expiresAt"));
        assertThat(task.snapshot().status().timeline().getLast().by()).isEqualTo("olga");
        assertThat(task.snapshot().status().timeline().getLast().note())
                .startsWith("Kept until")
                .endsWith("wrong month");
        assertThat(site.get(Site.path(task) + "/files/" + before.id(), "ana").body())
                .isEqualTo(Site.CONTENT);
    }

    @Test
    void needsNoReasonToKeepAFile() throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");

        assertThat(asOperator(keepOf(task), "").statusCode()).isEqualTo(200);
        assertThat(asOperator(keepOf(task), "{}").statusCode()).isEqualTo(200);
        assertThat(asOperator(keepOf(task), "{\"reason\":\"a\\nb\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void keepsNothingThatIsNotThere() throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");
        HttpResponse<String> unknown = asOperator(Site.path(task) + "/files/no-such-file/keep", WHY);
        site.engine.artifacts().delete(fileOf(task));
        HttpResponse<String> gone = asOperator(keepOf(task), WHY);

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(codeOf(unknown)).isEqualTo("file-not-found");
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(codeOf(gone)).isEqualTo("file-expired");
        assertThat(Site.json(gone).get("again").asString()).isEqualTo(site.prefix() + Site.path(task) + "/retry");
        assertThat(task.snapshot().status().timeline())
                .as("nothing has happened")
                .noneMatch(entry -> entry.by().equals("olga"));
    }

    @Test
    void keepsNothingThatHasExpired() throws Exception {
        storeIsAhead.set(Duration.ofDays(-3_000));
        TaskHandle<Artifact> task = site.ended("ok", "ana");

        HttpResponse<String> expired = asOperator(keepOf(task), WHY);

        assertThat(expired.statusCode()).isEqualTo(410);
        assertThat(codeOf(expired)).isEqualTo("file-expired");
        assertThat(fileIn(site.get(Site.path(task), "olga", OPERATOR)).has("keep"))
                .isFalse();
    }

    @Test
    void changesNothingOfATaskThatHasNotEnded() throws Exception {
        TaskHandle<Artifact> task = site.running("ana");

        for (String path : new String[] {Site.path(task) + "/files/any/keep", handOverOf(task)}) {
            HttpResponse<String> response = asOperator(path, TO_BEA);

            assertThat(response.statusCode()).as(path).isEqualTo(409);
            assertThat(codeOf(response)).isEqualTo("still-active");
            assertThat(Site.json(response).get("task").get("state").asString()).isEqualTo("RUNNING");
        }
        assertThat(task.snapshot().owner()).isEqualTo(Owner.of("ana"));
    }

    @Test
    void givesATaskToSomebodyElse() throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");
        String file = Site.path(task) + "/files/" + fileOf(task).id();
        assertThat(site.post(Site.path(task) + "/seen", "ana", "").statusCode()).isEqualTo(204);
        String tag = site.get(Site.path(task), "olga", OPERATOR)
                .headers()
                .firstValue("ETag")
                .orElseThrow();

        HttpResponse<String> response =
                site.post(handOverOf(task), "olga", TO_BEA, "X-Role", "operator", "If-Match", tag);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(Site.json(response).get("owner").get("id").asString()).isEqualTo("bea");
        assertThat(response.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(tag);
        assertThat(site.get(Site.path(task), "ana").statusCode()).isEqualTo(404);
        assertThat(site.get(file, "ana").statusCode()).isEqualTo(404);
        assertThat(site.get(file, "bea").body()).isEqualTo(Site.CONTENT);
        assertThat(site.get("/tasks", "ana").body()).contains("\"items\":[]");
        assertThat(site.get("/tasks?unseen=true", "bea").body())
                .as("it is news to her")
                .contains(task.id().toString());
        assertThat(task.snapshot().status().timeline().getLast().note())
                .contains("ana", "bea")
                .endsWith("ana left");
    }

    @Test
    void staysWithinTheTenantOfTheTask() throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");
        String elsewhere = "{\"owner\":\"bea\",\"tenant\":\"other\",\"reason\":\"ana left\"}";

        assertThat(asOperator(handOverOf(task), elsewhere).statusCode()).isEqualTo(200);
        long version = task.snapshot().version();
        assertThat(asOperator(handOverOf(task), elsewhere).statusCode()).isEqualTo(200);

        assertThat(task.snapshot().owner()).isEqualTo(Owner.of("bea"));
        assertThat(task.snapshot().version()).as("it was hers already").isEqualTo(version);
    }

    @Test
    void tellsNothingMoreToWhomGaveItAway() throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");

        HttpResponse<String> response = site.post(handOverOf(task), "ana", TO_BEA, "X-Role", "giver");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(task.snapshot().owner()).isEqualTo(Owner.of("bea"));
    }

    @Test
    void refusesAKeyThatTheNewOwnerUses() throws Exception {
        TaskHandle<Artifact> hers =
                site.engine.submit(Site.EXPORT, "ok", SubmitOptions.by("bea").key("k"));
        TaskHandle<Artifact> task =
                site.engine.submit(Site.EXPORT, "ok", SubmitOptions.by("ana").key("k"));
        assertThat(hers.await(Duration.ofSeconds(20))).isPresent();
        assertThat(task.await(Duration.ofSeconds(20))).isPresent();

        HttpResponse<String> response = asOperator(handOverOf(task), TO_BEA);

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(codeOf(response)).isEqualTo("key-in-use");
        assertThat(response.body())
                .as("nothing of her task")
                .doesNotContain(hers.id().toString());
        assertThat(task.snapshot().owner()).isEqualTo(Owner.of("ana"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"reason\":\"x\"}|owner",
                "{\"owner\":\" \",\"reason\":\"x\"}|owner",
                "{\"owner\":7,\"reason\":\"x\"}|owner",
                "{\"owner\":\"a\\u0007b\",\"reason\":\"x\"}|owner",
                "{\"owner\":\"bea\"}|reason",
                "{\"owner\":\"bea\",\"reason\":\" \"}|reason",
                "{\"owner\":\"bea\",\"reason\":\"a\\nb\"}|reason"
            })
    void saysWhichFieldIsNotInOrder(String body, String field) throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");

        HttpResponse<String> response = asOperator(handOverOf(task), body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(codeOf(response)).isEqualTo("invalid-parameters");
        assertThat(Site.json(response).get("errors").get(0).get("field").asString())
                .isEqualTo(field);
        assertThat(task.snapshot().owner()).isEqualTo(Owner.of("ana"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void comparesTheVersionThatTheCallerHasSeen(boolean keep) throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");
        String path = keep ? keepOf(task) : handOverOf(task);

        HttpResponse<String> stale = site.post(path, "olga", TO_BEA, "X-Role", "operator", "If-Match", "\"v77\"");

        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(Site.json(stale).get("task").get("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(task.snapshot().status().timeline())
                .noneMatch(entry -> entry.by().equals("olga"));
    }

    @Test
    void isOfferedToThoseOnlyWhoMay() throws Exception {
        TaskHandle<Artifact> running = site.running("ana");
        JsonNode early = Site.json(site.get(Site.path(running), "olga", OPERATOR));
        site.gate.countDown();
        TaskHandle<Artifact> task = site.ended("ok", "ana");
        HttpResponse<String> shown = site.get(Site.path(task), "olga", OPERATOR);
        HttpResponse<String> hers = site.get(Site.path(task), "ana");
        JsonNode handOver = Site.json(shown).get("actions").get("handOver");

        assertThat(early.get("actions").has("handOver")).isFalse();
        assertThat(handOver.get("method").asString()).isEqualTo("POST");
        assertThat(handOver.get("href").asString()).isEqualTo(site.prefix() + handOverOf(task));
        assertThat(handOver.get("confirm").asString()).contains("its files", "ana");
        assertThat(fileIn(shown).get("keep").get("method").asString()).isEqualTo("POST");
        assertThat(fileIn(shown).get("keep").get("href").asString()).isEqualTo(site.prefix() + keepOf(task));
        assertThat(Site.json(hers).get("actions").has("handOver")).isFalse();
        assertThat(fileIn(hers).has("keep")).isFalse();
        assertThat(site.post(keepOf(task), "ana", WHY).statusCode()).isEqualTo(403);
        assertThat(site.post(handOverOf(task), "ana", TO_BEA).statusCode()).isEqualTo(403);
    }

    /** The usual one, if what is asked first allows it, too. */
    private record Stricter(Predicate<TaskAction> first) implements TaskAccessPolicy {

        private static final TaskAccessPolicy USUAL = TaskAccessPolicy.byPermissions();

        @Override
        public boolean allows(Caller caller, TaskAction action, TaskSnapshot task) {
            return first.test(action) && USUAL.allows(caller, action, task);
        }

        @Override
        public boolean allowsListing(Caller caller, Optional<Owner> owner) {
            return USUAL.allowsListing(caller, owner);
        }

        @Override
        public boolean allowsSubmitting(Caller caller, String type) {
            return USUAL.allowsSubmitting(caller, type);
        }
    }

    private Site siteWith(TaskAccessPolicy policy) throws Exception {
        return new Site(kind, engine -> engine, http -> http.accessPolicy(policy));
    }

    /** As in a host where somebody's rights are not known at the moment. */
    private static boolean isKnown(TaskAction action) {
        return switch (action) {
            case KEEP, HAND_OVER -> throw new IllegalStateException("who may?");
            default -> true;
        };
    }

    @Test
    void isPutBeforeThePolicy() throws Exception {
        try (Site strict = siteWith(new Stricter(AmendmentTest::isKnown))) {
            TaskHandle<Artifact> task = strict.ended("ok", "ana");
            HttpResponse<String> shown = strict.get(Site.path(task), "olga", OPERATOR);

            assertThat(strict.post(keepOf(task), "olga", WHY, OPERATOR).statusCode())
                    .isEqualTo(403);
            assertThat(strict.post(handOverOf(task), "olga", TO_BEA, OPERATOR).statusCode())
                    .isEqualTo(403);
            assertThat(Site.json(shown).get("actions").has("handOver")).isFalse();
            assertThat(fileIn(shown).has("keep")).isFalse();
        }
    }

    /** As when a task is handed over and done again on another machine before this one looks. */
    @ParameterizedTest
    @ValueSource(strings = {"/tasks/%s/events", "/events?tasks=%s"})
    void aStreamTellsNothingOfATaskThatItsReaderDoesNotSeeAnyMore(String path) throws Exception {
        AtomicBoolean hers = new AtomicBoolean(true);
        try (Site strict = siteWith(new Stricter(action -> hers.get()))) {
            TaskHandle<Artifact> task = strict.running("ana");
            try (EventReader events = EventReader.open(strict, path.formatted(task.id()), "ana")) {
                events.next("snapshot");

                hers.set(false);
                strict.gate.countDown();

                assertThat(events.namesToTheEnd()).isEmpty();
            }
            assertThat(task.await(Duration.ofSeconds(20))).isPresent();
        }
    }

    private static void assertShowsNothing(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).doesNotContain("Orders", "SUCCEEDED");
        assertThat(response.headers().firstValue("ETag")).isEmpty();
    }

    /** Somebody else hands the task over when the caller has just been found to be allowed to do as she asks. */
    @ParameterizedTest
    @ValueSource(strings = {"cancel", "pause", "resume", "retry", "delete"})
    void aRefusalShowsNoTaskThatTheCallerDoesNotSeeAnyMore(String command) throws Exception {
        AtomicReference<@Nullable TaskHandle<Artifact>> toBea = new AtomicReference<>();
        try (Site strict = siteWith(new Stricter(action -> action == TaskAction.VIEW || handedOver(toBea)))) {
            TaskHandle<Artifact> task = strict.ended("ok", "ana");
            toBea.set(task);

            HttpResponse<String> response = command.equals("delete")
                    ? strict.delete(Site.path(task), "ana")
                    : strict.post(Site.path(task) + "/" + command, "ana", WHY);

            assertShowsNothing(response, 404);
            assertThat(codeOf(response)).isEqualTo("task-not-found");
            assertThat(task.snapshot().owner()).isEqualTo(Owner.of("bea"));
            assertThat(task.snapshot().state()).isEqualTo(TaskState.SUCCEEDED);
        }
    }

    private static boolean handedOver(AtomicReference<@Nullable TaskHandle<Artifact>> toBea) {
        TaskHandle<Artifact> task = toBea.getAndSet(null);
        return task == null
                || task.handOver(Owner.of("bea"), Command.by("olga")).isAccepted();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerShowsNoTaskThatTheCallerDoesNotSeeAnyMore(boolean again) throws Exception {
        AtomicBoolean seen = new AtomicBoolean();
        try (Site strict =
                siteWith(new Stricter(action -> action != TaskAction.VIEW || seen.compareAndSet(false, true)))) {
            TaskHandle<Artifact> task = again ? strict.ended("ok", "ana") : strict.running("ana");

            HttpResponse<String> response = strict.post(Site.path(task) + (again ? "/retry" : "/cancel"), "ana", WHY);

            assertShowsNothing(response, 204);
        }
    }

    /** One of so many finds no place to wait at, and is answered when all others wait. */
    @Test
    void aTaskThatWasWaitedForIsShownAsItCameToThoseWhoDoNotSeeItAnyMore() throws Exception {
        try (Site strict = siteWith(new Stricter(action -> action != TaskAction.VIEW))) {
            HttpRequest request = strict.request(
                            "POST", strict.uri("/tasks"), "{\"type\":\"orders-export\",\"input\":\"wait\"}", "ana")
                    .headers("Sec-Fetch-Site", "same-origin", "Idempotency-Key", "k", "Prefer", "wait=10")
                    .build();
            List<CompletableFuture<HttpResponse<String>>> sent =
                    strict.sendAtOnce(request, HttpLimits.WAITING_PER_CALLER + 1);
            CompletableFuture.anyOf(sent.toArray(CompletableFuture[]::new)).join();
            strict.gate.countDown();

            assertThat(sent.stream().map(CompletableFuture::join))
                    .allMatch(response -> response.statusCode() == 202)
                    .noneMatch(response -> response.body().contains("SUCCEEDED"));
        }
    }

    @Test
    void doesNotChangeWhoEndedIt() throws Exception {
        TaskHandle<Artifact> first = site.running("ana");
        TaskHandle<Artifact> task = site.submit("ok", "ana");
        assertThat(site.post(Site.path(task) + "/cancel", "ana", WHY).statusCode())
                .isEqualTo(200);
        JsonNode before = Site.json(site.get(Site.path(task), "ana"));

        HttpResponse<String> after = asOperator(handOverOf(task), TO_BEA);

        assertThat(task.snapshot().state()).isEqualTo(TaskState.CANCELLED);
        assertThat(Site.json(after).get("lastStep").get("by").asString()).isEqualTo("ana");
        assertThat(Site.json(after).get("lastStep").get("note").asString()).isEqualTo("wrong month");
        assertThat(Site.json(after).get("finishedAt")).isEqualTo(before.get("finishedAt"));
        assertThat(first.cancel()).isTrue();
    }

    @Test
    void isToldInTheHistoryTheAuditAndTheListOfFiles() throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");
        assertThat(asOperator(keepOf(task), WHY).statusCode()).isEqualTo(200);
        assertThat(asOperator(handOverOf(task), TO_BEA).statusCode()).isEqualTo(200);

        JsonNode history = Site.json(site.get("/dashboard" + Site.path(task), "olga", OPERATOR))
                .get("timeline");
        JsonNode audit =
                Site.json(site.get("/dashboard/audit", "olga", OPERATOR)).get("items");
        JsonNode file = Site.json(site.get("/dashboard/files", "olga", OPERATOR))
                .get("items")
                .get(0);

        assertThat(history.valueStream().map(step -> step.get("amends").asBoolean()))
                .containsExactly(false, false, true, true);
        assertThat(audit.size()).isEqualTo(2);
        assertThat(audit.valueStream())
                .allMatch(step -> step.get("amends").asBoolean())
                .allMatch(step -> step.get("by").asString().equals("olga"));
        assertThat(file.get("keep").get("href").asString()).isEqualTo(site.prefix() + keepOf(task));
        assertThat(file.get("owner").asString()).isEqualTo("bea");
    }
}

package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.TaskHandle;
import dev.errand.testkit.ManualTime;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Event streams: what they tell, when they end, and how many there may be. */
@ParameterizedClass
@EnumSource(ServerKind.class)
@Timeout(60)
class EventsTest {

    private final ServerKind kind;
    private final Site site;

    EventsTest(ServerKind kind) throws Exception {
        this.kind = kind;
        this.site = new Site(kind);
    }

    @AfterEach
    void closes() {
        site.close();
    }

    private EventHub hub(Site of) {
        return of.http.hub();
    }

    @Test
    void tellsAllUntilTheEndAndEndsThen() throws Exception {
        TaskHandle<Artifact> task = site.running("ana");
        try (EventReader events = EventReader.open(site, Site.path(task) + "/events", "ana")) {
            assertThat(events.status()).isEqualTo(200);
            assertThat(events.header("Content-Type")).contains("text/event-stream");
            assertThat(events.header("Cache-Control")).contains("no-store, no-transform");
            assertThat(events.header("X-Accel-Buffering")).contains("no");
            assertThat(events.next().orElseThrow().name()).isEqualTo("retry: 3000");
            EventReader.Event snapshot = events.next("snapshot");
            assertThat(snapshot.id()).isEqualTo(snapshot.data().get("version").asString());
            assertThat(snapshot.data().get("state").asString()).isEqualTo("RUNNING");
            assertThat(snapshot.data().get("actions").has("cancel")).isTrue();

            site.gate.countDown();
            EventReader.Event state = events.next("state");
            EventReader.Event end = events.next("end");

            assertThat(state.data().get("state").asString()).isEqualTo("SUCCEEDED");
            assertThat(end.id()).isEqualTo(Long.toString(task.snapshot().version()));
            assertThat(events.namesToTheEnd()).isEmpty();
        }
        awaitNobody(site);
    }

    @Test
    void startsWhereTheReaderWas() throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");
        long version = task.snapshot().version();
        String path = Site.path(task) + "/events";

        HttpResponse<String> current = site.get(path, "ana", "Last-Event-ID", Long.toString(version));
        HttpResponse<String> older = site.get(path, "ana", "Last-Event-ID", Long.toString(version - 1));
        HttpResponse<String> future = site.get(path, "ana", "Last-Event-ID", Long.toString(version + 5));
        HttpResponse<String> nonsense = site.get(path, "ana", "Last-Event-ID", "x");

        assertThat(current.statusCode()).isEqualTo(204);
        assertThat(older.body()).contains("event: snapshot", "event: end");
        assertThat(future.body()).contains("event: snapshot", "event: end");
        assertThat(nonsense.body()).contains("event: snapshot", "event: end");
    }

    /** In a time that stands still, so that no progress is recorded between two looks. */
    @Test
    void saysNothingTwiceToWhoIsCurrent() throws Exception {
        try (Site still = new Site(kind, engine -> engine.time(new ManualTime()), http -> http)) {
            TaskHandle<Artifact> task = still.running("ana");
            String path = Site.path(task) + "/events";
            String version;
            try (EventReader events = EventReader.open(still, path, "ana")) {
                version = events.next("snapshot").id();
            }
            try (EventReader again = EventReader.open(still, path, "ana", "Last-Event-ID", version)) {
                still.gate.countDown();

                assertThat(again.namesToTheEnd()).doesNotContain("snapshot").endsWith("state", "end");
            }
            assertThat(version).isNotBlank();
        }
    }

    @Test
    void endsWithTheLastOfSeveralTasksForWhoHasSeenTheOthersEnd() throws Exception {
        TaskHandle<Artifact> ended = site.ended("ok", "ana");
        TaskHandle<Artifact> running = site.running("ana");
        String lastSeen = ended.id() + "@" + ended.snapshot().version();
        try (EventReader events = EventReader.open(
                site, "/events?tasks=" + ended.id() + "," + running.id(), "ana", "Last-Event-ID", lastSeen)) {
            assertThat(events.next("snapshot").data().get("id").asString())
                    .isEqualTo(running.id().toString());
            site.gate.countDown();

            assertThat(events.namesToTheEnd()).containsOnlyOnce("end").endsWith("end");
        }
    }

    @Test
    void tellsEachEndToWhoHasNotSeenIt() throws Exception {
        TaskHandle<Artifact> first = site.ended("ok", "ana");
        TaskHandle<Artifact> last = site.ended("ok", "ana");
        String path = "/events?tasks=" + last.id() + "," + first.id();
        String cutOff = last.id() + "@" + (last.snapshot().version() - 1);

        List<String> toNobodyYet = endsIn(site.get(path, "ana"));
        List<String> toWhoWasCutOff = endsIn(site.get(path, "ana", "Last-Event-ID", cutOff));
        List<String> toWhoHasSeenTheFirst = endsIn(site.get(path, "ana", "Last-Event-ID", end(first)));

        assertThat(toNobodyYet).containsExactly(end(first), end(last));
        assertThat(toWhoWasCutOff).containsExactly(end(first), end(last));
        assertThat(toWhoHasSeenTheFirst).containsExactly(end(last));
        assertThat(site.get(path, "ana", "Last-Event-ID", end(last)).statusCode())
                .isEqualTo(204);
    }

    /** The id of the event of its end, in a stream of several. */
    private static String end(TaskHandle<Artifact> task) {
        return task.id() + "@" + task.snapshot().version();
    }

    /** The ids of all ends that a stream tells of. */
    private static List<String> endsIn(HttpResponse<String> stream) {
        return Pattern.compile("id: (\\S+)\nevent: end")
                .matcher(stream.body())
                .results()
                .map(end -> end.group(1))
                .toList();
    }

    @Test
    void tellsOfSeveralTasksAndOfThoseToCome() throws Exception {
        TaskHandle<Artifact> first = site.running("ana");
        try (EventReader mine = EventReader.open(site, "/events?scope=mine", "ana")) {
            assertThat(mine.next("snapshot").data().get("id").asString())
                    .isEqualTo(first.id().toString());

            HttpResponse<String> accepted = site.post("/tasks", "ana", "{\"type\":\"orders-export\",\"input\":\"ok\"}");
            String second = Site.json(accepted).get("id").asString();

            assertThat(mine.next("snapshot").data().get("id").asString()).isEqualTo(second);
            site.gate.countDown();
            EventReader.Event end = mine.next("end");
            assertThat(end.id()).startsWith(first.id() + "@");
            EventReader.Event last = mine.next("end");
            assertThat(last.data().get("id").asString()).isEqualTo(second);
            HttpResponse<String> done = site.get("/events?tasks=" + first.id() + "," + second, "ana");
            assertThat(done.body().lines().filter("event: end"::equals)).hasSize(2);
            HttpResponse<String> again =
                    site.get("/events?tasks=" + first.id() + "," + second, "ana", "Last-Event-ID", last.id());
            assertThat(again.statusCode()).isEqualTo(204);
        }
    }

    @Test
    void tellOfTheFirstTasksThatTheyHaveRoomFor() throws Exception {
        StreamLimits two = new StreamLimits(20, 2_000, 2, Duration.ofSeconds(15), Duration.ofMinutes(10));
        try (Site small = new Site(kind, engine -> engine, http -> http.streams(two))) {
            TaskHandle<Artifact> first = small.ended("ok", "ana");
            TaskHandle<Artifact> second = small.ended("ok", "ana");
            TaskHandle<Artifact> third = small.ended("ok", "ana");
            String path = "/events?tasks=" + third.id() + "," + third.id() + "," + first.id() + "," + second.id();

            assertThat(endsIn(small.get(path, "ana"))).containsExactly(end(first), end(third));
            assertThat(small.get(path, "ana", "Last-Event-ID", end(third)).statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void areSoManyForOneAndSoManyInAll() throws Exception {
        StreamLimits few = StreamLimits.DEFAULT.withAtMost(2, 3);
        try (Site small = new Site(kind, engine -> engine, http -> http.streams(few))) {
            try (EventReader one = EventReader.open(small, "/events?scope=mine", "ana");
                    EventReader two = EventReader.open(small, "/events?scope=mine", "ana");
                    EventReader his = EventReader.open(small, "/events?scope=mine", "bob")) {
                HttpResponse<String> hers = small.get("/events?scope=mine", "ana");
                HttpResponse<String> all = small.get("/events?scope=mine", "bob");

                assertThat(List.of(one.status(), two.status(), his.status())).containsOnly(200);
                assertThat(hers.statusCode()).isEqualTo(429);
                assertThat(hers.headers().firstValue("Retry-After")).contains("10");
                assertThat(all.statusCode()).isEqualTo(503);
            }
        }
    }

    @Test
    void areManyAtOnceOverOneSubscriptionAndAllGoneAtTheEnd() throws Exception {
        StreamLimits many = StreamLimits.DEFAULT.withAtMost(1_000, 1_000);
        try (Site large = new Site(kind, engine -> engine, http -> http.streams(many))) {
            TaskHandle<Artifact> task = large.running("ana");
            List<EventReader> readers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                readers.add(EventReader.open(large, Site.path(task) + "/events", "ana"));
            }
            for (EventReader reader : readers) {
                assertThat(reader.next("snapshot").data().get("state").asString())
                        .isEqualTo("RUNNING");
            }
            assertThat(hub(large).size()).isEqualTo(300);
            assertThat(hub(large).feeds().size()).isEqualTo(1);

            large.gate.countDown();
            for (EventReader reader : readers) {
                assertThat(reader.next("end").data().get("state").asString()).isEqualTo("SUCCEEDED");
                reader.close();
            }
            awaitNobody(large);
            assertThat(hub(large).feeds().size()).isZero();
        }
    }

    @Test
    void endWhenTheServerDoes() throws Exception {
        StreamLimits many = StreamLimits.DEFAULT.withAtMost(1_000, 1_000);
        try (Site large = new Site(kind, engine -> engine, http -> http.streams(many))) {
            List<EventReader> readers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                readers.add(EventReader.open(large, "/events?scope=mine", "ana"));
            }

            large.http.close();

            awaitNobody(large);
            for (EventReader reader : readers) {
                assertThat(reader.namesToTheEnd().getLast()).matches("retry: [1-4]\\d{3}");
                reader.close();
            }
            assertThat(large.get("/events?scope=mine", "ana").statusCode()).isEqualTo(503);
            assertThat(large.get("/tasks", "ana").statusCode())
                    .as("everything else goes on")
                    .isEqualTo(200);
        }
    }

    private void awaitNobody(Site of) {
        assertThat(hub(of).awaitNone(Duration.ofSeconds(20)))
                .as("no stream is left")
                .isTrue();
    }
}

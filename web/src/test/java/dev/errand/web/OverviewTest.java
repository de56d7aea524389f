package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Command;
import dev.errand.SubmitOptions;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskStatus;
import dev.errand.TimelineEntry;
import dev.errand.engine.TaskEngine;
import dev.errand.testkit.ManualTime;
import dev.errand.web.figures.Sample;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The figures that an operator sees first: how many there are, whatever is listed of them. */
@Timeout(60)
class OverviewTest {

    private static final int MORE_THAN_ARE_LISTED = 12;

    private final ManualTime time = new ManualTime();
    private final TaskEngine engine = Site.engineWithNothingDue(time);
    private final WebParts parts = WebParts.of(
            engine,
            new Access(TaskAccessPolicy.byPermissions()),
            HttpLimits.DEFAULT,
            time,
            new WebParts.Words(Map.of(), owner -> Optional.empty()));

    @BeforeEach
    void beginsNothing() {
        engine.pauseType(Site.EXPORT.name(), Command.by("olga").because("a test"));
    }

    @AfterEach
    void closes() {
        engine.close();
    }

    private TaskSnapshot interrupted(Optional<Instant> dueAt) {
        return task(TaskState.INTERRUPTED, dueAt, List.of());
    }

    private TaskSnapshot begunAfter(Duration wait) {
        Instant start = time.instant().plus(wait);
        List<TimelineEntry> timeline = List.of(new TimelineEntry(start, TaskState.RUNNING, 1, "", ""));
        return task(TaskState.RUNNING, Optional.empty(), timeline);
    }

    private TaskSnapshot task(TaskState state, Optional<Instant> dueAt, List<TimelineEntry> timeline) {
        TaskSnapshot task =
                engine.submit(Site.EXPORT, "a task", SubmitOptions.by("ana")).snapshot();
        TaskStatus status = new TaskStatus(state, 1, 0, 0, false, false, dueAt, Optional.empty(), false, timeline);
        return task.next(status, task.progress(), task.artifacts());
    }

    private JsonNode overview(List<TaskSnapshot> waiting, Sample.Full full) {
        Sample sample = new Sample(time.instant(), waiting, List.of(), waiting, List.of(), full);
        Caller olga = Caller.operator("olga");
        HttpCall call = new HttpCall(
                "GET",
                new HttpCall.Target("http://localhost", "", "/", ""),
                new HttpFields(Map.of()),
                Optional.of(olga),
                InputStream.nullInputStream());
        Visit visit = new Visit(call, Route.OVERVIEW, Map.of(), olga, new Links(Site.BASE));
        OverviewJson json = new OverviewJson(parts, new TaskJson(parts));
        return Site.MAPPER.readTree(Json.text(out -> json.write(out, sample, OverviewJson.Span.HOUR, visit)));
    }

    @Test
    void countsAllThatAreStuckAndListsSome() {
        List<TaskSnapshot> waiting = Stream.generate(() -> interrupted(Optional.empty()))
                .limit(MORE_THAN_ARE_LISTED)
                .toList();

        JsonNode overview = overview(waiting, new Sample.Full(false, false, false, false, false));

        assertThat(overview.get("stuckCount").asInt()).isEqualTo(MORE_THAN_ARE_LISTED);
        assertThat(overview.get("stuck").size()).isLessThan(MORE_THAN_ARE_LISTED);
        assertThat(overview.get("stuckIsFull").asBoolean(true)).isFalse();
    }

    @Test
    void tellsWhetherWhatWasInterruptedGoesOnByItself() {
        List<TaskSnapshot> waiting = List.of(
                interrupted(Optional.empty()),
                interrupted(Optional.of(time.instant().plusSeconds(8))));

        JsonNode stuck = overview(waiting, new Sample.Full(false, false, false, false, false))
                .get("stuck");

        assertThat(stuck.get(0).get("resumesByItself").asBoolean()).isFalse();
        assertThat(stuck.get(1).get("resumesByItself").asBoolean()).isTrue();
        assertThat(stuck.get(1).get("queue").get("waitSeconds").asInt()).isEqualTo(8);
    }

    @Test
    void chartsHowLongTheyWaitedToTheMillisecond() {
        TaskSnapshot task = begunAfter(Duration.ofMillis(250));
        time.advance(Duration.ofMinutes(1));

        JsonNode points = overview(List.of(task), new Sample.Full(false, false, false, false, false))
                .get("series")
                .get("points");

        assertThat(points.get(points.size() - 1).get("waitMillis").asInt()).isEqualTo(250);
    }

    @Test
    void saysOfWhichFiguresThereMayBeMore() {
        JsonNode running = overview(List.of(), new Sample.Full(false, false, false, true, false));
        JsonNode failed = overview(List.of(), new Sample.Full(false, false, false, false, true));
        JsonNode putOff = overview(List.of(), new Sample.Full(false, false, true, false, false));
        JsonNode recent = overview(List.of(), new Sample.Full(true, false, false, false, false));

        assertThat(fullIn(recent)).containsExactly("seriesIsFull");
        assertThat(fullIn(running)).containsExactly("runningIsFull", "stuckIsFull");
        assertThat(fullIn(failed)).containsExactly("failedIsFull");
        assertThat(fullIn(putOff)).containsExactly("stuckIsFull");
    }

    private static List<String> fullIn(JsonNode overview) {
        return overview.propertyNames().stream()
                .filter(name -> name.endsWith("IsFull") && overview.get(name).asBoolean())
                .toList();
    }
}

package dev.errand.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Submission;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskStatus;
import dev.errand.TimelineEntry;
import dev.errand.event.TaskEvent;
import dev.errand.progress.FailedItem;
import dev.errand.progress.Pace;
import dev.errand.progress.Phase;
import dev.errand.progress.Progress;
import dev.errand.progress.Units;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60) // seconds; the first recording of a process takes one or two
class FlightRecordingTest {

    private static final List<String> NAMES = List.of(
            "dev.errand.TaskQueued", "dev.errand.TaskStarted", "dev.errand.TaskProgress", "dev.errand.TaskEnded");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final String ID = "01976f2c-4b1e-7a31-9c0d-5f2b7e8a9d10";

    private final FlightRecording recording = new FlightRecording();

    @TempDir
    Path folder;

    @Test
    void recordsTheLifeOfATask() throws IOException {
        List<RecordedEvent> events = recorded(NAMES, () -> life().forEach(recording::on));

        assertThat(events.stream().map(event -> event.getEventType().getName())).containsExactlyElementsOf(NAMES);
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getString("taskId")).isEqualTo(ID);
            assertThat(event.getString("type")).isEqualTo("export");
            assertThat(event.getEventType().getCategoryNames()).containsExactly("Errand");
            assertThat(event.getStackTrace()).isNull();
        });
        assertThat(events.stream().map(event -> event.getInt("attempt"))).containsExactly(0, 1, 1, 1);
        assertThat(events.stream().limit(3).map(event -> event.getString("state")))
                .containsExactly("QUEUED", "RUNNING", "CANCELLING");
        assertThat(events.get(1).getDuration("queuedFor")).isEqualTo(Duration.ofSeconds(5));
        assertThat(counts(events.get(2))).containsExactly(3L, 1L, -1L);
        assertThat(counts(events.get(3))).containsExactly(9L, 1L, 10L);
        assertThat(events.get(3).getString("outcome")).isEqualTo("PARTIAL");
        assertThat(events.get(3).getDuration("queuedFor")).isEqualTo(Duration.ofSeconds(5));
        assertThat(events.get(3).getDuration("ranFor")).isEqualTo(Duration.ofSeconds(55));
    }

    @Test
    void namesNobody() throws IOException {
        List<RecordedEvent> events = recorded(NAMES, () -> life().forEach(recording::on));

        assertThat(events)
                .hasSize(4)
                .allSatisfy(event ->
                        assertThat(event.toString()).doesNotContain("ana", "Claims of Eve", "row of Eve", "acme"));
    }

    @Test
    void recordsNothingUnlessAsked() throws IOException {
        assertThat(recorded(List.of(), () -> life().forEach(recording::on))).isEmpty();
        assertThat(recorded(List.of("dev.errand.TaskEnded"), () -> life().forEach(recording::on)))
                .extracting(event -> event.getEventType().getName())
                .containsExactly("dev.errand.TaskEnded");
    }

    @Test
    void leavesTheOtherEventsOut() throws IOException {
        TaskSnapshot task = running(1, Progress.NOT_STARTED);

        assertThat(recorded(
                        NAMES,
                        () -> Stream.of(
                                        new TaskEvent.ArtifactWritten(task),
                                        new TaskEvent.CancelRequested(task),
                                        new TaskEvent.RetryScheduled(task, failure(), Duration.ofSeconds(1)),
                                        new TaskEvent.Interrupted(task))
                                .forEach(recording::on)))
                .isEmpty();
    }

    static Stream<Outcome<String>> outcomes() {
        return Stream.of(
                new Outcome.Succeeded<>("file"),
                new Outcome.Partial<>("file", 1),
                new Outcome.Failed<>(failure(), Optional.empty()),
                new Outcome.Cancelled<>("on request", Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void namesTheOutcome(Outcome<String> outcome) throws IOException {
        TaskSnapshot task = task(outcome.state(), 1, Optional.of(NOON), Optional.of(NOON), Progress.NOT_STARTED);

        List<RecordedEvent> events = recorded(NAMES, () -> recording.on(new TaskEvent.Ended(task, outcome)));

        assertThat(events).hasSize(1);
        assertThat(events.getFirst().getString("outcome"))
                .isEqualToIgnoringCase(outcome.getClass().getSimpleName());
    }

    @Test
    void saysWhatItDoesNotKnow() throws IOException {
        Optional<Instant> later = Optional.of(NOON.plusSeconds(9));
        TaskSnapshot neverRan = task(TaskState.CANCELLED, 0, Optional.empty(), later, Progress.NOT_STARTED);
        TaskSnapshot retried = task(TaskState.FAILED, 2, later, later, Progress.NOT_STARTED);

        List<RecordedEvent> events = recorded(
                NAMES,
                () -> Stream.of(neverRan, retried)
                        .forEach(task -> recording.on(
                                new TaskEvent.Ended(task, new Outcome.Cancelled<>("", Optional.empty())))));

        assertThat(events.get(0).getDuration("queuedFor")).isEqualTo(Duration.ofSeconds(9));
        assertThat(events.get(0).getLong("ranFor")).isEqualTo(Times.NO_VALUE);
        assertThat(events.get(1).getLong("queuedFor")).isEqualTo(Times.NO_VALUE);
        assertThat(events.get(1).getDuration("ranFor")).isZero();
    }

    @Test
    void noClockMakesItThrow() throws IOException {
        TaskSnapshot backwards = task(
                TaskState.FAILED, 1, Optional.of(NOON.minusSeconds(5)), Optional.of(NOON.minusSeconds(9)), counted());
        TaskSnapshot forEver = task(TaskState.FAILED, 1, Optional.of(Instant.MIN), Optional.of(Instant.MAX), counted());

        List<RecordedEvent> events = recorded(
                NAMES,
                () -> Stream.of(backwards, forEver)
                        .forEach(task -> recording.on(
                                new TaskEvent.Ended(task, new Outcome.Cancelled<>("", Optional.empty())))));

        assertThat(events.stream().map(event -> event.getLong("queuedFor"))).containsExactly(0L, 0L);
        assertThat(events.stream().map(event -> event.getLong("ranFor"))).containsExactly(0L, Long.MAX_VALUE);
    }

    @Test
    void everyFieldHasALabel() throws IOException {
        List<RecordedEvent> events = recorded(NAMES, () -> life().forEach(recording::on));

        assertThat(events.stream().flatMap(event -> event.getFields().stream()).map(ValueDescriptor::getLabel))
                .isNotEmpty()
                .doesNotContainNull();
        assertThat(events.stream().map(event -> event.getEventType().getLabel()))
                .containsExactly("Task Queued", "Task Started", "Task Progress", "Task Ended");
    }

    private List<RecordedEvent> recorded(List<String> enabled, Runnable action) throws IOException {
        Path file = folder.resolve(UUID.randomUUID() + ".jfr");
        try (Recording running = new Recording()) {
            NAMES.stream().filter(name -> !enabled.contains(name)).forEach(running::disable);
            enabled.forEach(running::enable);
            running.start();
            action.run();
            running.stop();
            running.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> NAMES.contains(event.getEventType().getName()))
                .toList();
    }

    private static List<Long> counts(RecordedEvent event) {
        return Stream.of("done", "failed", "total").map(event::getLong).toList();
    }

    private static Stream<TaskEvent> life() {
        Optional<Instant> started = Optional.of(NOON.plusSeconds(5));
        Progress some = new Progress(
                new Units(3, 1, 0, OptionalLong.empty()), Phase.UNNAMED, "row of Eve", Pace.UNKNOWN, List.of());
        TaskSnapshot ended = task(TaskState.SUCCEEDED, 1, started, Optional.of(NOON.plusSeconds(60)), counted());
        return Stream.of(
                new TaskEvent.Submitted(
                        task(TaskState.QUEUED, 0, Optional.empty(), Optional.empty(), Progress.NOT_STARTED)),
                new TaskEvent.Started(running(1, Progress.NOT_STARTED)),
                new TaskEvent.Progressed(task(TaskState.CANCELLING, 1, started, Optional.empty(), some)),
                new TaskEvent.Ended(ended, new Outcome.Partial<>("row of Eve", 1)));
    }

    private static Progress counted() {
        return new Progress(
                new Units(9, 1, 0, OptionalLong.of(10)),
                Phase.UNNAMED,
                "row of Eve",
                Pace.UNKNOWN,
                List.of(new FailedItem("Eve", "row of Eve", 1, NOON)));
    }

    private static Failure failure() {
        return new Failure("7E8A9D10", "It failed for Eve.", "row of Eve", Optional.empty());
    }

    private static TaskSnapshot running(int attempt, Progress progress) {
        return task(TaskState.RUNNING, attempt, Optional.of(NOON.plusSeconds(5)), Optional.empty(), progress);
    }

    private static TaskSnapshot task(
            TaskState state, int attempt, Optional<Instant> startedAt, Optional<Instant> endedAt, Progress progress) {
        List<TimelineEntry> timeline = new ArrayList<>();
        startedAt.ifPresent(at -> timeline.add(new TimelineEntry(at, TaskState.RUNNING, attempt, "", "")));
        endedAt.ifPresent(at -> timeline.add(new TimelineEntry(at, state, attempt, "", "")));
        return new TaskSnapshot(
                TaskId.parse(ID),
                1,
                new Submission(
                        "export",
                        new Owner("ana", "acme"),
                        "Claims of Eve",
                        Submission.Terms.PLAIN,
                        NOON.minusSeconds(30),
                        NOON),
                new TaskStatus(state, attempt, 0, 0, false, false, Optional.empty(), Optional.empty(), false, timeline),
                progress,
                List.of());
    }
}

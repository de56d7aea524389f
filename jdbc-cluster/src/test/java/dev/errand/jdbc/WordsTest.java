package dev.errand.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Artifact;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.TaskState;
import dev.errand.TimelineEntry;
import dev.errand.jdbc.payload.BrokenRowException;
import dev.errand.jdbc.table.Words;
import dev.errand.progress.Confidence;
import dev.errand.progress.FailedItem;
import dev.errand.progress.Pace;
import dev.errand.progress.Phase;
import dev.errand.progress.Progress;
import dev.errand.progress.Remarks;
import dev.errand.progress.TimeLeft;
import dev.errand.progress.Units;
import dev.errand.registry.Checkpoint;
import dev.errand.registry.StartingPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our own words as they stand in tables that are older than this program, and may be read by programs that are newer. What
 * version 1 wrote is kept here for good: a text here is never changed, and a new one is added when something else is written.
 */
class WordsTest {

    private static final String PROGRESS = "{\"units\":{\"done\":70,\"failed\":2,\"skipped\":1,\"total\":100},"
            + "\"percent\":73,\"phase\":{\"name\":\"sheets\",\"number\":1,\"count\":2,\"from\":0.0,\"to\":0.9},"
            + "\"message\":\"škody\",\"pace\":{\"unitsPerSecond\":12.5,\"timeLeft\":{\"expected\":\"PT1M30S\",\"low\":\"PT1M\",\"high\":\"PT2M\","
            + "\"confidence\":\"GOOD\"},\"stalledFor\":null}}";
    private static final String FAILED_ITEMS =
            "[{\"key\":\"a\",\"message\":\"no address\",\"attempt\":1,\"at\":\"2026-11-22T12:00:00.000001Z\"},"
                    + "{\"key\":\"b\",\"message\":\"too long\",\"attempt\":2,\"at\":\"2026-11-22T12:00:01Z\"}]";
    private static final String TIMELINE = "[{\"at\":\"2026-11-22T12:00:00.000001Z\",\"state\":\"RUNNING\","
            + "\"attempt\":1,\"by\":\"\",\"note\":\"\"},{\"at\":\"2026-11-22T12:00:01Z\",\"state\":\"CANCELLING\","
            + "\"attempt\":1,\"by\":\"olga\",\"note\":\"wrong month\"}]";
    private static final String ARTIFACTS = "[{\"id\":\"01976f2c-4b1e-7000-8000-000000000002\","
            + "\"fileName\":\"škody – 2026.xlsx\","
            + "\"mediaType\":\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\","
            + "\"size\":1234567890123,"
            + "\"sha256\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\","
            + "\"expiresAt\":\"2026-11-29T12:00:00Z\"}]";
    private static final String START = "{\"saved\":true,\"progress\":" + PROGRESS + ",\"failedItems\":" + FAILED_ITEMS
            + ",\"savedArtifacts\":" + ARTIFACTS + ",\"onlyItems\":null,\"artifacts\":" + ARTIFACTS
            + ",\"forgiven\":2,\"recorded\":true}";
    private static final String START_OF_SOME = "{\"saved\":false,\"progress\":null,\"failedItems\":[],"
            + "\"savedArtifacts\":[],\"onlyItems\":[\"a\"],\"artifacts\":[],\"forgiven\":0,\"recorded\":false}";
    private static final String SUCCEEDED = "{\"end\":\"succeeded\",\"failed\":0,\"failure\":null,\"reason\":null}";
    private static final String PARTIAL = "{\"end\":\"partial\",\"failed\":2,\"failure\":null,\"reason\":null}";
    private static final String FAILED = "{\"end\":\"failed\",\"failed\":0,\"failure\":{\"reference\":\"A1B2\","
            + "\"sentence\":\"The task took too long and was stopped.\",\"detail\":\"java.util.X: y\"},\"reason\":null}";
    private static final String CANCELLED =
            "{\"end\":\"cancelled\",\"failed\":0,\"failure\":null,\"reason\":\"wrong month\"}";

    private final Words words = new Words();
    private final List<FailedItem> failedItems = List.of(
            new FailedItem("a", "no address", 1, Instant.parse("2026-11-22T12:00:00.000001Z")),
            new FailedItem("b", "too long", 2, Instant.parse("2026-11-22T12:00:01Z")));
    private final Progress progress = new Progress(
            new Units(70, 2, 1, OptionalLong.of(100)),
            OptionalInt.of(73),
            new Phase("sheets", 1, 2, 0, 0.9),
            Remarks.of("škody"),
            new Pace(
                    OptionalDouble.of(12.5),
                    Optional.of(new TimeLeft(
                            Duration.ofSeconds(90), Duration.ofMinutes(1), Duration.ofMinutes(2), Confidence.GOOD)),
                    Optional.empty()),
            failedItems);
    private final List<TimelineEntry> timeline = List.of(
            new TimelineEntry(Instant.parse("2026-11-22T12:00:00.000001Z"), TaskState.RUNNING, 1, "", ""),
            new TimelineEntry(Instant.parse("2026-11-22T12:00:01Z"), TaskState.CANCELLING, 1, "olga", "wrong month"));
    private final List<Artifact> artifacts = List.of(Claims.file());
    private final StartingPoint start = new StartingPoint(
            Optional.of(new Checkpoint("cursor", progress, artifacts)), Optional.empty(), artifacts, 2, true);
    private final StartingPoint startOfSome =
            new StartingPoint(Optional.empty(), Optional.of(Set.of("a")), List.of(), 0, false);

    @Test
    void areReadAsVersion1WroteThem() {
        assertThat(words.readProgress(PROGRESS, FAILED_ITEMS)).isEqualTo(progress);
        assertThat(words.readTimeline(TIMELINE)).isEqualTo(timeline);
        assertThat(words.readArtifacts(ARTIFACTS)).isEqualTo(artifacts);
        assertThat(words.readStart(START, "cursor")).isEqualTo(start);
        assertThat(words.readStart(START_OF_SOME, null)).isEqualTo(startOfSome);
        assertThat(words.readOutcome(SUCCEEDED, "result")).isEqualTo(new Outcome.Succeeded<>("result"));
        assertThat(words.readOutcome(PARTIAL, "result")).isEqualTo(new Outcome.Partial<>("result", 2));
        assertThat(words.readOutcome(FAILED, "kept")).isEqualTo(new Outcome.Failed<>(failure(), Optional.of("kept")));
        assertThat(words.readOutcome(CANCELLED, null))
                .isEqualTo(new Outcome.Cancelled<>("wrong month", Optional.empty()));
        assertThat(words.readNames("[\"a\",\"b\"]")).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void areWrittenSoThatVersion1ReadsThem() {
        assertThat(words.write(progress)).isEqualTo(PROGRESS);
        assertThat(words.writeFailedItems(failedItems)).isEqualTo(FAILED_ITEMS);
        assertThat(words.writeTimeline(timeline)).isEqualTo(TIMELINE);
        assertThat(words.writeArtifacts(artifacts)).isEqualTo(ARTIFACTS);
        assertThat(words.write(start)).isEqualTo(START);
        assertThat(words.write(startOfSome)).isEqualTo(START_OF_SOME);
        assertThat(Stream.of(
                                new Outcome.Succeeded<>("result"),
                                new Outcome.Partial<>("result", 2),
                                new Outcome.Failed<>(failure(), Optional.empty()),
                                new Outcome.Cancelled<>("wrong month", Optional.empty()))
                        .map(words::write))
                .containsExactly(SUCCEEDED, PARTIAL, FAILED, CANCELLED);
    }

    @Test
    void whatVersion2AddsIsReadAgain() {
        Pace pace = new Pace(OptionalDouble.empty(), Optional.empty(), Optional.empty(), true);
        Progress said = new Progress(
                progress.units(),
                progress.percent(),
                progress.phase(),
                new Remarks("", "13 claims"),
                pace,
                failedItems);
        UUID file = artifacts.getFirst().id();

        assertThat(words.readProgress(words.write(said), FAILED_ITEMS)).isEqualTo(said);
        assertThat(words.readDownloads(words.writeDownloads(Map.of(file, 3L)))).isEqualTo(Map.of(file, 3L));
        assertThat(words.writeDownloads(Map.of())).isNull();
    }

    @Test
    void areReadThoughANewerVersionSaysMore() {
        assertThat(words.readTimeline(TIMELINE.replace("\"attempt\":", "\"since\":2,\"attempt\":")))
                .isEqualTo(timeline);
        assertThat(words.readProgress(PROGRESS.replace("\"percent\":", "\"mood\":{\"a\":[]},\"percent\":"), null))
                .isNotEqualTo(Progress.NOT_STARTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "null", "[null]", "[{}]", "{}", "\"\"", "7", "{\"units\":null}", "{\"end\":\"other\"}"})
    void areRefusedIfNobodyWroteThemSo(String stored) {
        assertThatExceptionOfType(BrokenRowException.class).isThrownBy(() -> words.readProgress(stored, null));
        assertThatExceptionOfType(BrokenRowException.class).isThrownBy(() -> words.readTimeline(stored));
        assertThatExceptionOfType(BrokenRowException.class).isThrownBy(() -> words.readArtifacts(stored));
        assertThatExceptionOfType(BrokenRowException.class).isThrownBy(() -> words.readOutcome(stored, null));
    }

    private static Failure failure() {
        return new Failure("A1B2", "The task took too long and was stopped.", "java.util.X: y", Optional.empty());
    }
}

package dev.errand.jdbc;

import dev.errand.Artifact;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.TimelineEntry;
import dev.errand.progress.FailedItem;
import dev.errand.progress.Pace;
import dev.errand.progress.Phase;
import dev.errand.progress.Progress;
import dev.errand.progress.Units;
import dev.errand.registry.Checkpoint;
import dev.errand.registry.StartingPoint;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Our own words as JSON: progress, timeline, artifacts, how a task ended and where it goes on. Payloads are not among them:
 * those have columns of their own.
 *
 * <p>What is stored must be read by later versions, and may have been written by them: a test keeps what earlier ones wrote.
 */
final class Words {

    private static final TypeReference<List<TimelineEntry>> TIMELINE = new TypeReference<>() {};
    private static final TypeReference<List<Artifact>> ARTIFACTS = new TypeReference<>() {};
    private static final TypeReference<List<FailedItem>> FAILED_ITEMS = new TypeReference<>() {};
    private static final String NOTHING_YET = "";

    private final JsonMapper mapper = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** A progress, without the items that failed: there may be ten thousand, and they seldom change. */
    private record StoredProgress(Units units, OptionalInt percent, Phase phase, String message, Pace pace) {

        static StoredProgress of(Progress progress) {
            return new StoredProgress(
                    progress.units(), progress.percent(), progress.phase(), progress.message(), progress.pace());
        }

        Progress with(List<FailedItem> failed) {
            return new Progress(units, percent, phase, message, pace, failed);
        }
    }

    /** How a task ended, without its result. */
    private record StoredOutcome(
            String end,
            long failed,
            @Nullable StoredFailure failure,
            @Nullable String reason) {}

    /** Why a task failed, without the exception, which stays in the process where it was thrown. */
    private record StoredFailure(String reference, String sentence, String detail) {

        static StoredFailure of(Failure failure) {
            return new StoredFailure(failure.reference(), failure.sentence(), failure.detail());
        }

        Failure failure() {
            return new Failure(reference, sentence, detail, Optional.empty());
        }
    }

    /** Where a task goes on, without the cursor. */
    private record StoredStart(
            boolean saved,
            @Nullable StoredProgress progress,
            List<FailedItem> failedItems,
            List<Artifact> savedArtifacts,
            @Nullable Set<String> onlyItems,
            List<Artifact> artifacts,
            long forgiven,
            boolean recorded) {}

    @Nullable String write(Progress progress) {
        return progress.equals(Progress.NOT_STARTED) ? null : json(StoredProgress.of(progress));
    }

    @Nullable String writeFailedItems(List<FailedItem> items) {
        return items.isEmpty() ? null : json(items);
    }

    Progress readProgress(@Nullable String stored, @Nullable String failedItems) {
        if (stored == null) {
            return Progress.NOT_STARTED;
        }
        List<FailedItem> failed = failedItems == null ? List.of() : read(failedItems, FAILED_ITEMS);
        return read(stored, StoredProgress.class).with(failed);
    }

    String writeTimeline(List<TimelineEntry> timeline) {
        return timeline.isEmpty() ? NOTHING_YET : json(timeline);
    }

    List<TimelineEntry> readTimeline(String stored) {
        return stored.equals(NOTHING_YET) ? List.of() : read(stored, TIMELINE);
    }

    @Nullable String writeArtifacts(List<Artifact> artifacts) {
        return artifacts.isEmpty() ? null : json(artifacts);
    }

    List<Artifact> readArtifacts(@Nullable String stored) {
        return stored == null ? List.of() : read(stored, ARTIFACTS);
    }

    String write(Outcome<? extends @Nullable Object> outcome) {
        return json(
                switch (outcome) {
                    case Outcome.Succeeded<?> succeeded -> new StoredOutcome("succeeded", 0, null, null);
                    case Outcome.Partial<?> partial -> new StoredOutcome("partial", partial.failed(), null, null);
                    case Outcome.Failed<?> failed ->
                        new StoredOutcome("failed", 0, StoredFailure.of(failed.failure()), null);
                    case Outcome.Cancelled<?> cancelled -> new StoredOutcome("cancelled", 0, null, cancelled.reason());
                });
    }

    /** What a task returned, or handed over on its way out. */
    static @Nullable Object resultOf(Outcome<? extends @Nullable Object> outcome) {
        return switch (outcome) {
            case Outcome.Succeeded<?>(var result) -> result;
            case Outcome.Partial<?>(var result, long failed) -> result;
            case Outcome.Failed<?>(Failure failure, var kept) -> kept.orElse(null);
            case Outcome.Cancelled<?>(String reason, var kept) -> kept.orElse(null);
        };
    }

    Outcome<? extends @Nullable Object> readOutcome(String stored, @Nullable Object result) {
        StoredOutcome outcome = read(stored, StoredOutcome.class);
        StoredFailure failure = outcome.failure;
        String reason = outcome.reason;
        return switch (outcome.end) {
            case "succeeded" -> new Outcome.Succeeded<@Nullable Object>(result);
            case "partial" -> new Outcome.Partial<@Nullable Object>(result, outcome.failed);
            case "failed" ->
                new Outcome.Failed<>(
                        failure == null ? new Failure("", "", "", Optional.empty()) : failure.failure(),
                        Optional.ofNullable(result));
            default -> new Outcome.Cancelled<>(reason == null ? "" : reason, Optional.ofNullable(result));
        };
    }

    @Nullable String write(StartingPoint from) {
        if (from.equals(StartingPoint.BEGINNING)) {
            return null;
        }
        Optional<Checkpoint> checkpoint = from.checkpoint();
        Progress progress = from.progress();
        return json(new StoredStart(
                checkpoint.isPresent(),
                checkpoint.isPresent() ? StoredProgress.of(progress) : null,
                progress.failedItems(),
                checkpoint.map(Checkpoint::artifacts).orElse(List.of()),
                from.onlyItems().orElse(null),
                from.artifacts(),
                from.forgiven(),
                from.recorded()));
    }

    StartingPoint readStart(@Nullable String stored, @Nullable Object cursor) {
        if (stored == null) {
            return StartingPoint.BEGINNING;
        }
        StoredStart start = read(stored, StoredStart.class);
        StoredProgress progress = start.progress;
        Optional<Checkpoint> checkpoint = start.saved && progress != null && cursor != null
                ? Optional.of(new Checkpoint(cursor, progress.with(start.failedItems), start.savedArtifacts))
                : Optional.empty();
        return new StartingPoint(
                checkpoint, Optional.ofNullable(start.onlyItems), start.artifacts, start.forgiven, start.recorded);
    }

    String writeNames(Set<String> names) {
        return json(names.stream().sorted().toList());
    }

    Set<String> readNames(String stored) {
        return Set.of(read(stored, String[].class));
    }

    private String json(Object value) {
        return mapper.writeValueAsString(value);
    }

    private <T> T read(String stored, Class<T> type) {
        try {
            return mapper.readValue(stored, type);
        } catch (JacksonException e) {
            throw broken(stored, e);
        }
    }

    private <T> T read(String stored, TypeReference<T> type) {
        try {
            return mapper.readValue(stored, type);
        } catch (JacksonException e) {
            throw broken(stored, e);
        }
    }

    private static BrokenRowException broken(String stored, JacksonException cause) {
        return new BrokenRowException(stored, cause);
    }
}

package dev.errand.jdbc.table;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.errand.Artifact;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.TaskId;
import dev.errand.TimelineEntry;
import dev.errand.jdbc.payload.BrokenRowException;
import dev.errand.jdbc.sql.LoneSurrogates;
import dev.errand.progress.FailedItem;
import dev.errand.progress.Pace;
import dev.errand.progress.Phase;
import dev.errand.progress.Progress;
import dev.errand.progress.Remarks;
import dev.errand.progress.TimeLeft;
import dev.errand.progress.Units;
import dev.errand.registry.Checkpoint;
import dev.errand.registry.OwedNotice;
import dev.errand.registry.StartingPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Our own words as JSON: progress, timeline, artifacts, how a task ended and where it goes on. Payloads are not among them:
 * those have columns of their own.
 *
 * <p>What is stored must be read by later versions, and may have been written by them: a test keeps what earlier ones wrote.
 */
public final class Words {

    private static final TypeReference<List<TimelineEntry>> TIMELINE = new TypeReference<>() {};
    private static final TypeReference<List<Artifact>> ARTIFACTS = new TypeReference<>() {};
    private static final TypeReference<Map<UUID, Long>> DOWNLOADS = new TypeReference<>() {};
    private static final TypeReference<List<FailedItem>> FAILED_ITEMS = new TypeReference<>() {};
    private static final String NOTHING_YET = "";

    private final JsonMapper mapper = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final JsonMapper escaping = LoneSurrogates.escaping(mapper);

    /** A progress, without the items that failed: there may be ten thousand, and they seldom change. */
    private record StoredProgress(
            Units units,
            OptionalInt percent,
            Phase phase,
            String message,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String summary,

            StoredPace pace) {

        static StoredProgress of(Progress progress) {
            String summary = progress.summary();
            return new StoredProgress(
                    progress.units(),
                    progress.percent(),
                    progress.phase(),
                    progress.message(),
                    summary.isEmpty() ? null : summary,
                    StoredPace.of(progress.pace()));
        }

        Progress with(List<FailedItem> failed) {
            Remarks remarks = new Remarks(message, summary == null ? "" : summary);
            return new Progress(units, percent, phase, remarks, pace.pace(), failed);
        }
    }

    /** A pace; whether it is overdue is written only if it is, as earlier versions did not. */
    private record StoredPace(
            OptionalDouble unitsPerSecond,
            Optional<TimeLeft> timeLeft,
            Optional<Duration> stalledFor,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean overdue) {

        static StoredPace of(Pace pace) {
            return new StoredPace(
                    pace.unitsPerSecond(), pace.timeLeft(), pace.stalledFor(), pace.overdue() ? Boolean.TRUE : null);
        }

        Pace pace() {
            return new Pace(unitsPerSecond, timeLeft, stalledFor, Boolean.TRUE.equals(overdue));
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
            boolean recorded) {

        StartingPoint from(@Nullable Object cursor) {
            Optional<Checkpoint> checkpoint = saved
                    ? Optional.of(new Checkpoint(
                            requireNonNull(cursor, "no cursor"),
                            requireNonNull(progress, "no progress").with(failedItems),
                            savedArtifacts))
                    : Optional.empty();
            return new StartingPoint(checkpoint, Optional.ofNullable(onlyItems), artifacts, forgiven, recorded);
        }
    }

    /** What is owed for an end. */
    private record StoredNotice(long version, boolean watched, List<String> notifiers, String begun, int tries) {

        OwedNotice of(TaskId task, Instant dueAt) {
            return new OwedNotice(task, version, watched, dueAt, new OwedNotice.Rest(notifiers, begun, tries));
        }
    }

    public @Nullable String write(Progress progress) {
        return progress.equals(Progress.NOT_STARTED) ? null : json(StoredProgress.of(progress));
    }

    public @Nullable String writeFailedItems(List<FailedItem> items) {
        return items.isEmpty() ? null : json(items);
    }

    public Progress readProgress(@Nullable String stored, @Nullable String failedItems) {
        if (stored == null) {
            return Progress.NOT_STARTED;
        }
        List<FailedItem> failed = failedItems == null ? List.of() : readList(failedItems, FAILED_ITEMS, item -> true);
        return reading(stored, () -> read(stored, StoredProgress.class).with(failed));
    }

    public String writeTimeline(List<TimelineEntry> timeline) {
        return timeline.isEmpty() ? NOTHING_YET : json(timeline);
    }

    public List<TimelineEntry> readTimeline(@Nullable String stored) {
        return stored == null || stored.equals(NOTHING_YET) ? List.of() : readList(stored, TIMELINE, Words::isWhole);
    }

    public @Nullable String writeArtifacts(List<Artifact> artifacts) {
        return artifacts.isEmpty() ? null : json(artifacts);
    }

    public List<Artifact> readArtifacts(@Nullable String stored) {
        return stored == null ? List.of() : readList(stored, ARTIFACTS, Words::isWhole);
    }

    /** Null if nobody has fetched a file. */
    public @Nullable String writeDownloads(Map<UUID, Long> downloads) {
        return downloads.isEmpty() ? null : json(new TreeMap<>(downloads));
    }

    public Map<UUID, Long> readDownloads(@Nullable String stored) {
        return stored == null ? Map.of() : reading(stored, () -> Map.copyOf(mapper.readValue(stored, DOWNLOADS)));
    }

    public String write(Outcome<? extends @Nullable Object> outcome) {
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

    public Outcome<? extends @Nullable Object> readOutcome(@Nullable String stored, @Nullable Object result) {
        if (stored == null) {
            throw new BrokenRowException("no outcome", null);
        }
        StoredOutcome outcome = read(stored, StoredOutcome.class);
        StoredFailure failure = outcome.failure;
        String reason = outcome.reason;
        return switch (String.valueOf(outcome.end)) {
            case "succeeded" -> new Outcome.Succeeded<@Nullable Object>(result);
            case "partial" -> new Outcome.Partial<@Nullable Object>(result, outcome.failed);
            case "failed" ->
                new Outcome.Failed<>(
                        failure == null ? new Failure("", "", "", Optional.empty()) : failure.failure(),
                        Optional.ofNullable(result));
            case "cancelled" -> new Outcome.Cancelled<>(reason == null ? "" : reason, Optional.ofNullable(result));
            default -> throw new BrokenRowException(stored, null);
        };
    }

    public @Nullable String write(StartingPoint from) {
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

    public StartingPoint readStart(@Nullable String stored, @Nullable Object cursor) {
        if (stored == null) {
            return StartingPoint.BEGINNING;
        }
        return reading(stored, () -> read(stored, StoredStart.class).from(cursor));
    }

    /** Without the task, and when it is due: those have columns of their own. */
    public String write(OwedNotice notice) {
        OwedNotice.Rest rest = notice.rest();
        return json(new StoredNotice(notice.version(), notice.watched(), rest.notifiers(), rest.begun(), rest.tries()));
    }

    OwedNotice readNotice(TaskId task, Instant dueAt, String stored) {
        return reading(stored, () -> read(stored, StoredNotice.class).of(task, dueAt));
    }

    String writeNames(Set<String> names) {
        return json(names.stream().sorted().toList());
    }

    public Set<String> readNames(String stored) {
        return Set.of(read(stored, String[].class));
    }

    private String json(Object value) {
        String json = mapper.writeValueAsString(value);
        return LoneSurrogates.in(json) ? escaping.writeValueAsString(value) : json;
    }

    private <T> T read(String stored, Class<T> type) {
        return reading(stored, () -> mapper.readValue(stored, type));
    }

    private <T> List<T> readList(String stored, TypeReference<List<T>> type, Predicate<T> isWhole) {
        List<T> list = reading(stored, () -> List.copyOf(mapper.readValue(stored, type)));
        if (list.stream().allMatch(isWhole)) {
            return list;
        }
        throw new BrokenRowException(stored, null);
    }

    private static boolean isWhole(TimelineEntry entry) {
        return Stream.of(entry.at(), entry.state(), entry.by(), entry.note()).allMatch(Objects::nonNull);
    }

    private static boolean isWhole(Artifact file) {
        return Stream.of(file.id(), file.fileName(), file.mediaType(), file.sha256(), file.expiresAt())
                .allMatch(Objects::nonNull);
    }

    /** Also what a record refuses to be made of, and a null where there is none, was not written by us. */
    private static <T> T reading(String stored, Supplier<T> how) {
        try {
            return requireNonNull(how.get(), "nothing");
        } catch (RuntimeException | StackOverflowError e) {
            throw new BrokenRowException(stored, e);
        }
    }
}

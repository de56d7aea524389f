package dev.errand;

import dev.errand.progress.Progress;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A picture of a task at one moment. It does not change; ask again for a newer one.
 *
 * @param id which task
 * @param version rises with every change that the registry has kept, so of two snapshots the newer can be told
 * @param submission what was asked for
 * @param status where the task stands
 * @param progress how far the latest attempt is; it may be fresher than the version
 * @param artifacts the files of the latest attempt, in the order of their completion
 * @param downloads how often files were fetched, by their ids; it may be fresher than the version
 */
public record TaskSnapshot(
        TaskId id,
        long version,
        Submission submission,
        TaskStatus status,
        Progress progress,
        List<Artifact> artifacts,
        Map<UUID, Long> downloads) {

    /** Copies the list and the map. */
    public TaskSnapshot {
        artifacts = List.copyOf(artifacts);
        downloads = Map.copyOf(downloads);
    }

    /**
     * A task of which nobody has fetched a file.
     *
     * @param id which task
     * @param version as above
     * @param submission what was asked for
     * @param status where the task stands
     * @param progress how far the latest attempt is
     * @param artifacts the files of the latest attempt
     */
    public TaskSnapshot(
            TaskId id,
            long version,
            Submission submission,
            TaskStatus status,
            Progress progress,
            List<Artifact> artifacts) {
        this(id, version, submission, status, progress, artifacts, Map.of());
    }

    /**
     * What people see.
     *
     * @return the submission's title
     */
    public String title() {
        return submission.title();
    }

    /**
     * On whose behalf the task runs.
     *
     * @return the submission's owner
     */
    public Owner owner() {
        return submission.owner();
    }

    /**
     * The task's state.
     *
     * @return where it is in its life
     */
    public TaskState state() {
        return status.state();
    }

    /**
     * How the task ended.
     *
     * @return empty until it has
     */
    public Optional<Outcome<? extends @Nullable Object>> outcome() {
        return status.outcome();
    }

    /**
     * Until when a task that has ended is remembered at least, whatever its registry does by itself: as long as its files, if people
     * have done something with it since, such as to have one kept for longer. A registry that has too many forgets it all the same.
     *
     * @return when the last of its files expires; empty unless people have done so
     */
    public Optional<Instant> keptUntil() {
        return status.isAmended()
                ? artifacts.stream().map(Artifact::expiresAt).max(Comparator.naturalOrder())
                : Optional.empty();
    }

    /**
     * The percentage to show: 100 when the task has succeeded, and never before.
     *
     * @return 0 to 99, or 100; empty while the total is unknown
     */
    public OptionalInt percent() {
        if (state() == TaskState.SUCCEEDED) {
            return OptionalInt.of(100);
        }
        OptionalInt percent = progress.percent();
        return percent.isEmpty() ? percent : OptionalInt.of(Math.min(percent.getAsInt(), 99));
    }

    /**
     * The same task a moment later: only its progress is different.
     *
     * @param newer the progress
     * @return a changed copy with the same version
     */
    public TaskSnapshot withProgress(Progress newer) {
        return new TaskSnapshot(id, version, submission, status, newer, artifacts, downloads);
    }

    /**
     * How often a file was fetched, to its end.
     *
     * @param file one of the task's
     * @return zero or more
     */
    public long downloadsOf(Artifact file) {
        return downloads.getOrDefault(file.id(), 0L);
    }

    /**
     * The same task after a file was fetched once more.
     *
     * @param file the id of one of the task's
     * @return a changed copy with the same version
     */
    public TaskSnapshot withDownloadOf(UUID file) {
        Map<UUID, Long> more = new HashMap<>(downloads);
        more.merge(file, 1L, Long::sum);
        return new TaskSnapshot(id, version, submission, status, progress, artifacts, more);
    }

    /**
     * The same task a version later.
     *
     * @param newStatus where it stands then
     * @param newProgress how far it is then
     * @param newArtifacts the files that it has then
     * @return a changed copy with the next version
     */
    public TaskSnapshot next(TaskStatus newStatus, Progress newProgress, List<Artifact> newArtifacts) {
        return new TaskSnapshot(id, version + 1, submission, newStatus, newProgress, newArtifacts, downloads);
    }
}

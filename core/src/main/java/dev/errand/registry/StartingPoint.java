package dev.errand.registry;

import dev.errand.Artifact;
import dev.errand.progress.FailedItem;
import dev.errand.progress.Progress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the next attempt of a task begins with.
 *
 * @param checkpoint where an earlier attempt stopped; empty to begin at the beginning
 * @param onlyItems the keys of the items to do; empty for all of them
 * @param artifacts the files that it has from the beginning
 * @param forgiven how many of the items that failed before the checkpoint do not count against the error budget, since
 *     somebody asked for the task to go on in spite of them
 */
public record StartingPoint(
        Optional<Checkpoint> checkpoint, Optional<Set<String>> onlyItems, List<Artifact> artifacts, long forgiven) {

    /** With nothing. */
    public static final StartingPoint BEGINNING = new StartingPoint(Optional.empty(), Optional.empty(), List.of(), 0);

    /** Copies the keys and the list. */
    public StartingPoint {
        onlyItems = onlyItems.map(Set::copyOf);
        artifacts = List.copyOf(artifacts);
    }

    /**
     * Only some items, and the files of those that are done.
     *
     * @param items the items
     * @param artifacts the files of the run before
     * @return a starting point
     */
    static StartingPoint only(List<FailedItem> items, List<Artifact> artifacts) {
        Set<String> keys = items.stream().map(FailedItem::key).collect(Collectors.toUnmodifiableSet());
        return new StartingPoint(Optional.empty(), Optional.of(keys), artifacts, 0);
    }

    /**
     * The same, from a later point on.
     *
     * @param later the checkpoint
     * @return a changed copy
     */
    StartingPoint from(Checkpoint later) {
        return new StartingPoint(Optional.of(later), onlyItems, later.artifacts(), forgiven);
    }

    /**
     * The same, when somebody asks for the task to go on after it was over.
     *
     * @return a changed copy, that forgives all items that failed so far
     */
    StartingPoint forgiving() {
        return new StartingPoint(checkpoint, onlyItems, artifacts, progress().failed());
    }

    /**
     * The progress that an attempt has before it does anything.
     *
     * @return that of the checkpoint
     */
    public Progress progress() {
        return checkpoint.map(Checkpoint::progress).orElse(Progress.NOT_STARTED);
    }
}

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
 * @param recorded whether what earlier attempts did is in its ledger, so that it is not repeated from the beginning either
 */
public record StartingPoint(
        Optional<Checkpoint> checkpoint,
        Optional<Set<String>> onlyItems,
        List<Artifact> artifacts,
        long forgiven,
        boolean recorded) {

    /** With nothing. */
    public static final StartingPoint BEGINNING =
            new StartingPoint(Optional.empty(), Optional.empty(), List.of(), 0, false);

    /** Copies the keys and the list. */
    public StartingPoint {
        onlyItems = onlyItems.map(Set::copyOf);
        artifacts = List.copyOf(artifacts);
    }

    /**
     * Only some items, and the files of those that are done.
     *
     * @param items the items
     * @param done the files of the run before
     * @return a changed copy
     */
    StartingPoint only(List<FailedItem> items, List<Artifact> done) {
        Set<String> keys = items.stream().map(FailedItem::key).collect(Collectors.toUnmodifiableSet());
        return new StartingPoint(Optional.empty(), Optional.of(keys), done, 0, recorded);
    }

    /**
     * The same, when an attempt has begun to keep a ledger.
     *
     * @return a changed copy
     */
    StartingPoint inLedger() {
        return new StartingPoint(checkpoint, onlyItems, artifacts, forgiven, true);
    }

    /**
     * Whether an attempt does not repeat what earlier ones have done.
     *
     * @return true with a checkpoint, and with a ledger
     */
    public boolean isResumable() {
        return recorded || checkpoint.isPresent();
    }

    /**
     * The same, from a later point on.
     *
     * @param later the checkpoint
     * @return a changed copy
     */
    StartingPoint from(Checkpoint later) {
        return new StartingPoint(Optional.of(later), onlyItems, later.artifacts(), forgiven, recorded);
    }

    /**
     * The same, when somebody asks for the task to go on after it was over.
     *
     * @return a changed copy, that forgives all items that failed so far
     */
    StartingPoint forgiving() {
        return new StartingPoint(checkpoint, onlyItems, artifacts, progress().failed(), recorded);
    }

    /**
     * The same, if a store keeps a file for longer.
     *
     * @param file the file as it is described now
     * @return a changed copy, unless this is not about it
     */
    StartingPoint keeping(Artifact file) {
        return new StartingPoint(
                checkpoint.map(saved -> saved.keeping(file)), onlyItems, replaced(artifacts, file), forgiven, recorded);
    }

    /** Some files, of which one is described in another way. */
    static List<Artifact> replaced(List<Artifact> files, Artifact file) {
        return files.stream()
                .map(known -> known.id().equals(file.id()) ? file : known)
                .toList();
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

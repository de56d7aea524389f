package dev.errand.registry;

import dev.errand.TaskSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What a registry keeps of one task.
 *
 * @param snapshot the task
 * @param input what was submitted; null for a type without input
 * @param startingPoint what its next attempt begins with
 */
public record TaskEntry(TaskSnapshot snapshot, @Nullable Object input, StartingPoint startingPoint) {

    /** Lets everybody see whether there is something to go on from. */
    public TaskEntry {
        if (snapshot.status().resumable() != startingPoint.isResumable()) {
            snapshot = new TaskSnapshot(
                    snapshot.id(),
                    snapshot.version(),
                    snapshot.submission(),
                    snapshot.status().resumable(startingPoint.isResumable()),
                    snapshot.progress(),
                    snapshot.artifacts(),
                    snapshot.downloads());
        }
    }

    /**
     * A task that was just submitted.
     *
     * @param snapshot the task
     * @param input what was submitted; null for a type without input
     */
    public TaskEntry(TaskSnapshot snapshot, @Nullable Object input) {
        this(snapshot, input, StartingPoint.BEGINNING);
    }
}

package dev.errand.registry;

import dev.errand.Artifact;
import dev.errand.progress.Progress;
import java.util.List;

/**
 * From where a later attempt goes on, and what is done by then.
 *
 * @param cursor what the task saved: an immutable value of its own, or what a registry has of it
 * @param progress how far it was
 * @param artifacts the files it had left
 */
public record Checkpoint(Object cursor, Progress progress, List<Artifact> artifacts) {

    /** Copies the list. */
    public Checkpoint {
        artifacts = List.copyOf(artifacts);
    }

    /**
     * The same, if a store keeps a file for longer.
     *
     * @param file the file as it is described now
     * @return a changed copy
     */
    Checkpoint keeping(Artifact file) {
        return new Checkpoint(cursor, progress, StartingPoint.replaced(artifacts, file));
    }
}

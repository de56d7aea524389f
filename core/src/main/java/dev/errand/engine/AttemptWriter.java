package dev.errand.engine;

import dev.errand.Artifact;
import dev.errand.TaskCancelledException;
import dev.errand.TaskState;
import dev.errand.artifact.ArtifactStore;
import dev.errand.event.TaskEvent;
import dev.errand.registry.Lease;
import dev.errand.registry.RunReport;
import dev.errand.registry.TaskRegistry;
import java.util.function.Supplier;

/** Writes down what an attempt has to say, for as long as it holds its task. */
final class AttemptWriter {

    private final Attempt<?> attempt;
    private final Changes changes;
    private final TaskRegistry registry;
    private final ArtifactStore artifacts;

    AttemptWriter(Attempt<?> attempt, Changes changes, EngineParts parts) {
        this.attempt = attempt;
        this.changes = changes;
        this.registry = parts.registry();
        this.artifacts = parts.artifacts();
    }

    void save(Object cursor) {
        Supplier<RunReport> saved = () -> new RunReport.Saved(cursor, attempt.counts());
        if (changes.report(attempt, saved, TaskEvent.CheckpointSaved::new).isEmpty()) {
            throw notHeld();
        }
    }

    /** An effect must not be begun by an attempt that the task was taken from. */
    void requireHeld() {
        Lease lease = attempt.lease();
        if (!registry.holds(attempt.task().id(), lease)) {
            throw notHeld();
        }
    }

    boolean passNoReturn() {
        return changes.report(attempt, RunReport.PassedNoReturn::new, TaskEvent.PassedNoReturn::new)
                .isPresent();
    }

    /** Whoever asks a task to stop tells the registry first, and its attempt then. */
    boolean isPausing() {
        return changes.latest(attempt.task()).state() == TaskState.PAUSING;
    }

    Artifact writeArtifact(String fileName, String mediaType, Artifact.Body body) throws Exception {
        Artifact artifact = artifacts.write(fileName, mediaType, body);
        if (changes.report(attempt, () -> new RunReport.Attached(artifact), TaskEvent.ArtifactWritten::new)
                .isEmpty()) {
            artifacts.delete(artifact);
            throw notHeld();
        }
        return artifact;
    }

    private static TaskCancelledException notHeld() {
        return new TaskCancelledException("this attempt does not hold the task any more");
    }
}

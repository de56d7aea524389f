package dev.errand.engine;

import dev.errand.Artifact;
import dev.errand.TaskCancelledException;
import dev.errand.TaskState;
import dev.errand.artifact.ArtifactStore;
import dev.errand.event.TaskEvent;
import dev.errand.registry.Lease;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.RunReport;
import dev.errand.registry.TaskLedgers;
import dev.errand.registry.TaskRegistry;
import dev.errand.time.TimeSource;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes down what an attempt has to say, for as long as it holds its task. While the registry is away, what must be
 * written waits for it, until the attempt is to stop: that is at the latest when its lease comes to its end.
 */
final class AttemptWriter {

    private static final long NANOS_BETWEEN_TRIES = 250_000_000;

    private final Attempt<?> attempt;
    private final Changes changes;
    private final TaskRegistry registry;
    private final ArtifactStore artifacts;
    private final TimeSource time;
    private final Complaints complaints;

    AttemptWriter(Attempt<?> attempt, Changes changes, EngineParts parts, Complaints complaints) {
        this.attempt = attempt;
        this.changes = changes;
        this.registry = parts.registry();
        this.artifacts = parts.artifacts();
        this.time = parts.time();
        this.complaints = complaints;
    }

    void save(Object cursor) {
        Supplier<RunReport> saved = () -> new RunReport.Saved(cursor, attempt.counts());
        if (insist(() -> changes.report(attempt, saved, TaskEvent.CheckpointSaved::new))
                .isEmpty()) {
            throw notHeld();
        }
    }

    /** An effect must not be begun by an attempt that the task was taken from. */
    void requireHeld() {
        Lease lease = attempt.lease();
        if (!insist(() -> registry.holds(attempt.task().id(), lease))) {
            throw notHeld();
        }
    }

    boolean passNoReturn() {
        return insist(() -> changes.report(attempt, RunReport.PassedNoReturn::new, TaskEvent.PassedNoReturn::new))
                .isPresent();
    }

    /** Asks about the ledger of the task, or writes into it. */
    <T> T ask(Function<TaskLedgers, T> question) {
        return insist(() -> question.apply(registry.ledgers()));
    }

    /** Says that there is a ledger from now on. */
    void record() {
        if (insist(() -> changes.report(attempt, RunReport.Recorded::new)).isEmpty()) {
            throw notHeld();
        }
    }

    Instant now() {
        return time.instant();
    }

    /** Whoever asks a task to stop tells the registry first, and its attempt then. */
    boolean isPausing() {
        return changes.refresh(attempt.task()).state() == TaskState.PAUSING;
    }

    Artifact writeArtifact(String fileName, String mediaType, Artifact.Body body) throws Exception {
        Artifact artifact = artifacts.write(fileName, mediaType, body);
        if (insist(() ->
                        changes.report(attempt, () -> new RunReport.Attached(artifact), TaskEvent.ArtifactWritten::new))
                .isEmpty()) {
            artifacts.delete(artifact);
            throw notHeld();
        }
        return artifact;
    }

    private <T> T insist(Supplier<T> write) {
        while (true) {
            try {
                return write.get();
            } catch (RegistryUnavailableException away) {
                attempt.stop().check();
                if (Thread.currentThread().isInterrupted()) {
                    throw away;
                }
                complaints.warn(
                        "Task {} waits for the registry, to write down how far it is",
                        attempt.task().id(),
                        away);
                LockSupport.parkNanos(NANOS_BETWEEN_TRIES);
            }
        }
    }

    static TaskCancelledException notHeld() {
        return new TaskCancelledException("this attempt does not hold the task any more");
    }
}

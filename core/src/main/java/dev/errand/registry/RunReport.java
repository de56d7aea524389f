package dev.errand.registry;

import dev.errand.Artifact;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskStatus;
import dev.errand.progress.Progress;
import java.util.ArrayList;
import java.util.List;

/**
 * What a running attempt has to say, short of its end: as a value, which a registry applies as a whole or refuses. It is
 * refused unless the attempt holds the task, and {@linkplain #fits it fits}.
 */
public sealed interface RunReport {

    /**
     * It has come further.
     *
     * @param progress how far
     */
    record Advanced(Progress progress) implements RunReport {}

    /**
     * It left a file.
     *
     * @param artifact the file, which is complete
     */
    record Attached(Artifact artifact) implements RunReport {}

    /**
     * It saved where to go on.
     *
     * @param cursor an immutable value of the task's own
     * @param progress how far it is
     */
    record Saved(Object cursor, Progress progress) implements RunReport {}

    /** It writes down in its ledger what it does, so that another attempt may begin again. */
    record Recorded() implements RunReport {}

    /** It cannot be stopped any more. */
    record PassedNoReturn() implements RunReport {}

    /**
     * Whether this may be said of a task, apart from the lease.
     *
     * @param status where the task stands
     * @return false for a point of no return after somebody has asked the task to stop, and for a task that does not run
     */
    default boolean fits(TaskStatus status) {
        return this instanceof PassedNoReturn
                ? status.state() == TaskState.RUNNING
                : status.state().isRunning();
    }

    /**
     * The task after this. Does not ask whether it fits.
     *
     * @param before the task before
     * @return the next version
     */
    default TaskEntry applyTo(TaskEntry before) {
        TaskSnapshot task = before.snapshot();
        return switch (this) {
            case Advanced(Progress progress) -> next(before, task.status(), progress, task.artifacts());
            case Attached(Artifact artifact) -> next(before, task.status(), task.progress(), with(task, artifact));
            case PassedNoReturn() -> next(before, task.status().pastNoReturn(), task.progress(), task.artifacts());
            case Recorded() ->
                new TaskEntry(
                        next(before, task.status(), task.progress(), task.artifacts())
                                .snapshot(),
                        before.input(),
                        before.startingPoint().inLedger());
            case Saved(Object cursor, Progress progress) -> {
                TaskEntry after = next(before, task.status(), progress, task.artifacts());
                Checkpoint checkpoint = new Checkpoint(cursor, progress, task.artifacts());
                yield new TaskEntry(
                        after.snapshot(), before.input(), before.startingPoint().from(checkpoint));
            }
        };
    }

    private static TaskEntry next(TaskEntry before, TaskStatus status, Progress progress, List<Artifact> artifacts) {
        TaskSnapshot after = before.snapshot().next(status, progress, artifacts);
        return new TaskEntry(after, before.input(), before.startingPoint());
    }

    private static List<Artifact> with(TaskSnapshot task, Artifact artifact) {
        List<Artifact> artifacts = new ArrayList<>(task.artifacts());
        artifacts.add(artifact);
        return artifacts;
    }
}

package dev.errand.registry;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Artifact;
import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.progress.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who remembers tasks: the single source of truth about what was submitted and how it stands.
 *
 * <p>All methods may be called from any thread. Each change is atomic, and what a method has returned, every later call
 * sees. A registry in a database blocks while it talks to it; one in memory never does.
 */
public interface TaskRegistry {

    /**
     * Remembers a new task, unless one of the same type, owner and key is known.
     *
     * @param task with version 1, in state {@code QUEUED} or {@code SCHEDULED}
     * @return the task that is known under the key now: the given one, or the earlier one
     */
    TaskEntry add(TaskEntry task);

    /**
     * Looks up a task.
     *
     * @param id its id
     * @return empty if it is unknown, or forgotten
     */
    Optional<TaskEntry> find(TaskId id);

    /**
     * Looks up a task by its key.
     *
     * @param type the name of its type
     * @param owner its owner
     * @param key the key that it was submitted under
     * @return empty if none is known under it
     */
    Optional<TaskEntry> find(String type, Owner owner, String key);

    /**
     * Lists tasks, the newest first.
     *
     * @param query which ones, and how many at most
     * @return a page of them
     */
    List<TaskSnapshot> list(TaskQuery query);

    /**
     * Changes the state of a task, if {@link LegalTransitions} and the lease allow it.
     *
     * @param id which task
     * @param transition what is to happen
     * @return the task after it; empty if it was refused and nothing has changed
     */
    Optional<TaskSnapshot> apply(TaskId id, Transition transition);

    /**
     * Records how far an attempt is.
     *
     * @param id which task
     * @param lease the attempt's
     * @param progress how far it is
     * @return the task after it; empty if the attempt does not hold the task any more
     */
    Optional<TaskSnapshot> record(TaskId id, Lease lease, Progress progress);

    /**
     * Adds a file to a task.
     *
     * @param id which task
     * @param lease the lease of the attempt that wrote it
     * @param artifact the file, which is complete
     * @return the task after it; empty if the attempt does not hold the task any more
     */
    Optional<TaskSnapshot> attach(TaskId id, Lease lease, Artifact artifact);

    /**
     * Forgets ended tasks that are old enough. Called now and then.
     *
     * @param now the time
     * @return how many were forgotten
     */
    @CanIgnoreReturnValue
    int sweep(Instant now);
}

package dev.errand.registry;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who remembers tasks: the single source of truth about what was submitted and how it stands.
 *
 * <p>All methods may be called from any thread. Each change is atomic, and what a method has returned, every later call
 * sees. A registry in a database blocks while it talks to it; one in memory never does.
 */
public interface TaskRegistry {

    /**
     * Remembers a new task, unless one of the same type, owner and key is known, or another one stands in for it. Of two
     * that are added at the same time, one comes first.
     *
     * @param task with version 1, in state {@code QUEUED} or {@code SCHEDULED}
     * @param instead which others may stand in for it
     * @return the given one, or the earlier one that stands in for it
     * @throws dev.errand.InvalidInputException if its input cannot be kept
     */
    TaskEntry add(TaskEntry task, Instead instead);

    /**
     * Remembers many new tasks, none of which has a key: all of them or, if it throws, none.
     *
     * @param tasks each as for {@link #add}
     */
    void addAll(List<TaskEntry> tasks);

    /**
     * Looks up what {@link #add} would answer in place of a new task.
     *
     * @param task as for {@code add}; it is not remembered
     * @param instead as for {@code add}
     * @return empty if {@code add} would remember it
     */
    Optional<TaskEntry> findInstead(TaskEntry task, Instead instead);

    /**
     * Whether two tasks of the same type were asked for the same thing: their inputs are equal as they are kept here. In
     * memory that is by {@code equals}; where inputs are written down, it is what comes back of them.
     *
     * @param one a task, remembered or not
     * @param other another one
     * @return true also if neither has an input
     * @throws dev.errand.InvalidInputException if an input cannot be kept
     */
    boolean haveSameInput(TaskEntry one, TaskEntry other);

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
     * @throws dev.errand.InvalidInputException if what a task ends with cannot be kept; nothing has changed then
     */
    Optional<TaskSnapshot> apply(TaskId id, Transition transition);

    /**
     * Writes down what an attempt has to say, if it holds the task.
     *
     * @param id which task
     * @param lease the attempt's
     * @param report what it says
     * @return the task after it; empty if it was refused and nothing has changed
     * @throws dev.errand.InvalidInputException if what it saves cannot be kept; nothing has changed then
     */
    Optional<TaskSnapshot> report(TaskId id, Lease lease, RunReport report);

    /**
     * Whether an attempt holds a task.
     *
     * @param id which task
     * @param lease the attempt's
     * @return false if the task was taken from it
     */
    boolean holds(TaskId id, Lease lease);

    /**
     * How the tasks of an owner stand. Cheap enough to be asked for every few seconds.
     *
     * @param owner the owner
     * @return the numbers
     */
    TaskSummary summary(Owner owner);

    /**
     * Notes that the owner of a task has seen how it ended. The version of the task rises with it.
     *
     * @param id which task
     * @param owner who has seen it
     * @return false if that was noted before, or the task has not ended, is not known or is somebody else's
     */
    @CanIgnoreReturnValue
    boolean markSeen(TaskId id, Owner owner);

    /**
     * Changes what is known of a task that has ended, besides how it ended. Its version rises, and what is owed for its end stays
     * owed: to whom the task belongs when that is delivered.
     *
     * @param id which task
     * @param amendment what is to change
     * @return the task after it; empty if it does not {@linkplain Amendment#fits fit}, the task is not known, or its new owner has
     *     one of that type under the same key, and nothing has changed
     */
    Optional<TaskSnapshot> amend(TaskId id, Amendment amendment);

    /**
     * Counts that a file of a task was fetched once more. The version of the task stays.
     *
     * @param id which task
     * @param file the id of the file
     * @return false if the task is not known, or has no such file, or so many count it just now that it was given up
     */
    @CanIgnoreReturnValue
    boolean countDownload(TaskId id, UUID file);

    /**
     * Forgets a task that has ended, and its ledger, before its time.
     *
     * @param id which task
     * @param owner whose it is to be: it may have been handed over since it was looked up
     * @param now the time
     * @return the task as it was; empty if it is not known, is somebody else's, or has not ended
     */
    Optional<TaskEntry> forget(TaskId id, Owner owner, Instant now);

    /**
     * The notices that are owed and due.
     *
     * @param now the time
     * @param atMost how many at most
     * @return the longest due first
     */
    List<OwedNotice> owed(Instant now, int atMost);

    /**
     * Replaces a notice that is owed, if it is still due at the same instant: of two engines that want to deliver it, one may.
     * A task that was done again, or is forgotten, owes nothing any more.
     *
     * @param before the notice as it was
     * @param after as it is now; empty if nothing is left to do
     * @return false if somebody else has replaced it, and nothing has changed
     */
    @CanIgnoreReturnValue
    boolean settle(OwedNotice before, Optional<OwedNotice> after);

    /**
     * When a task of an owner was forgotten, by whatever method. It is known for {@link Retention#OF_TOMBSTONES}, unless so
     * many were forgotten since that a registry in memory has no room for it.
     *
     * @param id which task
     * @param owner who asks
     * @return empty if the task is known, never was, or was somebody else's: one cannot be told from the other
     */
    Optional<Instant> forgottenAt(TaskId id, Owner owner);

    /**
     * What the tasks have done to the outside. Asked for anew each time, since a registry may be away.
     *
     * @return their ledgers
     */
    TaskLedgers ledgers();

    /**
     * The types of which no task is begun.
     *
     * @return in the order of their names
     */
    List<PausedType> pausedTypes();

    /**
     * Keeps a type from being begun: of its tasks that wait, none is any more. Those that run, and those that are about to, go on.
     *
     * @param paused which, by whom and why
     * @return false if it is paused already, and nothing has changed
     */
    boolean pauseType(PausedType paused);

    /**
     * Lets a type be begun again.
     *
     * @param type its name
     * @return false if it was not paused
     */
    boolean resumeType(String type);

    /**
     * How far a recurrence has come.
     *
     * @param name its name
     * @param ifNew up to where it counts as decided if it was never heard of
     * @return where it is
     */
    RecurrencePoint recurrence(String name, Instant ifNew);

    /**
     * Writes down that a recurrence has come further. Of two that do so at the same time, one is told no.
     *
     * @param name its name
     * @param from where it was
     * @param to where it is now
     * @return false if it was not there any more, and nothing has changed
     */
    @CanIgnoreReturnValue
    boolean advance(String name, RecurrencePoint from, RecurrencePoint to);

    /**
     * Forgets ended tasks that are old enough, or too many, and their ledgers. Called now and then.
     *
     * @param now the time
     * @return how many were forgotten
     */
    @CanIgnoreReturnValue
    int sweep(Instant now);
}

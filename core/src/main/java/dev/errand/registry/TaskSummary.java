package dev.errand.registry;

import dev.errand.Outcome;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;

/**
 * How the tasks of one owner stand, in numbers for a badge. Each is exact up to {@link #MOST}; beyond it, it says "a thousand
 * or more".
 *
 * @param active how many have not ended
 * @param needsAttention how many wait for somebody: those that are paused or interrupted, and those that failed, or have
 *     failed items, as long as their owner has not seen it
 * @param unseen how many have ended, and their owner has not seen how
 */
public record TaskSummary(long active, long needsAttention, long unseen) {

    /** As far as is counted, of those that have not ended, and of those that are unseen. */
    public static final int MOST = 1_000;

    /** Of an owner without tasks. */
    public static final TaskSummary EMPTY = new TaskSummary(0, 0, 0);

    /**
     * With some more tasks.
     *
     * @param state the state of all of them
     * @param partial whether they have succeeded but for some items
     * @param count how many there are that have not ended, or are unseen
     * @return a changed copy
     */
    public TaskSummary plus(TaskState state, boolean partial, long count) {
        if (state.isFinal()) {
            boolean bad = state == TaskState.FAILED || partial;
            return new TaskSummary(active, bad ? needsAttention + count : needsAttention, unseen + count);
        }
        boolean waits = state == TaskState.PAUSED || state == TaskState.INTERRUPTED;
        return new TaskSummary(active + count, waits ? needsAttention + count : needsAttention, unseen);
    }

    /**
     * With one more task.
     *
     * @param task any task of the owner's
     * @return a changed copy; the same if its end was seen
     */
    public TaskSummary plus(TaskSnapshot task) {
        boolean partial =
                task.outcome().filter(Outcome.Partial.class::isInstance).isPresent();
        return task.status().seen() ? this : plus(task.state(), partial, 1);
    }

    /**
     * Together with the tasks of another registry.
     *
     * @param other the same owner's there
     * @return the sum of both
     */
    public TaskSummary plus(TaskSummary other) {
        return new TaskSummary(active + other.active, needsAttention + other.needsAttention, unseen + other.unseen);
    }
}

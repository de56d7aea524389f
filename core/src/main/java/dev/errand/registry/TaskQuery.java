package dev.errand.registry;

import dev.errand.InvalidInputException;
import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import java.util.Optional;
import java.util.Set;

/**
 * Which tasks to list: the newest first, a page at a time.
 *
 * {@snippet :
 * List<TaskSnapshot> page = tasks.list(TaskQuery.newest(50).ownedBy(ana));
 * List<TaskSnapshot> next = tasks.list(TaskQuery.newest(50).ownedBy(ana).before(page.getLast().id()));
 * }
 *
 * @param limit how many at most, 1 to 1,000
 * @param owner only hers; empty for everybody's
 * @param type only of this type; empty for all types
 * @param states only in one of these; empty for all states
 * @param before only tasks submitted before this one
 * @param unseen only those that have ended, and whose owner has not seen how
 */
public record TaskQuery(
        int limit,
        Optional<Owner> owner,
        Optional<String> type,
        Set<TaskState> states,
        Optional<TaskId> before,
        boolean unseen) {

    private static final int LONGEST_PAGE = 1_000;

    /**
     * Checks the limit and copies the states.
     *
     * @throws InvalidInputException if the limit is out of its range
     */
    public TaskQuery {
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw new InvalidInputException("limit", limit, "be 1 to " + LONGEST_PAGE);
        }
        states = Set.copyOf(states);
    }

    /**
     * The newest of all tasks.
     *
     * @param limit how many at most, 1 to 1,000
     * @return that query
     * @throws InvalidInputException if the limit is out of its range
     */
    public static TaskQuery newest(int limit) {
        return new TaskQuery(limit, Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), false);
    }

    /**
     * Only the tasks of one owner.
     *
     * @param only the owner
     * @return a changed copy
     */
    public TaskQuery ownedBy(Owner only) {
        return new TaskQuery(limit, Optional.of(only), type, states, before, unseen);
    }

    /**
     * Only the tasks of one type.
     *
     * @param name the type's name
     * @return a changed copy
     */
    public TaskQuery ofType(String name) {
        return new TaskQuery(limit, owner, Optional.of(name), states, before, unseen);
    }

    /**
     * Only the tasks in one of some states.
     *
     * @param only one state or more
     * @return a changed copy
     * @throws InvalidInputException if there is none
     */
    public TaskQuery in(TaskState... only) {
        if (only.length == 0) {
            throw new InvalidInputException("states", "", "be one or more");
        }
        return new TaskQuery(limit, owner, type, Set.of(only), before, unseen);
    }

    /**
     * Only tasks submitted before another one: the next page.
     *
     * @param last the last task of the page before
     * @return a changed copy
     */
    public TaskQuery before(TaskId last) {
        return new TaskQuery(limit, owner, type, states, Optional.of(last), unseen);
    }

    /**
     * Only tasks that have ended, and whose owner has not seen how.
     *
     * @return a changed copy
     */
    public TaskQuery onlyUnseen() {
        return new TaskQuery(limit, owner, type, states, before, true);
    }

    /**
     * Whether a task is one of those asked for, apart from the limit.
     *
     * @param task the task
     * @return true if it fits every part
     */
    public boolean matches(TaskSnapshot task) {
        return owner.map(task.owner()::equals).orElse(true)
                && type.map(task.submission().type()::equals).orElse(true)
                && (states.isEmpty() || states.contains(task.state()))
                && (!unseen || (task.state().isFinal() && !task.status().seen()))
                && before.map(last -> task.id().compareTo(last) < 0).orElse(true);
    }
}

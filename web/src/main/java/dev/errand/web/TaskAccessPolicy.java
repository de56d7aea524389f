package dev.errand.web;

import dev.errand.Owner;
import dev.errand.TaskSnapshot;
import java.util.Optional;

/**
 * Decides who may do what: every list, every task and every action is put before it. What it does not allow does not
 * happen, and what it throws counts as a no.
 *
 * <p>Called on the threads of requests and event streams, often, so it should not ask a database each time.
 */
public interface TaskAccessPolicy {

    /**
     * By permissions: a caller may do to tasks of her own what her permissions for her own allow, and to others of the
     * same tenant what those for everybody's allow. Nobody reaches into another tenant.
     *
     * @return the usual policy
     */
    static TaskAccessPolicy byPermissions() {
        return new PermissionPolicy();
    }

    /**
     * Whether somebody may do something to a task. A task that may not be {@linkplain TaskAction#VIEW seen} is to her as
     * if there were none.
     *
     * @param caller who
     * @param action what
     * @param task to which
     * @return true to allow it
     */
    boolean allows(Caller caller, TaskAction action, TaskSnapshot task);

    /**
     * Whether somebody may list tasks. Each of them is put before {@link #allows} as well.
     *
     * @param caller who
     * @param owner whose tasks; empty for everybody's
     * @return true to allow it
     */
    boolean allowsListing(Caller caller, Optional<Owner> owner);

    /**
     * Whether somebody may submit a task of a type that is open to submissions over HTTP.
     *
     * @param caller who
     * @param type the name of the type
     * @return true to allow it
     */
    boolean allowsSubmitting(Caller caller, String type);

    /**
     * Whether somebody may do what concerns everybody: pause a type of tasks, let it go on, drain a node or let it work
     * again. It is done only by those who may list everybody's tasks as well.
     *
     * @param caller who
     * @return true to allow it; by itself, to those who have {@link Permission#PAUSE_TYPE}
     */
    default boolean allowsForAll(Caller caller) {
        return caller.may(Permission.PAUSE_TYPE);
    }
}

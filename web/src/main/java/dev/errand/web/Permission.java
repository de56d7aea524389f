package dev.errand.web;

import java.util.EnumSet;
import java.util.Set;

/** What somebody may do. Which of them a person has, the host says: see {@link Caller}. */
public enum Permission {
    /** See one's own tasks. */
    VIEW_OWN,
    /** Stop, pause, resume and remove one's own tasks. */
    CANCEL_OWN,
    /** Have one's own tasks done again. */
    RETRY_OWN,
    /** Fetch the files of one's own tasks. */
    DOWNLOAD_OWN,
    /** See everybody's tasks. */
    VIEW_ALL,
    /** Stop, pause and resume everybody's tasks. */
    CANCEL_ANY,
    /** Have everybody's tasks done again. */
    RETRY_ANY,
    /** Pause a whole type of tasks. */
    PAUSE_TYPE,
    /** Remove everybody's ended tasks. */
    PURGE,
    /** See what tasks were given to work on. */
    VIEW_PARAMS,
    /** Keep the files of ended tasks for longer, one's own too: how long data is kept is a rule of the house. */
    EXTEND,
    /** Give everybody's ended tasks, with their files, to somebody else of the same tenant. */
    REASSIGN,
    /** Fetch the files of everybody's tasks; apart from the others, since an operator need not read them. */
    DOWNLOAD_ANY;

    /**
     * What a user needs for tasks of her own.
     *
     * @return four permissions
     */
    public static Set<Permission> ofUsers() {
        return EnumSet.of(VIEW_OWN, CANCEL_OWN, RETRY_OWN, DOWNLOAD_OWN);
    }

    /**
     * What an operator needs besides. Not among them: the files of others.
     *
     * @return those of users, and eight more
     */
    public static Set<Permission> ofOperators() {
        return EnumSet.complementOf(EnumSet.of(DOWNLOAD_ANY));
    }
}

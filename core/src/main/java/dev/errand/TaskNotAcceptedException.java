package dev.errand;

/**
 * Nothing is known of a task that was submitted within a transaction of the host's: it was rolled back, or is still open, or
 * the engine was closed before it was seen to be committed.
 *
 * <p>It is no outcome, since the task has none yet, and may never have. Whoever asks again waits again.
 */
public final class TaskNotAcceptedException extends ErrandException {

    private static final long serialVersionUID = 1L;

    private final transient TaskId task;

    /**
     * Ends the waiting for a task.
     *
     * @param task its id
     * @param why for how long it was waited for, or why no longer
     */
    public TaskNotAcceptedException(TaskId task, String why) {
        super(
                "whether task " + task
                        + " will ever be accepted is not known, since the transaction it was submitted in "
                        + "has not been seen to commit: " + why,
                null);
        this.task = task;
    }

    /**
     * The task.
     *
     * @return its id
     */
    public TaskId task() {
        return task;
    }
}

package dev.errand;

/**
 * Where a task is in its life. Which state may follow which is written down once, in
 * {@code dev.errand.registry.LegalTransitions}.
 */
public enum TaskState {
    /** Waits for its time to come. */
    SCHEDULED,
    /** Waits for room to run. */
    QUEUED,
    /** An attempt is under way. */
    RUNNING,
    /** Asked to pause; stops at its next item. */
    PAUSING,
    /** Stopped at an item, and goes on from there when resumed. */
    PAUSED,
    /** Asked to stop; ends at its next item. */
    CANCELLING,
    /** An attempt failed; the next one waits for its time. */
    WAITING_RETRY,
    /** An attempt was cut short by a shutdown or a crash, through no fault of the task. */
    INTERRUPTED,
    /** Ended with a result, in full or in part. */
    SUCCEEDED,
    /** Ended without a result. */
    FAILED,
    /** Ended because somebody asked for it. */
    CANCELLED;

    /**
     * Whether the task has ended.
     *
     * @return true for {@link #SUCCEEDED}, {@link #FAILED} and {@link #CANCELLED}
     */
    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }

    /**
     * Whether an attempt is under way.
     *
     * @return true for {@link #RUNNING}, {@link #PAUSING} and {@link #CANCELLING}
     */
    public boolean isRunning() {
        return this == RUNNING || this == PAUSING || this == CANCELLING;
    }
}

package dev.errand;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A submission, or the wish to retry, was in order, but the engine does not take it now. Nothing has been started or kept.
 *
 * <p>It is thrown at once: no limit ever makes the caller wait.
 */
public final class TaskRefusedException extends ErrandException {

    private static final long serialVersionUID = 1L;

    /** Why a submission was refused. */
    public enum Reason {
        /** As many tasks wait as the engine lets wait. Try again later. */
        QUEUE_FULL,
        /** As many tasks of this owner wait as the engine lets one owner have wait. Try again later. */
        OWNER_LIMIT,
        /** The engine is shutting down, or has shut down. */
        SHUT_DOWN,
        /** A task with this key has another input. Use another key, or look at that task. */
        KEY_IN_USE,
        /** A task of this type and owner has not ended yet, and only one at a time was asked for. */
        ALREADY_RUNNING,
        /** The task cannot be done again, or not with this scope. */
        NOT_RETRYABLE,
        /** What the task would be done again with is not there any more: its input, or files of what it had done. */
        INPUT_GONE
    }

    private final Reason reason;
    private final transient @Nullable TaskId conflicting;

    /**
     * Refuses a submission.
     *
     * @param reason why
     * @param message which limit was met, its value, and what to do about it
     */
    public TaskRefusedException(Reason reason, String message) {
        this(reason, message, null);
    }

    /**
     * Refuses a submission because of another task.
     *
     * @param reason why
     * @param message which limit was met, its value, and what to do about it
     * @param conflicting the task that is in the way
     */
    public TaskRefusedException(Reason reason, String message, @Nullable TaskId conflicting) {
        super(message, null);
        this.reason = reason;
        this.conflicting = conflicting;
    }

    /**
     * Why the submission was refused.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * The task that is in the way.
     *
     * @return empty if it is a limit that is
     */
    public Optional<TaskId> conflicting() {
        return Optional.ofNullable(conflicting);
    }
}

package dev.errand;

/**
 * A submission was in order, but the engine does not take it now. Nothing has been started or kept.
 *
 * <p>It is thrown at once: no limit ever makes the caller wait.
 */
public final class TaskRefusedException extends ErrandException {

    private static final long serialVersionUID = 1L;

    /** Why a submission was refused. */
    public enum Reason {
        /** As many tasks wait as the engine lets wait. Try again later. */
        QUEUE_FULL,
        /** The engine is shutting down, or has shut down. */
        SHUT_DOWN,
        /** A task with this key has another input. Use another key, or look at that task. */
        KEY_IN_USE
    }

    private final Reason reason;

    /**
     * Refuses a submission.
     *
     * @param reason why
     * @param message which limit was met, its value, and what to do about it
     */
    public TaskRefusedException(Reason reason, String message) {
        super(message, null);
        this.reason = reason;
    }

    /**
     * Why the submission was refused.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}

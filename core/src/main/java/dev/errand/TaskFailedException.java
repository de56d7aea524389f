package dev.errand;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a task that cannot succeed and can say why, in words for the person who asked.
 *
 * <p>Its message is shown to the owner as it is, while any other exception is summed up in a general sentence with a
 * reference. It is final: no retry follows it.
 */
public final class TaskFailedException extends ErrandException {

    private static final long serialVersionUID = 1L;

    /**
     * Ends the task as failed.
     *
     * @param sentence what the owner is told, such as "The month is not closed yet."
     */
    public TaskFailedException(String sentence) {
        this(sentence, null);
    }

    /**
     * Ends the task as failed.
     *
     * @param sentence what the owner is told, such as "The month is not closed yet."
     * @param cause what the operator is told besides
     */
    public TaskFailedException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}

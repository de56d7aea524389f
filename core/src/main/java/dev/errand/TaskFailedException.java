package dev.errand;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a task that cannot succeed and can say why, in words for the person who asked.
 *
 * <p>Its message is shown to the owner as it is, while any other exception is summed up in a general sentence with a
 * reference. It is final: no retry follows it.
 */
public final class TaskFailedException extends ErrandException {

    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final transient @Nullable Object kept;

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
        this(sentence, cause, null);
    }

    private TaskFailedException(String sentence, @Nullable Throwable cause, @Nullable Object kept) {
        super(sentence, cause);
        this.sentence = sentence;
        this.kept = kept;
    }

    /**
     * The same exception, with what the task has to show for the part it did.
     *
     * @param result the part, of the task's result type
     * @return an exception to throw
     */
    public TaskFailedException keeping(Object result) {
        TaskFailedException keeping = new TaskFailedException(sentence, getCause(), result);
        keeping.setStackTrace(getStackTrace());
        return keeping;
    }

    /**
     * What the task has to show for the part it did.
     *
     * @return empty if it kept nothing
     */
    public Optional<Object> kept() {
        return Optional.ofNullable(kept);
    }

    @Override
    public Optional<String> sentenceForOwner() {
        return Optional.of(sentence);
    }
}

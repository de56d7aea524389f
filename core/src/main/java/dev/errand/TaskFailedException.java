package dev.errand;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a task that cannot succeed and can say why, in words for the person who asked.
 *
 * <p>Its message is shown to the owner as it is, while any other exception is summed up in a general sentence with a
 * reference. It is final, so no retry follows it, unless it is {@linkplain #temporary() temporary}.
 */
public final class TaskFailedException extends ErrandException {

    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final transient @Nullable Object kept;
    private final boolean temporary;

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
        this(sentence, cause, null, false);
    }

    private TaskFailedException(String sentence, @Nullable Throwable cause, @Nullable Object kept, boolean temporary) {
        super(sentence, cause);
        this.sentence = sentence;
        this.kept = kept;
        this.temporary = temporary;
    }

    /**
     * The same exception, with what the task has to show for the part it did.
     *
     * @param result the part, of the task's result type
     * @return an exception to throw
     */
    public TaskFailedException keeping(Object result) {
        return copied(result, temporary);
    }

    /**
     * The same exception, for something that may be over the next time: another attempt follows if the {@link Retry} of the
     * type has one left. One that hands over a part is tried again only if the task would go on where it stopped, since it
     * would do that part once more otherwise: if it has asked for its {@linkplain TaskContext#checkpoint(Class) checkpoint}
     * or its {@linkplain TaskContext#ledger() ledger}.
     *
     * @return an exception to throw
     */
    public TaskFailedException temporary() {
        return copied(kept, true);
    }

    private TaskFailedException copied(@Nullable Object result, boolean mayPass) {
        TaskFailedException copy = new TaskFailedException(sentence, getCause(), result, mayPass);
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    /**
     * Whether it may be over the next time.
     *
     * @return false if it is final
     */
    public boolean isTemporary() {
        return temporary;
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

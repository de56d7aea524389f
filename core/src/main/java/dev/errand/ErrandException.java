package dev.errand;

import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions that Errand throws: a call was refused, or a part it needs is broken.
 *
 * <p>How a task ended is never told by an exception, but by its {@link Outcome}.
 */
public abstract class ErrandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * For the subclasses.
     *
     * @param message what was wrong, with the offending value, and what to do about it
     * @param cause what led to it, if anything
     */
    protected ErrandException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

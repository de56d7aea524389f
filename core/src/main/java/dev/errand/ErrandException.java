package dev.errand;

import java.util.Optional;
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

    /**
     * What the owner of a task that ends with this exception may be told. Messages may name hosts, paths and other
     * things that are none of her business; this does not.
     *
     * @return one sentence for people; empty to have it summed up as an unexpected error
     */
    public Optional<String> sentenceForOwner() {
        return Optional.empty();
    }
}

package dev.errand.registry;

import dev.errand.ErrandException;
import org.jspecify.annotations.Nullable;

/**
 * A registry cannot be reached now, or did not answer in time.
 *
 * <p>A change that was asked for has not happened, or nobody knows: a submission is made safe by a key, under which it can
 * be made again.
 */
public final class RegistryUnavailableException extends ErrandException {

    private static final long serialVersionUID = 1L;

    /**
     * The registry is away.
     *
     * @param message what was to be done, and what is known of it
     * @param cause what the database said
     */
    public RegistryUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package dev.errand.mail;

import dev.errand.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** A part of a message was refused, before a byte of it was built. The message names the part. */
public final class InvalidMailException extends InvalidInputException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses a part of a message.
     *
     * @param field which part, such as {@code header List-Unsubscribe}
     * @param value what it held
     * @param limit what would have been right, as the end of the sentence "but must …"
     */
    public InvalidMailException(String field, @Nullable Object value, String limit) {
        super(field, value, limit);
    }

    /**
     * Refuses a part of a message because of what somebody else said about it.
     *
     * @param field which part
     * @param value what it held
     * @param limit what would have been right, as the end of the sentence "but must …"
     * @param cause the first complaint
     */
    public InvalidMailException(String field, @Nullable Object value, String limit, Throwable cause) {
        super(field, value, limit, cause);
    }
}

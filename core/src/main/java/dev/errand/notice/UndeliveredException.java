package dev.errand.notice;

import dev.errand.ErrandException;
import org.jspecify.annotations.Nullable;

/** Notices were certainly not delivered. */
public final class UndeliveredException extends ErrandException {

    private static final long serialVersionUID = 1L;

    private final boolean lasting;

    private UndeliveredException(boolean lasting, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.lasting = lasting;
    }

    /**
     * They may be delivered later.
     *
     * @param message why not now
     * @param cause what led to it
     * @return the exception
     */
    public static UndeliveredException now(String message, @Nullable Throwable cause) {
        return new UndeliveredException(false, message, cause);
    }

    /**
     * They can never be delivered.
     *
     * @param message why
     * @return the exception
     */
    public static UndeliveredException ever(String message) {
        return new UndeliveredException(true, message, null);
    }

    /**
     * Whether it is of no use to try again.
     *
     * @return true if it is not
     */
    public boolean isLasting() {
        return lasting;
    }
}

package dev.errand.jdbc.payload;

import dev.errand.ErrandException;
import org.jspecify.annotations.Nullable;

/** What the library itself wrote into a table is not there any more as it was written: somebody has changed it by hand. */
public final class BrokenRowException extends ErrandException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_SHOWN = 200;

    /**
     * For whoever reads the tables.
     *
     * @param stored what cannot be read; the beginning of it is shown
     * @param cause what the reader says, if it says anything
     */
    public BrokenRowException(String stored, @Nullable Throwable cause) {
        super(
                "a row of Errand's tables cannot be read: "
                        + (stored.length() <= LONGEST_SHOWN ? stored : stored.substring(0, LONGEST_SHOWN) + "…"),
                cause);
    }
}

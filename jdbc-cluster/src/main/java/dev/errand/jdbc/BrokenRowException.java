package dev.errand.jdbc;

import dev.errand.ErrandException;
import org.jspecify.annotations.Nullable;

/** What the library itself wrote into a table is not there any more as it was written: somebody has changed it by hand. */
public final class BrokenRowException extends ErrandException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_SHOWN = 200;

    BrokenRowException(String stored, @Nullable Throwable cause) {
        super(
                "a row of Errand's tables cannot be read: "
                        + (stored.length() <= LONGEST_SHOWN ? stored : stored.substring(0, LONGEST_SHOWN) + "…"),
                cause);
    }
}

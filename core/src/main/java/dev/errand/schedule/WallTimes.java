package dev.errand.schedule;

import java.time.LocalDateTime;
import java.util.Optional;

/** Times as a clock on the wall shows them, wherever it hangs. */
@FunctionalInterface
interface WallTimes {

    /** The first of them strictly after the given one; empty if there is none. */
    Optional<LocalDateTime> next(LocalDateTime after);
}

package dev.errand.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * Which tasks of the same type and owner may stand in for a new one, beside one of the same key. Of several, one with the
 * same input comes first, and then the newest.
 *
 * @param unended one that has not ended, whatever its input
 * @param succeededSince one with the same input that succeeded in full at this instant or later
 */
public record Instead(boolean unended, Optional<Instant> succeededSince) {

    /** None. */
    public static final Instead NOTHING = new Instead(false, Optional.empty());
}

package dev.errand.samples.firststeps;

import java.util.List;

/** Where claims are. */
@FunctionalInterface
public interface ClaimStore {

    /**
     * Looks claims up.
     *
     * @param query which ones
     * @return these
     */
    List<Claim> find(ClaimQuery query);
}

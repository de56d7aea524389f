package dev.errand.samples.firststeps;

import java.util.List;

/**
 * Some members.
 *
 * @param all all of them
 */
public record Members(List<Member> all) {

    /** Copies the list. */
    public Members {
        all = List.copyOf(all);
    }
}

package dev.errand.registry;

import dev.errand.InvalidInputException;
import dev.errand.ledger.EntryState;
import dev.errand.ledger.LedgerEntry;
import java.util.Optional;
import java.util.Set;

/**
 * Which items of a ledger to list.
 *
 * @param section the part of the ledger
 * @param states only those in one of these; empty for all
 * @param after only those that come after the item of this key
 * @param limit how many at most, 1 to {@value #MAX_LIMIT}
 */
public record LedgerQuery(String section, Set<EntryState> states, Optional<String> after, int limit) {

    /** The most that one page may have. */
    public static final int MAX_LIMIT = 1_000;

    /**
     * Checks the limit, and copies the set.
     *
     * @throws InvalidInputException if it is out of its range
     */
    public LedgerQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidInputException("limit", limit, "be 1 to " + MAX_LIMIT);
        }
        states = Set.copyOf(states);
    }

    /**
     * The first items of a section.
     *
     * @param section the part of the ledger
     * @param states only those in one of these; empty for all
     * @return a query for a page of {@value #MAX_LIMIT}
     */
    public static LedgerQuery first(String section, Set<EntryState> states) {
        return new LedgerQuery(section, states, Optional.empty(), MAX_LIMIT);
    }

    /**
     * The next page.
     *
     * @param last the last item of the page before
     * @return a changed copy
     */
    public LedgerQuery after(LedgerEntry last) {
        return new LedgerQuery(section, states, Optional.of(last.key()), limit);
    }

    /**
     * Whether an item is one of those asked for, apart from page and limit.
     *
     * @param entry the item
     * @return true if it fits
     */
    public boolean matches(LedgerEntry entry) {
        return entry.section().equals(section) && (states.isEmpty() || states.contains(entry.state()));
    }
}

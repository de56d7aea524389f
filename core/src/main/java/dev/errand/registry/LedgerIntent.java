package dev.errand.registry;

import dev.errand.ledger.EntryState;
import dev.errand.ledger.LedgerEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * That an attempt is about to do something.
 *
 * @param section the part of the ledger
 * @param key names the item
 * @param attempt which attempt
 * @param stamp tells this intent from all others for the item, of which there may be some at the same time
 * @param at when
 * @param instead the entry whose place it takes; empty to enter a new item
 */
public record LedgerIntent(
        String section, String key, int attempt, long stamp, Instant at, Optional<LedgerEntry> instead) {

    /**
     * The same, in place of an entry.
     *
     * @param entry an item of the same name
     * @return a changed copy
     */
    public LedgerIntent insteadOf(LedgerEntry entry) {
        return new LedgerIntent(section, key, attempt, stamp, at, Optional.of(entry));
    }

    /**
     * What the ledger has of the item once it is begun.
     *
     * @return an open entry without a note
     */
    public LedgerEntry entry() {
        return new LedgerEntry(section, key, EntryState.OPEN, attempt, "", at);
    }
}

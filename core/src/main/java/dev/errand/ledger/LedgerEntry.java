package dev.errand.ledger;

import java.time.Instant;

/**
 * What a {@link Ledger} has of one item.
 *
 * @param section the part of the ledger that it is in; empty for the main part
 * @param key names the item within its section
 * @param state how it stands
 * @param attempt which attempt of the task began it, 1 or more
 * @param note what was said of it last, such as a reference or a reason; one line of up to 500 characters, may be empty
 * @param at when it was begun or settled, by the clock of the engine
 */
public record LedgerEntry(String section, String key, EntryState state, int attempt, String note, Instant at) {}

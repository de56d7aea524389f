package dev.errand.registry;

import dev.errand.ledger.LedgerEntry;

/** Whose an item is that an attempt wants to begin. */
public sealed interface Begun {

    /** It is open, in the name of whoever asked. */
    record Ours() implements Begun {}

    /**
     * It is in the ledger already.
     *
     * @param entry what is known of it
     */
    record Known(LedgerEntry entry) implements Begun {}

    /** The attempt does not hold the task. */
    record NotHeld() implements Begun {}
}

package dev.errand.ledger;

/** How an item stands in a {@link Ledger}. */
public enum EntryState {
    /**
     * Begun, and not settled. It is under way while the attempt that began it runs, and in doubt when that is over: what was to
     * happen may have happened or not.
     */
    OPEN,
    /** It has happened. */
    DONE,
    /** It has not happened, and is not tried again by itself. */
    FAILED,
    /** It was in doubt, and is left at that. */
    SKIPPED,
    /** It was in doubt, and a person wants it to be done again: the next attempt that comes to it does so. */
    AGAIN
}

package dev.errand.ledger;

/**
 * How many items of a {@link Ledger} are in each state.
 *
 * @param open how many were begun and not settled, or are to be done again
 * @param done how many have happened
 * @param failed how many have not
 * @param skipped how many were in doubt, and are left at that
 */
public record LedgerCounts(long open, long done, long failed, long skipped) {

    /** Of a ledger without an item. */
    public static final LedgerCounts NONE = new LedgerCounts(0, 0, 0, 0);

    /**
     * How many there are in all.
     *
     * @return the sum
     */
    public long total() {
        return open + done + failed + skipped;
    }

    /**
     * With more items in a state.
     *
     * @param state the state
     * @param more how many
     * @return a changed copy
     */
    public LedgerCounts plus(EntryState state, long more) {
        return switch (state) {
            case OPEN, AGAIN -> new LedgerCounts(open + more, done, failed, skipped);
            case DONE -> new LedgerCounts(open, done + more, failed, skipped);
            case FAILED -> new LedgerCounts(open, done, failed + more, skipped);
            case SKIPPED -> new LedgerCounts(open, done, failed, skipped + more);
        };
    }
}

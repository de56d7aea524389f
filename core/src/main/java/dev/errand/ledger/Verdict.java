package dev.errand.ledger;

/** What a person has found out about an item that is in doubt. */
public enum Verdict {
    /** It has happened. */
    DONE(EntryState.DONE),
    /** It has not happened, and is not done again by itself. */
    FAILED(EntryState.FAILED),
    /** It is to be done again, when the task is retried and comes to it. */
    AGAIN(EntryState.AGAIN);

    private final EntryState state;

    Verdict(EntryState state) {
        this.state = state;
    }

    /**
     * How an item stands after this.
     *
     * @return its state
     */
    public EntryState state() {
        return state;
    }
}

package dev.errand;

/** How much of a task that has ended is done again. */
public enum RetryScope {
    /**
     * What is left: the task goes on from its last checkpoint, or begins again if it saved none. One that saved none but
     * handed over the part that it did ({@link Outcome.Cancelled#kept()}) is refused, since it would do that part once more;
     * unless it keeps a {@linkplain TaskContext#ledger() ledger}, which knows that part.
     * The items that failed before do not count against the {@link ErrorBudget} any more.
     */
    RESUME,
    /**
     * Only the items that failed: {@link TaskContext#includes} is false for all others. For a task that came to its end;
     * one that stopped midway is refused, since what it had not come to would be left out.
     */
    FAILED_ITEMS,
    /** Everything, as a new task with the same input. */
    ALL
}

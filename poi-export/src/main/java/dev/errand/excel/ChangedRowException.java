package dev.errand.excel;

import dev.errand.ErrandException;
import java.util.Optional;

/**
 * A row that an interrupted export had written is not there any more, or has become another, and its rows cannot be asked
 * for again. What was kept is removed, so that the next attempt begins at the first row. Retries follow, as for any failure.
 */
public final class ChangedRowException extends ErrandException {

    private static final long serialVersionUID = 1L;

    private final long row;

    ChangedRowException(long row) {
        super("row " + row + " must be the one that was there before the export was interrupted", null);
        this.row = row;
    }

    /**
     * Which row it was.
     *
     * @return its number among the rows of data, 1 for the first
     */
    public long row() {
        return row;
    }

    /** Which row it was, in words. */
    @Override
    public Optional<String> sentenceForOwner() {
        return Optional.of("The task could not finish: row " + row + " has changed meanwhile.");
    }
}

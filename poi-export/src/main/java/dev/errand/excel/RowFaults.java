package dev.errand.excel;

import dev.errand.ErrandException;
import org.jspecify.annotations.Nullable;

/** What is done about rows that have errors, by the rule of their sheet. For one thread. */
final class RowFaults {

    /** Stands in place of a value that failed. */
    static final String MARK = "#N/A";

    private final RowErrors rule;
    private final ErrorLog log;

    /** Of the row that is being taken. */
    private @Nullable ErrandException first;

    RowFaults(RowErrors rule, ErrorLog log) {
        this.rule = rule;
        this.log = log;
    }

    /** Notes an error of the row, unless it ends the export: then it is thrown again. */
    void note(ErrandException error) {
        if (rule == RowErrors.FAIL || error.getCause() instanceof InterruptedException) {
            throw error;
        }
        first = first == null ? error : first;
    }

    /** Whether the row is written, as far as is known. */
    boolean goesOn() {
        return first == null || rule == RowErrors.MARK;
    }

    /**
     * Tells the owner if the row had an error, and goes on to the next one.
     *
     * @return whether the row is written
     */
    boolean settle(long row) {
        if (first != null) {
            log.failed(row, first);
        }
        boolean written = goesOn();
        first = null;
        return written;
    }
}

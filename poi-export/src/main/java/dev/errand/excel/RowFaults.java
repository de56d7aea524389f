package dev.errand.excel;

import dev.errand.ErrandException;
import org.jspecify.annotations.Nullable;

/** What is done about rows that have errors, by the rule of their sheet. For one thread. */
final class RowFaults {

    /** Stands in place of a value that failed. */
    static final String MARK = "#N/A";

    private final RowErrors rule;
    private final ErrorLog log;

    RowFaults(RowErrors rule, ErrorLog log) {
        this.rule = rule;
        this.log = log;
    }

    /** Whether a row that has failed is still written. */
    boolean areMarked() {
        return rule == RowErrors.MARK;
    }

    /** Throws an error again that ends the export. */
    <E extends ErrandException> E passedOver(E error) throws E {
        if (rule == RowErrors.FAIL || error.getCause() instanceof InterruptedException) {
            throw error;
        }
        return error;
    }

    /**
     * Tells the owner of a row that had an error, if it had one.
     *
     * @return whether the row is written
     */
    boolean settle(long row, @Nullable ErrandException failed) {
        if (failed != null) {
            log.failed(row, failed);
        }
        return failed == null || areMarked();
    }
}

package dev.errand.excel;

/**
 * What happens to a row with a value that cannot be taken, shown, or held by a cell. A row that the source itself cannot
 * give ends the export in any case.
 *
 * <p>A task that skips or marks rows counts each as failed, and lists the first of them with row and column among its
 * {@linkplain dev.errand.progress.ProgressReporter#failed(String, String) failed items}; so it succeeds in part, or fails
 * when there are more than the error budget of its type allows.
 */
public enum RowErrors {
    /** The export fails, and names the row and the column. */
    FAIL,
    /** The row is left out. */
    SKIP,
    /** The row is written, and {@code #N/A} stands, in red, in place of each value that failed. */
    MARK
}

package dev.errand.excel;

import dev.errand.ErrandException;
import dev.errand.TaskContext;

/** Is told what is wrong with rows that do not end the export. */
@FunctionalInterface
interface ErrorLog {

    /** Nobody is told. */
    ErrorLog NONE = (row, sentence) -> {};

    /** The owner of the task is told. */
    static ErrorLog of(TaskContext context) {
        return (row, sentence) -> context.progress().failed("row " + row, sentence);
    }

    /** Tells of a row, in a sentence that its owner may read. */
    void failed(long row, String sentence);

    default void failed(long row, ErrandException error) {
        failed(
                row,
                error instanceof ExcelRowException ofRow
                        ? ofRow.place() + " cannot be read"
                        : String.valueOf(error.getMessage()));
    }
}

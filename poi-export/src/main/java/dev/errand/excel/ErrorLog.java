package dev.errand.excel;

import dev.errand.ErrandException;
import dev.errand.TaskContext;

/** Is told what is wrong with rows that do not end the export. */
@FunctionalInterface
interface ErrorLog {

    /** Nobody is told. */
    ErrorLog NONE = (row, error) -> {};

    /** The owner of the task is told. */
    static ErrorLog of(TaskContext context) {
        return (row, error) -> context.progress().failed("row " + row, sentence(error));
    }

    private static String sentence(ErrandException error) {
        return error instanceof ExcelRowException ofRow
                ? ofRow.place() + " cannot be read"
                : String.valueOf(error.getMessage());
    }

    void failed(long row, ErrandException error);
}

package dev.errand.excel;

import dev.errand.ErrandException;
import dev.errand.InvalidInputException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row could not be read, or a column could not take its value out of it. */
public final class ExcelRowException extends ErrandException {

    private static final long serialVersionUID = 1L;

    private final long row;
    private final @Nullable String column;

    ExcelRowException(long row, @Nullable String column, Exception cause) {
        super(describe(row, column) + " cannot be read: " + cause, cause);
        this.row = row;
        this.column = column;
    }

    /** What goes wrong in the code of a column: what names its place already, and a cancel, stay as they are. */
    static ErrandException of(long row, @Nullable String column, Exception cause) {
        boolean isOfUs = cause instanceof ErrandException
                && (cause instanceof InvalidSheetException || !(cause instanceof InvalidInputException));
        return isOfUs ? (ErrandException) cause : new ExcelRowException(row, column, cause);
    }

    /**
     * Which row it was.
     *
     * @return its number among the rows of data, 1 for the first
     */
    public long row() {
        return row;
    }

    /**
     * Which column it was.
     *
     * @return its heading; empty if the row itself could not be read
     */
    public Optional<String> column() {
        return Optional.ofNullable(column);
    }

    /** The place, without the cause. */
    @Override
    public Optional<String> sentenceForOwner() {
        return Optional.of("The task could not finish: " + describe(row, column) + " cannot be read.");
    }

    /** Which row and column it was, in words. */
    String place() {
        return describe(row, column);
    }

    static String describe(long row, @Nullable String column) {
        return "row " + row + (column == null ? "" : ", column \"" + column + "\"");
    }
}

package dev.errand.mail.recipients;

import dev.errand.InvalidInputException;
import java.util.List;

/** One line of a file, by the names of its columns. */
public final class CsvRow {

    private final long line;
    private final List<String> columns;
    private final List<String> fields;

    CsvRow(long line, List<String> columns, List<String> fields) {
        this.line = line;
        this.columns = columns;
        this.fields = fields;
    }

    /**
     * Where the line begins.
     *
     * @return its number, from 1 on
     */
    public long line() {
        return line;
    }

    /**
     * What stands in a column.
     *
     * @param column its name; capitals make no difference
     * @return the text without blanks at its ends; empty if there is none
     * @throws InvalidInputException if the file has no such column; that is not this line's fault, and ends the stream
     */
    public String text(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equalsIgnoreCase(column)) {
                return fields.get(i);
            }
        }
        throw new NoColumnException(column, columns);
    }

    /**
     * What stands in a column that must not be empty.
     *
     * @param column as for {@link #text}
     * @return the text without blanks at its ends, never empty
     * @throws InvalidInputException if it is empty, which makes this a bad line; or if the file has no such column
     */
    public String required(String column) {
        String text = text(column);
        if (text.isEmpty()) {
            throw new InvalidInputException("column " + column, text, "not be empty");
        }
        return text;
    }

    /** The file is not the one that was meant. */
    static final class NoColumnException extends InvalidInputException {

        private static final long serialVersionUID = 1L;

        NoColumnException(String column, List<String> columns) {
            super("column", column, "be one of those of the file: " + String.join(", ", columns));
        }
    }
}

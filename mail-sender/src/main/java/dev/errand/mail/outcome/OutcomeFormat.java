package dev.errand.mail.outcome;

import java.io.OutputStream;
import java.util.Iterator;

/** How a list of outcomes becomes a file: {@link #csv()}, or a sheet of Excel's by {@code write} of an {@code ExcelSheet<OutcomeLine>}. */
@FunctionalInterface
public interface OutcomeFormat {

    /**
     * Comma-separated values (RFC 4180) in UTF-8, with a heading. What a spreadsheet would take for a formula begins with an
     * apostrophe.
     *
     * @return that format
     */
    static OutcomeFormat csv() {
        return new CsvOutcomes();
    }

    /**
     * Writes the file.
     *
     * @param lines one for each recipient, in the order in which their outcomes came; they may be a million
     * @param out where to; it is closed by the caller
     * @throws Exception to leave no file, which changes nothing about the campaign
     */
    void write(Iterator<OutcomeLine> lines, OutputStream out) throws Exception;
}

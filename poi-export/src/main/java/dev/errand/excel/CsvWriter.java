package dev.errand.excel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.excel.csv.CsvFields;
import dev.errand.excel.csv.CsvForm;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Writes rows as CSV, one after the other: into one file, or into several. For one thread, and once. */
final class CsvWriter<T> {

    private static final int BUFFER = 1 << 16;
    private static final String LINE_END = "\r\n";
    private static final String EMPTY_FIELD = "\"\"";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final ExcelSheet<T> sheet;
    private final CsvForm form;
    private final CsvFields fields;
    private final Iterator<? extends T> source;
    private final boolean alone;
    private long rows;

    CsvWriter(ExcelSheet<T> sheet, CsvForm form, Iterator<? extends T> source) {
        this.sheet = sheet;
        this.form = form;
        this.fields = new CsvFields(form);
        this.source = source;
        this.alone = sheet.columns().size() == 1;
    }

    /** How many rows were written. */
    long rows() {
        return rows;
    }

    boolean hasMore() {
        return source.hasNext();
    }

    /** Writes the headings and some rows, and does not close the stream. */
    void write(OutputStream out, long mostRows) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, UTF_8), BUFFER);
        if (form.byteOrderMark()) {
            writer.write(BYTE_ORDER_MARK);
        }
        writeHeadings(writer);
        for (long row = 0; row < mostRows && source.hasNext(); row++) {
            writeRow(writer, source.next());
        }
        writer.flush();
    }

    private void writeHeadings(Writer writer) throws IOException {
        int column = 0;
        for (Column<T> shown : sheet.columns()) {
            writeField(writer, column++, fields.field(shown.heading()));
        }
        writer.write(LINE_END);
    }

    private void writeRow(Writer writer, T row) throws IOException {
        sheet.options().limits().requireRoomForRows(++rows);
        int column = 0;
        for (Column<T> shown : sheet.columns()) {
            writeField(writer, column++, fieldOf(row, shown));
        }
        writer.write(LINE_END);
    }

    /** An only field that is empty has quotes: many readers skip an empty line. */
    private void writeField(Writer writer, int column, String field) throws IOException {
        if (column > 0) {
            writer.write(form.separator());
        }
        writer.write(alone && field.isEmpty() ? EMPTY_FIELD : field);
    }

    private String fieldOf(T row, Column<T> column) {
        try {
            return fields.field(
                    shown(sheet.options().values().rules().shown(column.value().of(row))));
        } catch (Exception e) {
            throw ExcelRowException.of(rows, column.heading(), e);
        }
    }

    /** What is for Excel only is shown as people see it there. */
    private static @Nullable Object shown(@Nullable Object value) {
        return switch (value) {
            case Hyperlink link -> link.text();
            case Formula formula ->
                formula.result().isPresent() ? formula.result().getAsDouble() : null;
            case null, default -> value;
        };
    }
}

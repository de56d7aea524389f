package dev.errand.excel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.excel.csv.CsvFields;
import dev.errand.excel.csv.CsvForm;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes rows as CSV, one after the other: into one file, or into several. For one thread, and once. */
final class CsvWriter<T> {

    private static final int BUFFER = 1 << 16;
    private static final String LINE_END = "\r\n";
    private static final String EMPTY_FIELD = "\"\"";

    /** Excel takes a file for a table of another kind (SYLK) that begins so. */
    private static final String SYLK = "ID";

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Half a character beyond the first 65,536 has no form in UTF-8. */
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(UTF_8);

    private final ExcelSheet<T> sheet;
    private final CsvForm form;
    private final CsvFields headings;
    private final List<CsvFields> fields;
    private final Iterator<? extends T> source;
    private final RowFaults faults;
    private final boolean alone;
    private final StringBuilder line = new StringBuilder();
    private long rowsSeen;
    private long rows;

    CsvWriter(ExcelSheet<T> sheet, CsvForm form, Set<String> unguarded, Iterator<? extends T> source, ErrorLog log) {
        this.sheet = sheet;
        this.form = form;
        this.headings = new CsvFields(form);
        CsvFields asTheyAre = new CsvFields(form.withFormulaGuard(false));
        this.fields = sheet.columns().stream()
                .map(column -> unguarded.contains(column.heading()) ? asTheyAre : headings)
                .toList();
        this.source = source;
        this.faults = new RowFaults(sheet.options().values().errors(), log);
        this.alone = sheet.columns().size() == 1;
    }

    /** How many rows the source had. */
    long rows() {
        return rowsSeen;
    }

    boolean hasMore() {
        return source.hasNext();
    }

    /** Writes the headings and some rows, and does not close the stream. */
    void write(OutputStream out, OptionalLong mostRows) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, encoder()), BUFFER);
        if (form.byteOrderMark()) {
            writer.write(BYTE_ORDER_MARK);
        }
        writeHeadings(writer);
        long before = rows;
        while (rows - before < mostRows.orElse(Long.MAX_VALUE) && source.hasNext()) {
            writeRow(writer, source.next());
        }
        writer.flush();
    }

    private static CharsetEncoder encoder() {
        return UTF_8.newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .replaceWith(REPLACEMENT);
    }

    private void writeHeadings(Writer writer) throws IOException {
        int column = 0;
        for (Column<T> shown : sheet.columns()) {
            String field = headings.field(shown.heading());
            addField(column, column == 0 && field.startsWith(SYLK) ? '"' + field + '"' : field);
            column++;
        }
        endLine(writer);
    }

    /** Not before all fields of a row are known is any of them written. */
    private void writeRow(Writer writer, T row) throws IOException {
        sheet.options().limits().requireRoomForRows(rows + 1);
        rowsSeen++;
        List<Column<T>> columns = sheet.columns();
        for (int i = 0; i < columns.size() && faults.goesOn(); i++) {
            try {
                addField(i, fieldOf(row, columns.get(i), fields.get(i)));
            } catch (ExcelRowException e) {
                faults.note(e);
                addField(i, RowFaults.MARK);
            }
        }
        if (faults.settle(rowsSeen)) {
            rows++;
            endLine(writer);
        }
        line.setLength(0);
    }

    /** An only field that is empty has quotes: many readers skip an empty line. */
    private void addField(int column, String field) {
        if (column > 0) {
            line.append(form.separator());
        }
        line.append(alone && field.isEmpty() ? EMPTY_FIELD : field);
    }

    private void endLine(Writer writer) throws IOException {
        writer.append(line).write(LINE_END);
        line.setLength(0);
    }

    private String fieldOf(T row, Column<T> column, CsvFields written) {
        try {
            return written.field(
                    shown(sheet.options().values().rules().shown(column.value().of(row))));
        } catch (Exception e) {
            throw ExcelRowException.of(rowsSeen, column.heading(), e);
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

package dev.errand.excel;

import dev.errand.excel.batch.KeptFormula;
import dev.errand.excel.batch.KeptLink;
import dev.errand.excel.batch.RowBatch;
import dev.errand.excel.batch.TakenValues;
import dev.errand.excel.sheet.SheetLinks;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the values of the columns out of rows, and makes them fit into cells. For one thread. */
final class RowValues<T> {

    private final List<Column<T>> columns;
    private final CellValue<? super T>[] values; // those of the columns, next to each other
    private final boolean[] asText;
    private final ValuePolicy policy;
    private final boolean plainRules;
    private final SheetLinks links;
    private boolean special;
    private boolean formulas;

    RowValues(List<Column<T>> columns, ValuePolicy policy, SheetLinks links) {
        this.columns = columns;
        this.values = valuesOf(columns);
        this.asText = new boolean[columns.size()];
        for (int i = 0; i < asText.length; i++) {
            asText[i] = columns.get(i).style().format().asText();
        }
        this.policy = policy;
        this.plainRules = policy.rules().isPlain();
        this.links = links;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
    private static <T> CellValue<? super T>[] valuesOf(List<Column<T>> columns) {
        CellValue<? super T>[] values = new CellValue[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i).value();
        }
        return values;
    }

    /**
     * Takes a row into a batch.
     *
     * @param row the row
     * @param number which it is among the rows of data, 1 for the first
     * @param sheetRow its row in the sheet, from 1 on
     */
    void take(T row, long number, int sheetRow, RowBatch batch) {
        for (int i = 0; i < asText.length; i++) {
            Object value = valueOf(row, number, i);
            if (value != null) {
                batch.put(i, special ? kept(value, i, sheetRow, batch) : value);
            }
        }
        batch.endRow();
    }

    /** Takes a value and makes it fit: both run code of the row, as far as its {@code toString()}. */
    @Nullable Object valueOf(T row, long number, int index) {
        try {
            Object value = values[index].of(row);
            if (value == null && plainRules) {
                return null;
            }
            if (value instanceof String text && plainRules) {
                return TextLimit.mayExceed(text) ? fitting(text, number, columns.get(index)) : text;
            }
            boolean staysAsItIs = plainRules && !asText[index] && TakenValues.mayStay(value);
            return staysAsItIs ? value : changed(value, asText[index], number, columns.get(index));
        } catch (Exception e) {
            throw ExcelRowException.of(number, columns.get(index).heading(), e);
        }
    }

    private @Nullable Object changed(@Nullable Object value, boolean asText, long number, Column<T> column) {
        Object shown = policy.rules().shown(value);
        if (shown instanceof Hyperlink link) {
            special = true;
            String text = fitting(link.text(), number, column);
            return link.text().equals(text) ? link : new Hyperlink(link.target(), text);
        }
        if (shown instanceof Formula formula) {
            special = true;
            return new KeptFormula(formula.expression(), formula.result(), KeptFormula.Kind.NUMBER);
        }
        Object taken = TakenValues.of(shown, asText);
        if (taken instanceof String text) {
            return fitting(text, number, column);
        }
        return plainRules ? taken : policy.rules().fitting(taken, ExcelRowException.describe(number, column.heading()));
    }

    private String fitting(String text, long number, Column<T> column) {
        return TextLimit.mayExceed(text)
                ? TextLimit.fitting(text, policy.longText(), ExcelRowException.describe(number, column.heading()))
                : text;
    }

    /** What is kept of a value, once it is sure that its row is written. */
    @Nullable Object kept(@Nullable Object value, int column, int sheetRow, RowBatch batch) {
        if (value instanceof Hyperlink link) {
            boolean linked = links.add(column, sheetRow, link.target().toASCIIString());
            batch.holds(link.text());
            return linked ? new KeptLink(link.text()) : link.text();
        }
        if (value instanceof KeptFormula formula) {
            formulas = true;
            batch.holds(formula.expression());
        }
        return value;
    }

    void restore(DataInput saved) throws IOException {
        formulas = saved.readBoolean();
    }

    void save(DataOutput out) throws IOException {
        out.writeBoolean(formulas);
    }

    /** Whether something is to be computed when the workbook is opened. */
    boolean hasFormulas() {
        return formulas;
    }
}

package dev.errand.excel;

import dev.errand.ErrandException;
import dev.errand.excel.batch.KeptFormula;
import dev.errand.excel.batch.KeptLink;
import dev.errand.excel.batch.RowBatch;
import dev.errand.excel.batch.TakenValues;
import dev.errand.excel.sheet.SheetLinks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the values of the columns out of rows, and makes them fit into cells. For one thread. */
final class RowValues<T> {

    private final List<Column<T>> columns;
    private final ValuePolicy policy;
    private final boolean plainRules;
    private final SheetLinks links;
    private boolean formulas;

    RowValues(List<Column<T>> columns, ValuePolicy policy, SheetLinks links) {
        this.columns = columns;
        this.policy = policy;
        this.plainRules = policy.rules().isPlain();
        this.links = links;
    }

    /**
     * Takes a row into a batch.
     *
     * @param row the row
     * @param number which it is among the rows of data, 1 for the first
     * @param sheetRow its row in the sheet, from 1 on
     */
    void take(T row, long number, int sheetRow, RowBatch batch) {
        for (int i = 0; i < columns.size(); i++) {
            batch.add(kept(valueOf(row, number, i), i, sheetRow));
        }
    }

    /** Takes a value and makes it fit: both run code of the row, as far as its {@code toString()}. */
    @Nullable Object valueOf(T row, long number, int index) {
        Column<T> column = columns.get(index);
        try {
            Object value = column.value().of(row);
            boolean asText = column.style().format().asText();
            if (!plainRules) {
                value = ruled(value, asText, number, column);
            }
            return value instanceof Hyperlink || value instanceof Formula
                    ? special(value, number, column)
                    : fitting(TakenValues.of(value, asText), number, column);
        } catch (ErrandException e) {
            throw e;
        } catch (Exception e) {
            throw new ExcelRowException(number, column.heading(), e);
        }
    }

    private @Nullable Object ruled(@Nullable Object value, boolean asText, long number, Column<T> column) {
        Object shown = policy.rules().shown(value);
        return asText || shown instanceof Hyperlink || shown instanceof Formula
                ? shown
                : policy.rules()
                        .fitting(TakenValues.of(shown, false), ExcelRowException.describe(number, column.heading()));
    }

    private @Nullable Object fitting(@Nullable Object value, long number, Column<T> column) {
        return value instanceof String text && TextLimit.mayExceed(text)
                ? TextLimit.fitting(text, policy.longText(), ExcelRowException.describe(number, column.heading()))
                : value;
    }

    private Object special(Object value, long number, Column<T> column) {
        if (value instanceof Formula formula) {
            return new KeptFormula(formula.expression(), formula.result(), KeptFormula.Kind.NUMBER);
        }
        Hyperlink link = (Hyperlink) value;
        Object text = fitting(link.text(), number, column);
        return link.text().equals(text) ? link : new Hyperlink(link.target(), String.valueOf(text));
    }

    /** What is kept of a value, once it is sure that its row is written. */
    @Nullable Object kept(@Nullable Object value, int column, int sheetRow) {
        if (value instanceof Hyperlink link) {
            boolean linked = links.add(column, sheetRow, link.target().toASCIIString());
            return linked ? new KeptLink(link.text()) : link.text();
        }
        formulas |= value instanceof KeptFormula;
        return value;
    }

    /** Whether something is to be computed when the workbook is opened. */
    boolean hasFormulas() {
        return formulas;
    }
}

package dev.errand.excel;

import dev.errand.excel.batch.RowBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes rows that have looks or totals, or may have errors: each is taken as a whole before any of it is kept. For one thread. */
final class DesignedRows<T> {

    private final RowValues<T> values;
    private final Looks<T> looks;
    private final TotalsRow totals;
    private final RowFaults faults;
    private final @Nullable Object[] taken;
    private final int[] look;
    private final int headings;

    DesignedRows(SheetPlan<T> plan, RowValues<T> values, TotalsRow totals, ErrorLog log) {
        this.values = values;
        this.looks = plan.looks();
        this.totals = totals;
        this.faults = new RowFaults(plan.options().values().errors(), log);
        this.taken = new @Nullable Object[plan.columns().size()];
        this.look = new int[taken.length];
        this.headings = plan.frame().headingRows();
    }

    /**
     * Takes a row into a batch.
     *
     * @return false if it is left out
     */
    boolean take(T row, long number, int sheetRow, RowBatch batch) {
        int rowLook = 0;
        boolean second = (sheetRow - headings) % 2 == 0;
        try {
            rowLook = rowLook(row, number);
        } catch (ExcelRowException e) {
            faults.note(e);
        }
        for (int i = 0; i < taken.length && faults.goesOn(); i++) {
            try {
                taken[i] = values.valueOf(row, number, i);
                look[i] = cellLook(i, rowLook, second, row, number);
            } catch (ExcelRowException | InvalidSheetException e) {
                faults.note(e);
                taken[i] = RowFaults.MARK;
                look[i] = looks.ofFailed(i);
            }
        }
        boolean written = faults.settle(number);
        if (written) {
            keep(sheetRow, batch);
        }
        Arrays.fill(taken, null);
        return written;
    }

    private int rowLook(T row, long number) {
        try {
            return looks.ofRow(row);
        } catch (Exception e) {
            throw ExcelRowException.of(number, null, e);
        }
    }

    private int cellLook(int column, int rowLook, boolean second, T row, long number) {
        try {
            return looks.ofCell(column, rowLook, second, row);
        } catch (Exception e) {
            throw ExcelRowException.of(number, looks.heading(column), e);
        }
    }

    private void keep(int sheetRow, RowBatch batch) {
        for (int i = 0; i < taken.length; i++) {
            totals.add(i, taken[i]);
            batch.put(i, values.kept(taken[i], i, sheetRow, batch), look[i]);
        }
        batch.endRow();
    }
}

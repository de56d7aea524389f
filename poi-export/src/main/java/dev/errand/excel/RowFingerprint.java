package dev.errand.excel;

import dev.errand.excel.batch.RowBatch;
import dev.errand.excel.sheet.SheetLinks;

/** Tells whether a row is the one that an earlier attempt has written, by what its cells hold. For one thread. */
final class RowFingerprint<T> {

    private final SheetPlan<T> plan;
    private final RowValues<T> values;
    private final DesignedRows<T> designed;

    RowFingerprint(SheetPlan<T> plan) {
        this.plan = plan;
        this.values = new RowValues<>(plan.columns(), plan.options().values(), new SheetLinks());
        this.designed = new DesignedRows<>(plan, values, plan.newTotals(), ErrorLog.NONE);
    }

    /** That of a row, or of nothing if it would be left out. */
    int of(T row, long number) {
        RowBatch batch = RowBatch.ofWholeRows(1, plan.columns().size(), 1);
        boolean written = designed.take(row, number, plan.frame().headingRows() + 1, batch);
        return written ? batch.checksumOfLastRow() : 0;
    }
}

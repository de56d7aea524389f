package dev.errand.excel;

import dev.errand.excel.batch.RunningTotal;
import dev.errand.excel.sheet.SheetFrame;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last row of a sheet, as far as its rows have come. For one thread. */
final class TotalsRow {

    private final Map<Integer, Total> totals;
    private final @Nullable RunningTotal[] running;

    TotalsRow(Map<Integer, Total> totals, int columns, ZoneId zone) {
        this.totals = totals;
        this.running = new @Nullable RunningTotal[columns];
        totals.forEach(
                (column, total) -> total.kind().ifPresent(kind -> running[column] = new RunningTotal(kind, zone)));
    }

    boolean isEmpty() {
        return totals.isEmpty();
    }

    void add(int column, @Nullable Object value) {
        RunningTotal total = running[column];
        if (total != null) {
            total.add(value);
        }
    }

    void restore(DataInput saved) throws IOException {
        for (RunningTotal total : running) {
            if (total != null) {
                total.restore(saved);
            }
        }
    }

    void save(DataOutput out) throws IOException {
        for (RunningTotal total : running) {
            if (total != null) {
                total.save(out);
            }
        }
    }

    /** What stands in it, below the rows of data. */
    List<@Nullable Object> cells(SheetFrame frame, int lastRow) {
        List<@Nullable Object> cells = new ArrayList<>();
        for (int i = 0; i < running.length; i++) {
            RunningTotal computed = running[i];
            Total total = totals.get(i);
            if (computed != null) {
                cells.add(computed.cell(frame.dataRange(i, lastRow)));
            } else {
                cells.add(total == null ? null : total.text());
            }
        }
        return cells;
    }
}

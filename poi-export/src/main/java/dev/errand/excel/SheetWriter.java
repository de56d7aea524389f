package dev.errand.excel;

import dev.errand.excel.batch.BatchPipeline;
import dev.errand.excel.batch.ColumnWidths;
import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.batch.RowBatch;
import dev.errand.excel.batch.SheetForm;
import dev.errand.excel.sheet.SheetFrame;
import dev.errand.excel.sheet.SheetLinks;
import dev.errand.excel.zip.LargeEntry;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes one sheet of a workbook until it is full: takes the values out of the rows, and hands them on in batches. For
 * one thread, and once.
 */
final class SheetWriter<T> implements AutoCloseable {

    private static final int ROWS_OF_TRIAL = 64;
    private static final int MOST_ROWS = Integer.MAX_VALUE;

    private final SheetPlan<T> plan;
    private final SheetPlace place;
    private final long rowsBefore;
    private final SheetForm form;
    private final SheetFrame frame;
    private final SheetLinks links = new SheetLinks();
    private final RowValues<T> values;
    private final TotalsRow totals;
    private final @Nullable DesignedRows<T> designed;
    private final ColumnWidths widthsBefore;
    private final boolean goesOn;
    private final LargeEntry sheet;
    private @Nullable BatchPipeline pipeline;
    private RowBatch batch;
    private int batches;
    private long rowsSeen;
    private int rows;
    private long lastWritten;
    private WrittenRow lastHandedOver = WrittenRow.NONE;

    /**
     * Begins a sheet, or goes on with one that was saved; the rows before are those of the same plan that were for other
     * sheets.
     */
    SheetWriter(SheetPlan<T> plan, SheetPlace place, long rowsBefore, ErrorLog log, Optional<? extends DataInput> saved)
            throws IOException {
        this.plan = plan;
        this.place = place;
        this.rowsBefore = rowsBefore;
        this.frame = plan.frame();
        this.form = new SheetForm(
                frame,
                plan.palettes(),
                plan.options().zone(),
                place.styles(),
                plan.options().compact(),
                place.isSaved());
        this.values = new RowValues<>(plan.columns(), plan.options().values(), links);
        this.totals = plan.newTotals();
        this.designed = plan.isPlain() ? null : new DesignedRows<>(plan, values, totals, log);
        this.widthsBefore = new ColumnWidths(form.patterns());
        this.goesOn = saved.isPresent();
        this.sheet = goesOn ? restored(saved.get()) : place.begin(head(widthsBefore));
        this.batch = nextBatch();
    }

    private LargeEntry restored(DataInput saved) throws IOException {
        lastHandedOver = WrittenRow.read(saved);
        rowsSeen = saved.readLong();
        rows = saved.readInt();
        widthsBefore.include(saved);
        values.restore(saved);
        totals.restore(saved);
        links.restore(saved);
        return place.reopen(saved);
    }

    /** Saves how far it has come, now that all its rows are handed over and drained. */
    void save(DataOutput out) throws IOException {
        lastHandedOver.save(out);
        out.writeLong(rowsSeen);
        out.writeInt(rows);
        started().widths().save(out);
        values.save(out);
        totals.save(out);
        links.save(out);
        sheet.save(out);
    }

    private byte[] head(ColumnWidths widths) {
        return frame.head(widths.fitted(), totals.isEmpty() ? lastRow() : lastRow() + 1, place.isFirst());
    }

    private int lastRow() {
        return frame.headingRows() + rows;
    }

    /** Writes rows as long as there are some, and room for them. */
    void writeAll(Iterator<? extends T> source) throws IOException {
        int room = plan.options().limits().rowsOfSheet() - frame.headingRows() - (totals.isEmpty() ? 0 : 1);
        if (place.isSaved()) {
            writeAndSave(source, room);
            return;
        }
        while (rows < room && source.hasNext()) {
            write(source.next());
        }
    }

    /** Saves between two rows: when it is time, and when the source fails or is told to stop. */
    private void writeAndSave(Iterator<? extends T> source, int room) throws IOException {
        while (rows < room) {
            if (place.isTimeToSave()) {
                checkpoint();
            }
            T row;
            try {
                if (!source.hasNext()) {
                    return;
                }
                row = source.next();
            } catch (RuntimeException e) {
                checkpointOnTheWayOut(e);
                throw e;
            }
            write(row);
        }
    }

    /** Does nothing if nothing was written since the last one, or at all. */
    private void checkpoint() throws IOException {
        if (batch.isEmpty() && pipeline == null) {
            return;
        }
        if (!batch.isEmpty()) {
            handOver();
        }
        started().drain();
        place.save(this);
    }

    /** What is written need not be written again, however the export ends. */
    private void checkpointOnTheWayOut(RuntimeException why) {
        try {
            checkpoint();
        } catch (IOException | RuntimeException notSaved) {
            why.addSuppressed(notSaved);
        }
    }

    /** How many rows were taken from the source for this sheet and those before it, those included that were left out. */
    long rowsSeen() {
        return rowsBefore + rowsSeen;
    }

    /** The rows of a source that are not written yet, if it still has those that are. */
    Iterator<? extends T> notYetWritten(RowSource<T> source) throws IOException {
        Iterator<? extends T> rest = source.from(lastHandedOver.number());
        for (long number = lastHandedOver.number(); number <= rowsSeen(); number++) {
            if (!rest.hasNext()) {
                throw source.changed(number);
            }
            T row = rest.next();
            if (number == lastHandedOver.number()
                    && new RowFingerprint<>(plan).of(row, number) != lastHandedOver.checksum()) {
                throw source.changed(number);
            }
        }
        return rest;
    }

    private void write(T row) throws IOException {
        rowsSeen++;
        long number = rowsBefore + rowsSeen;
        plan.options().limits().requireRoomForRows(number);
        if (designed == null) {
            values.take(row, number, lastRow() + 1, batch);
        } else if (!designed.take(row, number, lastRow() + 1, batch)) {
            return;
        }
        rows++;
        lastWritten = number;
        if (batch.isFull()) {
            handOver();
        }
    }

    private void handOver() throws IOException {
        if (place.isSaved()) {
            lastHandedOver = WrittenRow.lastOf(batch, lastWritten);
        }
        if (batches < EngineChoice.TRIALS) {
            started().handSmall(batch);
        } else {
            started().hand(batch);
        }
        batches++;
        batch = nextBatch();
    }

    private RowBatch nextBatch() {
        int mostRows = batches < EngineChoice.TRIALS ? ROWS_OF_TRIAL : MOST_ROWS;
        return RowBatch.of(form, lastRow() + 1, mostRows);
    }

    private BatchPipeline started() throws IOException {
        BatchPipeline running = pipeline;
        if (running == null) {
            running = new BatchPipeline(place.threads(), form, place.engines(), appended -> {
                sheet.append(appended);
                place.requireRoom();
            });
            pipeline = running;
            if (goesOn) {
                running.resume(batch, widthsBefore);
            } else {
                running.begin(batch);
            }
        }
        return running;
    }

    /** Ends the sheet. The widths are exact over all its rows, since they are known by now. */
    WrittenSheet finish() throws IOException {
        BatchPipeline running = started();
        if (!batch.isEmpty()) {
            running.handSmall(batch);
        }
        running.drain();
        if (!totals.isEmpty()) {
            running.end(form, totals.cells(frame, lastRow()), lastRow() + 1);
        }
        sheet.appendStored(frame.tail(lastRow(), links, running.hasLeftOut()));
        sheet.patchHead(head(running.widths()));
        sheet.end();
        return new WrittenSheet(frame, links, lastRow(), values.hasFormulas());
    }

    /** Frees what it needed. */
    @Override
    public void close() {
        if (pipeline != null) {
            pipeline.close();
        }
    }
}

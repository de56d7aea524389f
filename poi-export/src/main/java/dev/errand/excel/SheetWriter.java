package dev.errand.excel;

import dev.errand.ErrandException;
import dev.errand.excel.batch.BatchPipeline;
import dev.errand.excel.batch.ColumnWidths;
import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.batch.RowBatch;
import dev.errand.excel.batch.SheetForm;
import dev.errand.excel.batch.TakenValues;
import dev.errand.excel.sheet.SheetExtent;
import dev.errand.excel.sheet.WorkbookParts;
import dev.errand.excel.zip.LargeEntry;
import java.io.IOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Writes one sheet of a workbook until it is full: takes the values out of the rows, and hands them on in batches. For
 * one thread, and once.
 */
final class SheetWriter<T> implements AutoCloseable {

    private static final int ROWS_OF_TRIAL = 64;
    private static final int MOST_ROWS = Integer.MAX_VALUE;

    private final String name;
    private final ExcelSheet<T> plan;
    private final WorkbookWriter book;
    private final long rowsBefore;
    private final SheetForm form;
    private final LargeEntry sheet;
    private @Nullable BatchPipeline pipeline;
    private RowBatch batch;
    private int batches;
    private int rows;

    /** Begins a sheet; the rows before are those of the same plan that are in other sheets. */
    SheetWriter(String name, ExcelSheet<T> plan, WorkbookWriter book, long rowsBefore) throws IOException {
        this.name = name;
        this.plan = plan;
        this.book = book;
        this.rowsBefore = rowsBefore;
        this.form =
                new SheetForm(plan.headings(), plan.patterns(), plan.options().zone(), book.styles());
        this.batches = book.enginesAreTried() ? EngineChoice.TRIALS : 0;
        this.batch = nextBatch();
        this.sheet = book.beginSheet(head(new ColumnWidths(form.patterns())));
    }

    private byte[] head(ColumnWidths widths) {
        return WorkbookParts.sheetHead(widths.fitted(), rows + 1, book.isAtFirstSheet());
    }

    /** Writes rows as long as there are some, and room for them. */
    void writeAll(Iterator<? extends T> source) throws IOException {
        int room = plan.options().limits().rowsOfSheet() - 1;
        while (rows < room && source.hasNext()) {
            write(source.next());
        }
    }

    int rows() {
        return rows;
    }

    private void write(T row) throws IOException {
        plan.options().limits().requireRoomForRows(rowsBefore + rows + 1);
        rows++;
        for (Column<T> column : plan.columns()) {
            batch.add(valueOf(row, column));
        }
        if (batch.isFull()) {
            handOver();
        }
    }

    /** Takes a value and makes it fit: both run code of the row, as far as its {@code toString()}. */
    private @Nullable Object valueOf(T row, Column<T> column) {
        try {
            Object value =
                    TakenValues.of(column.value().of(row), column.format().asText());
            return value instanceof String text && TextLimit.mayExceed(text)
                    ? TextLimit.fitting(
                            text,
                            plan.options().longText(),
                            ExcelRowException.describe(rowsBefore + rows, column.heading()))
                    : value;
        } catch (ErrandException e) {
            throw e;
        } catch (Exception e) {
            throw new ExcelRowException(rowsBefore + rows, column.heading(), e);
        }
    }

    private void handOver() throws IOException {
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
        return new RowBatch(rows + 2, plan.columns().size(), mostRows);
    }

    private BatchPipeline started() throws IOException {
        BatchPipeline running = pipeline;
        if (running == null) {
            running = new BatchPipeline(book.threads(), form, book.engines(), appended -> {
                sheet.append(appended);
                book.requireRoom();
            });
            pipeline = running;
            running.begin(batch);
        }
        return running;
    }

    /** Ends the sheet. The widths are exact over all its rows, since they are known by now. */
    SheetExtent finish() throws IOException {
        BatchPipeline running = started();
        if (!batch.isEmpty()) {
            running.handSmall(batch);
            batches++;
        }
        running.drain();
        sheet.appendStored(WorkbookParts.sheetTail(form.columns(), rows + 1));
        sheet.patchHead(head(running.widths()));
        sheet.end();
        return new SheetExtent(name, form.columns(), rows + 1);
    }

    /** Whether there were enough rows to know which engine is the quicker. */
    boolean hasTriedEngines() {
        return batches >= EngineChoice.TRIALS;
    }

    /** Frees what it needed. */
    @Override
    public void close() {
        if (pipeline != null) {
            pipeline.close();
        }
    }
}

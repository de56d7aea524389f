package dev.errand.excel;

import dev.errand.ErrandException;
import dev.errand.excel.batch.BatchPipeline;
import dev.errand.excel.batch.ColumnWidths;
import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.batch.RowBatch;
import dev.errand.excel.batch.SheetForm;
import dev.errand.excel.batch.TakenValues;
import dev.errand.excel.sheet.WorkbookParts;
import dev.errand.excel.zip.LargeEntry;
import dev.errand.excel.zip.ZipPackage;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one workbook of one sheet to a channel: takes the values out of the rows, hands them on in batches, and puts
 * the package together around them. For one thread, and once.
 */
final class SheetWriter<T> implements AutoCloseable {

    static final int MAX_ROWS = 1_048_576;

    private static final int ROWS_OF_TRIAL = 64;
    private static final int MOST_ROWS = Integer.MAX_VALUE;
    private static final String CREATOR = "Errand";

    private final String title;
    private final List<Column<T>> columns;
    private final SheetOptions options;
    private final SheetForm form;
    private final ZipPackage target;
    private final LargeEntry sheet;
    private @Nullable BatchPipeline pipeline;
    private RowBatch batch;
    private int batches;
    private int rows;

    SheetWriter(String title, List<Column<T>> columns, SheetOptions options, SeekableByteChannel channel)
            throws IOException {
        this.title = ExcelTexts.sheetTitle(title);
        this.columns = columns;
        this.options = options;
        this.form = SheetForm.of(
                columns.stream().map(Column::heading).toList(),
                columns.stream().map(column -> column.format().pattern()).toList(),
                options.zone());
        this.batch = new RowBatch(2, columns.size(), ROWS_OF_TRIAL);
        Instant now = options.clock().instant();
        this.target = ZipPackage.on(channel, LocalDateTime.ofInstant(now, ZoneOffset.UTC));
        target.add("[Content_Types].xml", WorkbookParts.contentTypes());
        target.add("_rels/.rels", WorkbookParts.packageRelations());
        target.add("xl/_rels/workbook.xml.rels", WorkbookParts.workbookRelations());
        target.add("xl/styles.xml", WorkbookParts.styles(form.styles()));
        target.add("docProps/core.xml", WorkbookParts.coreProperties(CREATOR, now));
        this.sheet = target.begin(WorkbookParts.SHEET, head(new ColumnWidths(form.patterns())));
    }

    private byte[] head(ColumnWidths widths) {
        return WorkbookParts.sheetHead(widths.fitted(), rows + 1);
    }

    /** Refuses more rows than a sheet holds. */
    static void requireRoomFor(long rows) {
        if (rows >= MAX_ROWS) {
            throw new InvalidSheetException(
                    "number of rows", rows, "be at most " + (MAX_ROWS - 1) + ", which a sheet holds");
        }
    }

    void writeAll(Iterator<? extends T> source) throws IOException {
        while (source.hasNext()) {
            write(source.next());
        }
    }

    long rows() {
        return rows;
    }

    private void write(T row) throws IOException {
        requireRoomFor(rows + 1L);
        rows++;
        for (Column<T> column : columns) {
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
                    ? TextLimit.fitting(text, options.longText(), ExcelRowException.describe(rows, column.heading()))
                    : value;
        } catch (ErrandException e) {
            throw e;
        } catch (Exception e) {
            throw new ExcelRowException(rows, column.heading(), e);
        }
    }

    private void handOver() throws IOException {
        if (batches < EngineChoice.TRIALS) {
            started().handSmall(batch);
        } else {
            started().hand(batch);
        }
        batches++;
        batch = new RowBatch(rows + 2, columns.size(), batches < EngineChoice.TRIALS ? ROWS_OF_TRIAL : MOST_ROWS);
    }

    private BatchPipeline started() throws IOException {
        BatchPipeline running = pipeline;
        if (running == null) {
            running =
                    new BatchPipeline(options.workers(), form, options.engines().get(), sheet::append);
            pipeline = running;
            running.begin(batch);
        }
        return running;
    }

    /** Puts the package together. The widths are exact over all rows, since they are known by now. */
    void finish() throws IOException {
        BatchPipeline running = started();
        if (!batch.isEmpty()) {
            running.handSmall(batch);
        }
        running.drain();
        sheet.appendStored(WorkbookParts.sheetTail(columns.size(), rows + 1));
        sheet.patchHead(head(running.widths()));
        sheet.end();
        target.add("xl/workbook.xml", WorkbookParts.workbook(title, columns.size(), rows + 1));
        target.finish();
    }

    /** Ends the threads. */
    @Override
    public void close() {
        if (pipeline != null) {
            pipeline.close();
        }
    }
}

package dev.errand.excel.batch;

import dev.errand.excel.batch.EngineChoice.Engine;
import dev.errand.excel.sheet.CellStyle;
import dev.errand.excel.sheet.RowEncoder;
import dev.errand.excel.zip.BatchDeflater;
import dev.errand.excel.zip.DeflatedBatch;
import dev.errand.excel.zip.PieceBuffer;
import dev.errand.excel.zip.RepeatSearch;
import dev.errand.excel.zip.RowBatchDeflater;
import dev.errand.excel.zip.RowLayout;
import dev.errand.excel.zip.ZlibBatchDeflater;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes and compresses batches, one after the other, with buffers of its own. For one thread at a time. */
final class BatchEncoder implements AutoCloseable {

    private static final int ROOM_AT_FIRST = 1 << 13;
    private static final int QUICKEST = 1;

    private final RowForm form;
    private final EngineChoice choice;
    private final PieceBuffer buffer;
    private final RowEncoder encoder;
    private final Cells cells;
    private final BatchDeflater zlib = new ZlibBatchDeflater(QUICKEST);
    private @Nullable BatchDeflater rows; // not made for a sheet of a few rows
    private boolean leftOut;

    BatchEncoder(RowForm form, RowLayout layout, EngineChoice choice) {
        this.form = form;
        this.choice = choice;
        this.buffer = new PieceBuffer(layout, ROOM_AT_FIRST);
        this.encoder = new RowEncoder(buffer, form.columns(), form.styleCount(), form.compact());
        this.cells = new Cells(encoder, form);
    }

    /** The row of headings. */
    DeflatedBatch headings(SheetForm sheet, DeflatedBatch result) {
        encoder.clear();
        if (sheet.frame().headingRows() > 1) {
            jointHeadings(sheet);
        }
        encoder.beginRow(sheet.frame().headingRows());
        for (int i = 0; i < form.columns(); i++) {
            String heading = sheet.frame().columns().get(i).heading();
            encoder.text(i, sheet.headingStyle(i), heading);
            cells.widths().heading(i, heading);
        }
        encoder.endRow();
        zlib.deflate(buffer, result);
        return result;
    }

    private void jointHeadings(SheetForm sheet) {
        String[] texts = new String[form.columns()];
        Arrays.fill(texts, "");
        sheet.frame().joints().forEach(joint -> texts[joint.first()] = joint.text());
        int style = sheet.styles().number(CellStyle.jointHeading());
        encoder.beginRow(1);
        for (int i = 0; i < texts.length; i++) {
            if (texts[i].isEmpty()) {
                encoder.blank(i, style);
            } else {
                encoder.text(i, style, texts[i]);
            }
        }
        encoder.endRow();
    }

    /** The row of totals. */
    DeflatedBatch totals(SheetForm sheet, List<@Nullable Object> values, int row, DeflatedBatch result) {
        encoder.clear();
        encoder.beginRow(row);
        for (int i = 0; i < values.size(); i++) {
            cells.look(i, sheet.totalLook(i));
            cells.putTotal(i, values.get(i));
        }
        encoder.endRow();
        zlib.deflate(buffer, result);
        return result;
    }

    /** The rows of a batch. */
    DeflatedBatch rows(RowBatch batch, DeflatedBatch result) {
        encoder.clear();
        if (batch.hasLooks()) {
            rowsWithLooks(batch);
        } else if (batch.leavesOut()) {
            sparseRows(batch);
        } else {
            plainRows(batch);
        }
        deflate(result);
        return result;
    }

    private void plainRows(RowBatch batch) {
        int columns = form.columns();
        int entry = 0;
        int cell = 0;
        for (int row = 0; row < batch.rows(); row++) {
            encoder.beginRow(batch.firstRow() + row);
            for (int i = 0; i < columns; i++) {
                cells.put(i, batch.isAt(entry, cell++) ? batch.value(entry++) : null);
            }
            encoder.endRow();
        }
    }

    /** Without the cells that are empty, and so without marks: most would be of those. */
    private void sparseRows(RowBatch batch) {
        int columns = form.columns();
        int entry = 0;
        int firstCell = 0;
        for (int row = 0; row < batch.rows(); row++) {
            encoder.beginRow(batch.firstRow() + row);
            int behind = firstCell + columns;
            for (; entry < batch.kept() && batch.cell(entry) < behind; entry++) {
                cells.put(batch.cell(entry) - firstCell, batch.value(entry));
            }
            firstCell = behind;
            encoder.endRow();
        }
        encoder.unmark();
        leftOut = true;
    }

    private void rowsWithLooks(RowBatch batch) {
        int entry = 0;
        int cell = 0;
        for (int row = 0; row < batch.rows(); row++) {
            encoder.beginRow(batch.firstRow() + row);
            for (int i = 0; i < form.columns(); i++) {
                boolean kept = batch.isAt(entry, cell++);
                cells.look(i, kept ? batch.look(entry) : 0);
                cells.put(i, kept ? batch.value(entry++) : null);
            }
            encoder.endRow();
        }
        for (int i = 0; i < form.columns(); i++) {
            cells.look(i, 0);
        }
    }

    private void deflate(DeflatedBatch result) {
        Engine engine = choice.next();
        long before = System.nanoTime();
        switch (engine) {
            case ZLIB -> zlib.deflate(buffer, result);
            case ROWS -> rowsDeflater().deflate(buffer, result);
        }
        choice.took(engine, buffer.length(), System.nanoTime() - before);
    }

    private BatchDeflater rowsDeflater() {
        BatchDeflater made = rows;
        if (made == null) {
            made = new RowBatchDeflater(RepeatSearch.IN_TEXTS);
            rows = made;
        }
        return made;
    }

    /** How wide the columns are over all that was encoded here. */
    ColumnWidths widths() {
        return cells.widths();
    }

    /** Whether empty cells are not there in some rows. */
    boolean hasLeftOut() {
        return leftOut;
    }

    @Override
    public void close() {
        zlib.close();
        if (rows != null) {
            rows.close();
        }
    }
}

package dev.errand.excel;

import dev.errand.excel.batch.BatchPipeline;
import dev.errand.excel.batch.DesignedForm;
import dev.errand.excel.batch.EncoderThreads;
import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.batch.RowBatch;
import dev.errand.excel.sheet.SheetLinks;
import dev.errand.excel.template.TemplateParts;
import dev.errand.excel.template.TemplateSheet;
import dev.errand.excel.zip.LargeEntry;
import dev.errand.excel.zip.ZipPackage;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a template to a channel, filled with rows. For one thread, and once. */
final class TemplateWriter<T> implements AutoCloseable {

    private static final int LAST_ROW = 1_048_576;
    private static final int ROWS_OF_TRIAL = 64;

    private final TemplateParts parts;
    private final TemplateSheet place;
    private final ExcelSheet<T> plan;
    private final RowValues<T> values;
    private final ZipPackage target;
    private final EncoderThreads threads;
    private final EngineChoice engines;
    private final RowFaults faults;
    private final @Nullable Object[] taken;
    private int rowsSeen;
    private int rows;

    TemplateWriter(
            TemplateParts parts, TemplateSheet place, ExcelSheet<T> plan, SeekableByteChannel channel, ErrorLog log)
            throws IOException {
        this.parts = parts;
        this.place = place;
        this.plan = plan;
        SheetOptions options = plan.options();
        this.values = new RowValues<>(plan.columns(), options.values(), new SheetLinks());
        this.threads = new EncoderThreads(options.workers());
        this.engines = options.engines().get();
        this.faults = new RowFaults(options.values().errors(), log);
        this.taken = new @Nullable Object[place.sources().size()];
        this.target =
                ZipPackage.on(channel, LocalDateTime.ofInstant(options.clock().instant(), ZoneOffset.UTC));
    }

    /** Writes all parts in their order, but those that depend on how many rows there are after the rows. */
    long write(Iterator<? extends T> source) throws IOException {
        Set<String> changing = place.changing();
        for (String name : parts.names()) {
            if (!name.equals(place.part()) && !changing.contains(name) && !name.endsWith("/")) {
                target.add(name, parts.bytes(name));
            }
        }
        writeSheet(source);
        for (Map.Entry<String, byte[]> changed :
                place.changed(rows, values.hasFormulas()).entrySet()) {
            target.add(changed.getKey(), changed.getValue());
        }
        target.finish();
        requireRoom();
        return rowsSeen;
    }

    private void writeSheet(Iterator<? extends T> source) throws IOException {
        DesignedForm form = new DesignedForm(
                place.styles(), plan.options().zone(), plan.options().compact());
        LargeEntry sheet = target.begin(place.part(), place.head(0));
        BatchPipeline.Target appending = batch -> {
            sheet.append(batch);
            requireRoom();
        };
        try (BatchPipeline pipeline = new BatchPipeline(threads, form, engines, appending)) {
            writeRows(source, pipeline);
            pipeline.drain();
        }
        sheet.appendStored(place.tail(rows));
        sheet.patchHead(place.head(rows));
        sheet.end();
    }

    private void writeRows(Iterator<? extends T> source, BatchPipeline pipeline) throws IOException {
        RowBatch batch = newBatch(0);
        int batches = 0;
        while (source.hasNext()) {
            take(source.next(), batch);
            if (batch.isFull()) {
                handOver(batch, batches++, pipeline);
                batch = newBatch(batches);
            }
        }
        if (!batch.isEmpty()) {
            handOver(batch, batches, pipeline);
        }
    }

    private static void handOver(RowBatch batch, int batchesBefore, BatchPipeline pipeline) throws IOException {
        if (batchesBefore == 0) {
            pipeline.begin(batch);
        }
        if (batchesBefore < EngineChoice.TRIALS) {
            pipeline.handSmall(batch);
        } else {
            pipeline.hand(batch);
        }
    }

    private RowBatch newBatch(int batches) {
        int most = batches < EngineChoice.TRIALS ? ROWS_OF_TRIAL : Integer.MAX_VALUE;
        return RowBatch.ofWholeRows(
                place.headerRow() + 1 + rows, place.sources().size(), most);
    }

    /** Not before all values of a row are known is any of them kept. */
    private void take(T row, RowBatch batch) {
        plan.options().limits().requireRoomForRows(rows + 1);
        requireRow(place.headerRow() + rows + 1);
        rowsSeen++;
        for (int i = 0; i < taken.length && faults.goesOn(); i++) {
            try {
                int source = place.sources().get(i);
                taken[i] = source < 0 ? null : shown(values.valueOf(row, rowsSeen, source));
            } catch (ExcelRowException | InvalidSheetException e) {
                faults.note(e);
                taken[i] = RowFaults.MARK;
            }
        }
        if (faults.settle(rowsSeen)) {
            rows++;
            keep(batch);
        }
        Arrays.fill(taken, null);
    }

    private void keep(RowBatch batch) {
        for (int i = 0; i < taken.length; i++) {
            batch.put(i, values.kept(taken[i], place.sources().get(i), place.headerRow() + rows, batch));
        }
        batch.endRow();
    }

    private static void requireRow(int row) {
        if (row > LAST_ROW) {
            throw new InvalidSheetException("number of the last row", row, "be at most " + LAST_ROW + " in a template");
        }
    }

    /** A link would need a part that the template may have already. */
    private static @Nullable Object shown(@Nullable Object value) {
        return value instanceof Hyperlink link ? link.text() : value;
    }

    private void requireRoom() {
        plan.options().limits().requireRoomForBytes(target.size());
    }

    /** Ends the threads. */
    @Override
    public void close() {
        threads.close();
    }
}

package dev.errand.excel;

import dev.errand.excel.batch.EncoderThreads;
import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.sheet.SheetExtent;
import dev.errand.excel.sheet.SheetFrame;
import dev.errand.excel.sheet.SheetLinks;
import dev.errand.excel.sheet.SheetNotes;
import dev.errand.excel.sheet.StyleTable;
import dev.errand.excel.sheet.WorkbookParts;
import dev.errand.excel.zip.LargeEntry;
import dev.errand.excel.zip.ZipPackage;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Writes one workbook to a channel, sheet after sheet, and puts the package together around them. Sheets share styles,
 * threads, and what is known of the engines. For one thread, and once.
 *
 * <p>The part that lists all others comes last, since how many sheets there are is known at the end.
 */
final class WorkbookWriter implements AutoCloseable {

    private static final String CREATOR = "Errand";

    private final ZipPackage target;
    private final SheetOptions options;
    private final StyleTable styles;
    private final EngineChoice engines;
    private final EncoderThreads threads;
    private final SheetNames names = new SheetNames();
    private final List<String> namesOfPlans;
    private final List<SheetExtent> written = new ArrayList<>();
    private boolean enginesAreTried;
    private int plans;

    /** Begins a workbook of these sheets, to be written in this order. */
    WorkbookWriter(List<? extends ExcelSheet<?>> sheets, SheetOptions options, SeekableByteChannel channel)
            throws IOException {
        this.options = options;
        this.namesOfPlans =
                sheets.stream().map(ExcelSheet::title).map(names::take).toList();
        this.styles =
                new StyleTable(sheets.stream().flatMap(sheet -> sheet.plan().styles()));
        this.engines = options.engines().get();
        this.threads = new EncoderThreads(options.workers());
        Instant now = options.clock().instant();
        this.target = ZipPackage.on(channel, LocalDateTime.ofInstant(now, ZoneOffset.UTC));
        target.add("_rels/.rels", WorkbookParts.packageRelations());
        target.add("docProps/core.xml", WorkbookParts.coreProperties(CREATOR, now));
        target.add("xl/styles.xml", WorkbookParts.styles(styles));
    }

    /** Writes the next sheet, and as many more as its rows need. Tells how many rows there were. */
    <T> long write(ExcelSheet<T> sheet, Iterator<? extends T> source, ErrorLog log) throws IOException {
        String first = namesOfPlans.get(plans++);
        long rows = 0;
        int part = 1;
        do {
            String name = part == 1 ? first : names.takeContinued(first, part);
            try (SheetWriter<T> writer = new SheetWriter<>(name, sheet.plan(), this, rows, log)) {
                writer.writeAll(source);
                written.add(writer.finish());
                enginesAreTried |= writer.hasTriedEngines();
                rows += writer.rowsSeen();
            }
            part++;
        } while (source.hasNext());
        return rows;
    }

    LargeEntry beginSheet(byte[] head) throws IOException {
        return target.begin(WorkbookParts.sheet(written.size() + 1), head);
    }

    /** Adds the parts that a sheet has beside itself, if any. */
    void addBesideSheet(SheetFrame frame, SheetLinks links) throws IOException {
        int number = written.size() + 1;
        if (frame.hasNotes()) {
            SheetNotes notes = new SheetNotes(frame);
            target.add(SheetNotes.textsOf(number), notes.texts());
            target.add(SheetNotes.drawingOf(number), notes.drawing());
        }
        if (frame.hasNotes() || !links.isEmpty()) {
            target.add(
                    WorkbookParts.relationsOfSheet(number),
                    WorkbookParts.relationsOfSheet(number, links, frame.hasNotes()));
        }
    }

    boolean isAtFirstSheet() {
        return written.isEmpty();
    }

    /** Refuses a file that is larger than it may be. */
    void requireRoom() {
        options.limits().requireRoomForBytes(target.size());
    }

    StyleTable styles() {
        return styles;
    }

    EngineChoice engines() {
        return engines;
    }

    EncoderThreads threads() {
        return threads;
    }

    boolean enginesAreTried() {
        return enginesAreTried;
    }

    /** Puts the package together. */
    void finish() throws IOException {
        target.add("xl/workbook.xml", WorkbookParts.workbook(written));
        target.add("xl/_rels/workbook.xml.rels", WorkbookParts.workbookRelations(written.size()));
        target.add("[Content_Types].xml", WorkbookParts.contentTypes(written));
        target.finish();
        requireRoom();
    }

    /** Ends the threads. */
    @Override
    public void close() {
        threads.close();
    }
}

package dev.errand.excel;

import dev.errand.excel.batch.EncoderThreads;
import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.file.Checksums;
import dev.errand.excel.file.Savepoint;
import dev.errand.excel.sheet.CellStyle;
import dev.errand.excel.sheet.SheetExtent;
import dev.errand.excel.sheet.SheetFrame;
import dev.errand.excel.sheet.SheetLinks;
import dev.errand.excel.sheet.SheetNotes;
import dev.errand.excel.sheet.StyleTable;
import dev.errand.excel.sheet.WorkbookParts;
import dev.errand.excel.zip.LargeEntry;
import dev.errand.excel.zip.Spool;
import dev.errand.excel.zip.ZipPackage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Writes one workbook to a channel, sheet after sheet, and puts the package together around them. Sheets share styles,
 * threads, and what is known of the engines. For one thread, and once.
 *
 * <p>The part that lists all others comes last, since how many sheets there are is known at the end.
 */
final class WorkbookWriter implements SheetPlace, AutoCloseable {

    private static final String CREATOR = "Errand";

    /** To be raised with anything that changes how cells are written, or what is saved. */
    private static final String FORM_OF_CHECKPOINTS = "2";

    private final ZipPackage target;
    private final SheetOptions options;
    private final Savepoint savepoint;
    private final byte[] plan;
    private final StyleTable styles;
    private final EngineChoice engines;
    private final EncoderThreads threads;
    private final SheetNames names = new SheetNames();
    private final List<String> namesOfPlans;
    private final List<SheetExtent> written = new ArrayList<>();
    private final List<RowTally> tallies = new ArrayList<>();
    private final List<Runnable> passedOver = new ArrayList<>();
    private final Instant began;
    private Optional<DataInputStream> saved;
    private volatile long size;
    private final AtomicLong sizeApart = new AtomicLong();
    private int plans;
    private int part;
    private String openSheet = "";
    private long rowsBefore;

    /**
     * Begins a workbook of these sheets, to be written in this order; or goes on with one that was saved.
     *
     * @throws StreamCorruptedException if what was saved is of another workbook, or not there any more
     */
    WorkbookWriter(
            List<? extends ExcelSheet<?>> sheets,
            SheetOptions options,
            SeekableByteChannel channel,
            Savepoint savepoint)
            throws IOException {
        this.options = options;
        this.savepoint = savepoint;
        this.namesOfPlans = new ArrayList<>();
        for (ExcelSheet<?> sheet : sheets) {
            namesOfPlans.add(names.take(sheet.title()));
        }
        this.styles = new StyleTable(stylesOf(sheets), formatsOf(sheets));
        this.engines = options.engines().get();
        this.threads = new EncoderThreads(options.workers());
        this.plan = savepoint.isKept() ? checksum(sheets) : new byte[0];
        this.saved = savepoint.saved().map(ByteArrayInputStream::new).map(DataInputStream::new);
        if (saved.isPresent()) {
            DataInputStream in = saved.get();
            this.began = restoredBeginning(in);
            this.target = ZipPackage.resumed(channel, timeOf(began), in);
        } else {
            this.began = options.clock().instant();
            this.target = savepoint.isKept()
                    ? ZipPackage.resumable(channel, timeOf(began))
                    : ZipPackage.on(channel, timeOf(began));
            target.add("_rels/.rels", WorkbookParts.packageRelations());
            target.add("docProps/core.xml", WorkbookParts.coreProperties(CREATOR, began));
            target.add("xl/styles.xml", WorkbookParts.styles(styles));
        }
    }

    private static List<CellStyle> stylesOf(List<? extends ExcelSheet<?>> sheets) {
        List<CellStyle> styles = new ArrayList<>();
        for (ExcelSheet<?> sheet : sheets) {
            styles.addAll(sheet.plan().styles());
        }
        return styles;
    }

    /** The styles are those of the whole workbook, so it has one language. */
    private static UnaryOperator<String> formatsOf(List<? extends ExcelSheet<?>> sheets) {
        for (ExcelSheet<?> sheet : sheets) {
            Optional<Locale> language = sheet.options().language();
            if (language.isPresent()) {
                return pattern -> LocalDates.in(language.get(), pattern);
            }
        }
        return pattern -> pattern;
    }

    private static LocalDateTime timeOf(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static byte[] checksum(List<? extends ExcelSheet<?>> sheets) {
        String all = sheets.stream()
                .map(sheet -> sheet.plan().description())
                .collect(Collectors.joining("\n", FORM_OF_CHECKPOINTS + "\n", ""));
        return Checksums.sha256(all.getBytes(StandardCharsets.UTF_8));
    }

    private Instant restoredBeginning(DataInputStream in) throws IOException {
        if (!Arrays.equals(in.readNBytes(plan.length), plan)) {
            throw new StreamCorruptedException("what was saved is of another workbook");
        }
        Instant beginning = Instant.ofEpochSecond(in.readLong(), in.readInt());
        for (int rest = in.readInt(); rest > 0; rest--) {
            tallies.add(new RowTally(in));
        }
        for (int rest = in.readInt(); rest > 0; rest--) {
            SheetExtent extent = SheetExtent.read(in);
            written.add(extent);
            names.takeAgain(extent.name());
        }
        part = in.readInt();
        openSheet = in.readUTF();
        names.takeAgain(openSheet);
        rowsBefore = in.readLong();
        return beginning;
    }

    /** Makes sure of all that is written, now that the open sheet has come to the end of a batch. */
    @Override
    public void save(SheetWriter<?> open) throws IOException {
        tallies.getLast().seen(open.rowsSeen());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(plan);
        out.writeLong(began.getEpochSecond());
        out.writeInt(began.getNano());
        out.writeInt(tallies.size());
        for (RowTally tally : tallies) {
            tally.save(out);
        }
        out.writeInt(written.size());
        for (SheetExtent extent : written) {
            extent.save(out);
        }
        out.writeInt(part);
        out.writeUTF(openSheet);
        out.writeLong(rowsBefore);
        target.save(out);
        open.save(out);
        savepoint.save(bytes.toByteArray());
    }

    @Override
    public boolean isSaved() {
        return savepoint.isKept();
    }

    @Override
    public boolean isTimeToSave() {
        return savepoint.isDue();
    }

    /** Writes the next sheet, and as many more as its rows need. Tells how many rows there were. */
    <T> long write(ExcelSheet<T> sheet, RowSource<T> source) throws IOException {
        return write(sheet, source, () -> {});
    }

    /** The same, which tells somebody before any of its rows is counted. */
    <T> long write(ExcelSheet<T> sheet, RowSource<T> source, Runnable begins) throws IOException {
        int index = plans++;
        if (index < tallies.size() - 1) {
            RowTally all = tallies.get(index);
            passedOver.add(() -> {
                begins.run();
                source.passOver(all);
            });
            return all.rows();
        }
        boolean goesOn = index < tallies.size();
        if (!goesOn) {
            begins.run();
            tallies.add(new RowTally());
            part = 1;
            openSheet = namesOfPlans.get(index);
            rowsBefore = 0;
        }
        RowTally tally = tallies.getLast();
        ErrorLog log = isSaved() ? tally.and(source.log()) : source.log();
        SheetWriter<T> first = nextSheet(sheet, log);
        Iterator<? extends T> rows = goesOn ? goingOn(source, tally, first, begins) : source.all();
        writeSheet(first, rows);
        while (rows.hasNext()) {
            part++;
            openSheet = names.takeContinued(namesOfPlans.get(index), part);
            writeSheet(nextSheet(sheet, log), rows);
        }
        tally.seen(rowsBefore);
        return rowsBefore;
    }

    /** Nothing is counted before it is sure that the workbook goes on, since it would be counted again if it began anew. */
    private <T> Iterator<? extends T> goingOn(
            RowSource<T> source, RowTally before, SheetWriter<T> open, Runnable begins) throws IOException {
        Iterator<? extends T> rest = open.notYetWritten(source);
        passedOver.forEach(Runnable::run);
        begins.run();
        return source.goingOn(before, rest);
    }

    private <T> SheetWriter<T> nextSheet(ExcelSheet<T> sheet, ErrorLog log) throws IOException {
        Optional<DataInputStream> open = saved;
        saved = Optional.empty();
        return new SheetWriter<>(sheet.plan(), this, rowsBefore, log, open);
    }

    private <T> void writeSheet(SheetWriter<T> sheet, Iterator<? extends T> rows) throws IOException {
        try (sheet) {
            sheet.writeAll(rows);
            add(sheet.finish());
            rowsBefore = sheet.rowsSeen();
        }
    }

    @Override
    public LargeEntry reopen(DataInput in) throws IOException {
        return target.reopen(in);
    }

    @Override
    public LargeEntry begin(byte[] head) throws IOException {
        return target.begin(WorkbookParts.sheet(written.size() + 1), head);
    }

    /** A place for a sheet whose turn has not come. May be called from any thread. */
    ZipPackage waiting(Spool spool) {
        return ZipPackage.waiting(spool, timeOf(began));
    }

    /** Adds a sheet whose rows were written apart, if its turn has come. */
    void take(SheetApart sheet, int index, int partOfPlan) throws IOException {
        String name = namesOfPlans.get(index);
        openSheet = partOfPlan == 1 ? name : names.takeContinued(name, partOfPlan);
        sizeApart.addAndGet(-sheet.rows().size());
        target.take(WorkbookParts.sheet(written.size() + 1), sheet.rows());
        add(sheet.written());
        requireRoom();
    }

    /** Adds the parts that the open sheet has beside itself, if any, and is through with it. */
    private void add(WrittenSheet sheet) throws IOException {
        int number = written.size() + 1;
        SheetFrame frame = sheet.frame();
        SheetLinks links = sheet.links();
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
        written.add(sheet.named(openSheet));
    }

    @Override
    public boolean isFirst() {
        return written.isEmpty();
    }

    @Override
    public void requireRoom() {
        size = target.size();
        options.limits().requireRoomForBytes(size + sizeApart.get());
    }

    /** The same, now that so many bytes more are written elsewhere, for a sheet whose turn has not come. */
    void requireRoomApart(long more) {
        options.limits().requireRoomForBytes(size + sizeApart.addAndGet(more));
    }

    @Override
    public StyleTable styles() {
        return styles;
    }

    @Override
    public EngineChoice engines() {
        return engines;
    }

    @Override
    public EncoderThreads threads() {
        return threads;
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

package dev.errand.excel;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.TaskContext;
import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.resume.Checkpoints;
import dev.errand.progress.PlannedPhase;
import dev.errand.progress.ProgressReporter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Several sheets in one file, each with rows of a type of its own:
 * {@code ExcelWorkbook.named("November").sheet(CLAIMS, claims).sheet(PAYMENTS, payments).export(context)}.
 *
 * <p>Sheets are written one after the other, in the order in which they were added; the rows of one are not asked for
 * before those of the one before it are through, unless there are several {@linkplain #sheetsAtOnce at once}. Each keeps
 * what was said of it ({@link ExcelSheet#zone},
 * {@link ExcelSheet#longText}, {@link ExcelSheet#atMostRows}); what concerns the whole file is said here.
 *
 * <p>Immutable: every method returns a changed copy. A workbook whose rows are iterators or streams is written once.
 */
public final class ExcelWorkbook {

    private static final String ALL_SHEETS = "writing sheets";
    private static final String PACKING = "packing";
    private static final double SHARE_OF_PACKING = 0.03;

    private final List<SheetRows<?>> given;
    private final List<SheetRows<?>> sheets;
    private final WorkbookForm form;

    private ExcelWorkbook(List<SheetRows<?>> given, WorkbookForm form) {
        this.given = List.copyOf(given);
        this.sheets = form.local(given);
        this.form = form;
        SheetNames names = new SheetNames();
        plans(sheets).map(ExcelSheet::title).forEach(names::take);
        Columns.requireRoomForFormats(plans(sheets)
                .flatMap(sheet -> sheet.columns().stream())
                .map(column -> column.style().format()));
    }

    private ExcelWorkbook with(WorkbookForm changed) {
        return new ExcelWorkbook(given, changed);
    }

    private ExcelWorkbook with(SheetOptions changed) {
        return with(form.with(changed));
    }

    private static Stream<ExcelSheet<?>> plans(List<SheetRows<?>> sheets) {
        return sheets.stream().map(SheetRows::sheet);
    }

    /**
     * A workbook without sheets yet.
     *
     * @param title begins its file's name
     * @return that workbook
     */
    public static ExcelWorkbook named(String title) {
        return new ExcelWorkbook(List.of(), WorkbookForm.of(requireNonNull(title, "title")));
    }

    /**
     * With one more sheet.
     *
     * @param sheet what it looks like
     * @param rows what goes into it, asked for when its turn comes; a collection's size becomes the total of its phase
     * @param <T> the row
     * @return a changed copy
     * @throws InvalidInputException if the sheet has no columns, if its title differs from that of another one in nothing
     *     but case or signs that Excel does not take, or if there are more than 200 formats in all
     */
    public <T> ExcelWorkbook sheet(ExcelSheet<T> sheet, Iterable<? extends T> rows) {
        return with(new SheetRows<>(sheet, rows));
    }

    /**
     * With one more sheet, as {@link #sheet(ExcelSheet, Iterable)}.
     *
     * @param sheet what it looks like
     * @param rows what goes into it, for one export
     * @param <T> the row
     * @return a changed copy
     * @throws InvalidInputException as for an iterable
     */
    public <T> ExcelWorkbook sheet(ExcelSheet<T> sheet, Iterator<? extends T> rows) {
        return with(new SheetRows<>(sheet, new RowSource.Once<>(rows)));
    }

    /**
     * With one more sheet, as {@link #sheet(ExcelSheet, Iterable)}.
     *
     * @param sheet what it looks like
     * @param rows what goes into it, for one export, which closes the stream whether it succeeds or not
     * @param <T> the row
     * @return a changed copy
     * @throws InvalidInputException as for an iterable
     */
    public <T> ExcelWorkbook sheet(ExcelSheet<T> sheet, Stream<? extends T> rows) {
        return with(SheetRows.of(sheet, rows));
    }

    private ExcelWorkbook with(SheetRows<?> sheet) {
        sheet.sheet().requireColumns();
        List<SheetRows<?>> more = new ArrayList<>(given);
        more.add(sheet);
        return new ExcelWorkbook(more, form);
    }

    /**
     * With another time zone for the stamp in the file's name. The default is the system's.
     *
     * @param zone whose clock it is shown by
     * @return a changed copy
     */
    public ExcelWorkbook zone(ZoneId zone) {
        return with(options().withZone(zone));
    }

    /**
     * With another clock for the stamp in the file's name, for tests.
     *
     * @param clock tells when the file is made
     * @return a changed copy
     */
    public ExcelWorkbook clock(InstantSource clock) {
        return with(options().withClock(clock));
    }

    /**
     * With another number of threads that encode and compress rows, as {@link ExcelSheet#workers}.
     *
     * @param workers 0 to 256; with none, the thread of the task does it all
     * @return a changed copy
     * @throws InvalidInputException if it is out of range
     */
    public ExcelWorkbook workers(int workers) {
        return with(options().withWorkers(workers));
    }

    /**
     * In the language of a reader, as {@link ExcelSheet#in} says: all sheets, also those that are added after this, and the
     * name of the file. Dates have one order in the whole workbook; if it is in no language, that of its first sheet that is.
     *
     * @param language of the reader
     * @param texts what keys are in it
     * @return a changed copy
     * @throws InvalidInputException if a text is longer than what it stands for may be, or titles are the same in it
     */
    public ExcelWorkbook in(Locale language, SheetTexts texts) {
        return with(form.in(new Translation(language, texts)));
    }

    /**
     * With a limit to the size of the file, as {@link ExcelSheet#atMostBytes}.
     *
     * @param bytes how many bytes the file may have, 1 or more
     * @return a changed copy
     * @throws InvalidInputException if it is less than 1
     */
    public ExcelWorkbook atMostBytes(long bytes) {
        return with(options().withLimits(options().limits().withBytes(bytes)));
    }

    /**
     * With a password that opens the file, which is encrypted as Excel does it (AES-256). Needs Apache POI
     * ({@code org.apache.poi:poi-ooxml}), which an application that is a module must require itself. The workbook is not
     * plain on the disk but in a temporary file without a name; limits count its plain bytes, of which there may be 2 GiB.
     * Encrypting takes longer than writing.
     *
     * @param password 1 to 255 characters
     * @return a changed copy
     * @throws InvalidInputException if it is empty or too long, if POI is missing, or if there are checkpoints
     */
    public ExcelWorkbook password(String password) {
        return with(form.with(new WorkbookPassword(password)));
    }

    /**
     * With several sheets written at the same time, so that one does not wait for the rows of another. The default is 1: one
     * after the other. The workbook is the same.
     *
     * <p>The rows of each sheet are asked for, and their values taken, by a thread of its own, which is not the one of the
     * task: what belongs to that, such as a transaction, is not there. {@linkplain #workers Workers} are shared; each
     * further sheet takes a few megabytes. What is written before its turn waits in a temporary file, which counts for
     * {@link #atMostBytes} and needs as much room once more. If a sheet fails, the others end at their next row, or are
     * interrupted where they wait for it. A task has one phase for all sheets, {@code writing sheets}.
     *
     * @param sheets how many, 1 to 64
     * @return a changed copy
     * @throws InvalidInputException if it is out of range, or there are checkpoints
     */
    public ExcelWorkbook sheetsAtOnce(int sheets) {
        return with(form.withSheetsAtOnce(sheets));
    }

    /**
     * With checkpoints, so that an export which was interrupted goes on where it was, as {@link ExcelSheet#resumable} says;
     * those of the sheets themselves do not count. Rows of sheets that were complete are not asked for again.
     *
     * @param checkpoints where they are kept
     * @return a changed copy
     * @throws InvalidInputException if there is a password, or there are several sheets at once
     */
    public ExcelWorkbook resumable(Checkpoints checkpoints) {
        return with(ResumableFile.of(checkpoints));
    }

    /** With another choice of engines, for tests. */
    ExcelWorkbook engines(Supplier<EngineChoice> engines) {
        return with(options().withEngines(engines));
    }

    /** With another pace, for tests. */
    ExcelWorkbook with(ResumableFile file) {
        return with(form.with(file));
    }

    /**
     * Writes all sheets into a workbook that the task leaves for its owner. Blocks until it is complete, counts rows as
     * progress, and stops at a cancel.
     *
     * <p>Each sheet is a phase of the task, such as {@code writing Claims}, and {@code packing} is the last. They are planned by the numbers
     * of rows and columns if all rows are collections, else as equally long; a task that has a plan of its own, or has
     * named a phase before, keeps it.
     *
     * @param context the running task
     * @return the workbook
     * @throws InvalidInputException if there is no sheet
     * @throws InvalidSheetException if there are more rows or bytes than the limits allow, or a text that is too long for
     *     a cell; nothing is left then
     * @throws ExcelRowException if a column cannot take its value out of a row
     * @throws ExcelFileException if the temporary file cannot be written
     * @throws Exception what the rows throw, and what the artifact store throws
     */
    @CanIgnoreReturnValue
    public Artifact export(TaskContext context) throws Exception {
        try (SheetSources sources = new SheetSources(sheets)) {
            sources.requireWritable();
            plan(context.progress());
            Optional<TaskContext> task = Optional.of(context);
            return form.resumable().isPresent()
                    ? form.resumable().get().export(form.fileName(), form.title(), content(task), context)
                    : OutputFile.export(form.fileName(), encrypted(task, context::checkCancelled), context);
        }
    }

    /**
     * Writes all sheets into a workbook without a task.
     *
     * @param out where to write; is not closed
     * @return how many rows there were in all
     * @throws InvalidInputException if there is no sheet
     * @throws InvalidSheetException as {@link #export}
     * @throws ExcelRowException if a column cannot take its value out of a row
     * @throws ExcelFileException if the temporary file cannot be written
     * @throws IOException what the stream throws; or if the thread is interrupted
     */
    @CanIgnoreReturnValue
    public long write(OutputStream out) throws IOException {
        try (SheetSources sources = new SheetSources(sheets)) {
            sources.requireWritable();
            return form.resumable().isPresent()
                    ? form.resumable().get().write(form.title(), content(Optional.empty()), out)
                    : OutputFile.write(encrypted(Optional.empty(), () -> {}), out);
        }
    }

    /**
     * Writes all sheets into a file without a task, which appears as a whole or not at all, as
     * {@link ExcelSheet#write(Iterator, Path)} says.
     *
     * @param file where to write, in a directory that exists
     * @return how many rows there were in all
     * @throws InvalidInputException if there is no sheet
     * @throws InvalidSheetException as {@link #export}
     * @throws ExcelRowException if a column cannot take its value out of a row
     * @throws ExcelFileException if the file cannot be written
     * @throws IOException if the thread is interrupted
     */
    @CanIgnoreReturnValue
    public long write(Path file) throws IOException {
        try (SheetSources sources = new SheetSources(sheets)) {
            sources.requireWritable();
            return form.resumable().isPresent()
                    ? form.resumable().get().write(form.title(), content(Optional.empty()), file)
                    : OutputFile.write(encrypted(Optional.empty(), () -> {}), file);
        }
    }

    private OutputFile.Content encrypted(Optional<TaskContext> task, Runnable beforeEach) {
        OutputFile.Content plain = content(task).plain();
        return form.password().map(known -> known.around(plain, beforeEach)).orElse(plain);
    }

    private ResumableFile.Content content(Optional<TaskContext> task) {
        return (channel, savepoint) -> {
            try (WorkbookWriter writer = new WorkbookWriter(plans(sheets).toList(), options(), channel, savepoint)) {
                long rows = isAtOnce() ? writeAtOnce(writer, task) : writeInTurn(writer, task);
                writer.finish();
                return rows;
            }
        };
    }

    private long writeInTurn(WorkbookWriter writer, Optional<TaskContext> task) throws IOException {
        long rows = 0;
        for (SheetRows<?> sheet : sheets) {
            rows += task.isPresent() ? sheet.writeTo(writer, task.get()) : sheet.writeTo(writer);
        }
        return rows;
    }

    private long writeAtOnce(WorkbookWriter writer, Optional<TaskContext> task) throws IOException {
        task.ifPresent(running -> beginAtOnce(running.progress()));
        try (SheetsAtOnce all = new SheetsAtOnce(writer, Math.min(form.sheetsAtOnce(), sheets.size()))) {
            return all.write(sheets.stream().map(sheet -> sheet.job(task)).toList());
        }
    }

    private void beginAtOnce(ProgressReporter progress) {
        progress.phase(ALL_SHEETS);
        if (isEachCounted()) {
            progress.expect(
                    sheets.stream().mapToLong(sheet -> sheet.count().orElse(0)).sum());
        }
    }

    private boolean isAtOnce() {
        return form.sheetsAtOnce() > 1 && sheets.size() > 1;
    }

    private boolean isEachCounted() {
        return sheets.stream().allMatch(sheet -> sheet.count().isPresent());
    }

    private SheetOptions options() {
        return form.options();
    }

    private void plan(ProgressReporter progress) {
        List<PlannedPhase> phases = isAtOnce() ? List.of(PlannedPhase.of(ALL_SHEETS, 1)) : phases();
        double all = phases.stream().mapToDouble(PlannedPhase::weight).sum();
        List<PlannedPhase> plan = new ArrayList<>(phases);
        plan.add(PlannedPhase.of(PACKING, all * SHARE_OF_PACKING));
        try {
            progress.phases(plan.toArray(PlannedPhase[]::new));
        } catch (IllegalStateException hasAPlanOfItsOwn) {
            return;
        }
    }

    private List<PlannedPhase> phases() {
        boolean known = isEachCounted();
        List<PlannedPhase> phases = new ArrayList<>();
        for (SheetRows<?> sheet : sheets) {
            double cells = (1 + sheet.count().orElse(0))
                    * (double) sheet.sheet().columns().size();
            phases.add(PlannedPhase.of(sheet.phase(), known ? cells : 1));
        }
        return phases;
    }
}

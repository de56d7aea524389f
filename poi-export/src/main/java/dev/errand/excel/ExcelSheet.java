package dev.errand.excel;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.TaskContext;
import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.resume.Checkpoints;
import dev.errand.excel.resume.RowsFrom;
import dev.errand.excel.sheet.JointHeading;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a sheet looks like: its title, and which columns it takes out of a row.
 *
 * {@snippet :
 * static final ExcelSheet<Claim> CLAIMS = ExcelSheet.<Claim>named("Claims")
 *         .column("Claim", Claim::number)
 *         .column("Holder", Claim::holder)
 *         .column("Amount", Claim::amount, CellFormat.money("EUR"))
 *         .column("Filed", Claim::filedOn, CellFormat.date());
 * }
 *
 * <p>The workbook has bold white headings on blue, borders, column widths fitted to the content (12 to 50 characters),
 * a heading row that stays in sight, and a filter. Rows are streamed: memory does not grow with their number. Values are
 * taken out of them on the thread that exports, one row after the other, and kept or turned into text at once; other
 * threads encode and compress them ({@link #workers}). Until it is complete, the workbook is a temporary file without a
 * name. Rows beyond the 1,048,575 that a sheet has room for go on in the next one, under the same headings: the sheets
 * are then called {@code Claims}, {@code Claims (2)} and so on, and each has widths and totals of its own.
 *
 * <p>How a column looks says its {@link ColumnStyle}; how rows and cells stand out by condition, {@link #look(RowCondition,
 * CellLook)}; what stands above and below the rows, {@link #jointHeading} and {@link #total}. A sheet that asks for none
 * of it costs nothing for it.
 *
 * <p>Texts are always texts: a value that begins with {@code =} does not become a formula. Exact numbers that Excel
 * would round (more than 15 digits; a {@code double} is not exact), infinities, and dates that it does not know (before
 * 1900, after 9999) are written as text too, unless {@link #values} says otherwise for the numbers. Control characters are kept, in Excel's own escape.
 *
 * <p>Immutable, and safe to share between threads: every method returns a changed copy.
 *
 * @param <T> the row
 */
public final class ExcelSheet<T> {

    /** The media type of a workbook. */
    public static final String MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final SheetPlan<T> plan;

    private ExcelSheet(SheetPlan<T> plan) {
        this.plan = plan;
    }

    /**
     * A sheet without columns yet.
     *
     * @param title what stands on its tab and begins its file's name; cut to Excel's 31 characters, and cleared of the
     *     signs that Excel forbids there
     * @param <T> the row
     * @return that sheet
     */
    public static <T> ExcelSheet<T> named(String title) {
        return new ExcelSheet<>(SheetPlan.of(title, List.of()));
    }

    /**
     * A sheet with the columns of a query, under their labels and with formats that suit their types.
     *
     * {@snippet :
     * ExcelSheet.of("Claims", results.getMetaData()).export(JdbcRows.of(results), context);
     * }
     *
     * @param title as {@link #named}
     * @param metadata describes the columns
     * @return that sheet, for rows of {@link JdbcRows}
     * @throws SQLException if the metadata cannot be read
     */
    public static ExcelSheet<ResultSet> of(String title, ResultSetMetaData metadata) throws SQLException {
        return new ExcelSheet<>(SheetPlan.of(title, JdbcColumns.of(metadata)));
    }

    /**
     * A sheet of records with a column for each component that has {@link ExcelColumn}, titled as their class.
     *
     * @param type the class of the rows; in a named module, its package must be opened to {@code dev.errand.excel}
     * @param <T> the row
     * @return that sheet
     * @throws InvalidInputException if it has no such components, two of the same order, or they are not as
     *     {@link ExcelColumn} says
     */
    public static <T extends Record> ExcelSheet<T> of(Class<T> type) {
        return of(type.getSimpleName(), type);
    }

    /**
     * A sheet of records, as {@link #of(Class)}.
     *
     * @param title as {@link #named}
     * @param type the class of the rows
     * @param <T> the row
     * @return that sheet
     * @throws InvalidInputException as {@link #of(Class)}
     */
    public static <T extends Record> ExcelSheet<T> of(String title, Class<T> type) {
        return new ExcelSheet<>(SheetPlan.of(title, RecordColumns.of(type)));
    }

    /**
     * With one more column, that shows its values as they are.
     *
     * @param heading up to 255 characters
     * @param value takes its value out of a row
     * @return a changed copy
     * @throws InvalidInputException if the heading is too long, or there are more than 16,384 columns or 200
     *     formats
     */
    public ExcelSheet<T> column(String heading, CellValue<? super T> value) {
        return column(heading, value, ColumnStyle.plain());
    }

    /**
     * With one more column.
     *
     * @param heading up to 255 characters
     * @param value takes its value out of a row
     * @param format how its values are shown
     * @return a changed copy
     * @throws InvalidInputException if the heading is too long, or there are more than 16,384 columns or 200
     *     formats
     */
    public ExcelSheet<T> column(String heading, CellValue<? super T> value, CellFormat format) {
        return column(heading, value, ColumnStyle.of(format));
    }

    /**
     * With one more column, that has a look of its own.
     *
     * @param heading up to 255 characters
     * @param value takes its value out of a row
     * @param style how it looks, and how its values are shown
     * @return a changed copy
     * @throws InvalidInputException if the heading is too long, or there are more than 16,384 columns or 200
     *     formats
     */
    public ExcelSheet<T> column(String heading, CellValue<? super T> value, ColumnStyle style) {
        return with(plan.allColumns().with(new Column<>(heading, value, style)));
    }

    /**
     * With another look for rows that fulfil a condition, such as grey for those that were cancelled. Of several that a
     * row fulfils, the first one counts.
     *
     * @param when tells it of a row
     * @param look how all its cells look
     * @return a changed copy
     * @throws InvalidInputException if there are more than 15 looks of rows
     */
    public ExcelSheet<T> look(RowCondition<? super T> when, CellLook look) {
        return with(plan.design().with(new ConditionalLook<>(when, look.paint())));
    }

    /**
     * With another look for the cell of one column in rows that fulfil a condition, such as red for amounts below zero.
     * It covers the look of the row.
     *
     * @param heading the heading of the column, which must be there already
     * @param when tells it of a row
     * @param look how the cell looks
     * @return a changed copy
     * @throws InvalidInputException if there is no such column, or several; or it has more than 15 looks
     */
    public ExcelSheet<T> look(String heading, RowCondition<? super T> when, CellLook look) {
        return with(plan.allColumns().with(heading, new ConditionalLook<>(when, look.paint())));
    }

    /**
     * With stripes: every second row is on light blue.
     *
     * @return a changed copy
     */
    public ExcelSheet<T> zebra() {
        return with(plan.design().withZebra());
    }

    /**
     * With a last row of totals, and one of them in it. The filter leaves that row alone.
     *
     * @param heading the heading of the column, which must be there already
     * @param total what stands below it
     * @return a changed copy
     * @throws InvalidInputException if there is no such column, or several
     */
    public ExcelSheet<T> total(String heading, Total total) {
        return with(plan.design().withTotal(plan.allColumns().indexOf(heading), total));
    }

    /**
     * With a heading above the headings of some columns that stand side by side.
     *
     * @param text up to 255 characters
     * @param first the heading of the first of the columns, which must be there already
     * @param last that of the last of them
     * @return a changed copy
     * @throws InvalidInputException if the text is too long, there are no such columns, or one has a joint heading
     *     already
     */
    public ExcelSheet<T> jointHeading(String text, String first, String last) {
        return with(plan.design()
                .with(new JointHeading(
                        text,
                        plan.allColumns().indexOf(first),
                        plan.allColumns().indexOf(last))));
    }

    /**
     * With another rule for rows whose values cannot be taken or written. The default is to fail.
     *
     * @param rule what happens to them
     * @return a changed copy
     */
    public ExcelSheet<T> rowErrors(RowErrors rule) {
        return with(options().withValues(options().values().with(rule)));
    }

    /**
     * With other rules for values that a cell cannot hold, or that people would not understand.
     *
     * @param rules what becomes of them
     * @return a changed copy
     */
    public ExcelSheet<T> values(ValueRules rules) {
        return with(options().withValues(options().values().with(rules)));
    }

    /**
     * With another rule for texts that are too long for a cell. The default is to fail.
     *
     * @param rule what happens to them
     * @return a changed copy
     */
    public ExcelSheet<T> longText(LongText rule) {
        return with(options().withValues(options().values().with(rule)));
    }

    /**
     * In the language of a reader. The title, the headings, joint headings, the notes of columns, and the texts of totals are keys, and become
     * what the texts say in that language; one for which they say nothing stays as it is. Values of an enum are
     * shown by the text of {@code State.PAID}, if there is one, and booleans by those of {@code true} and {@code false}; else as Excel shows
     * them. What {@link #values} says of a type comes first.
     *
     * <p>Dates have the order of the language, as {@code dd.mm.yyyy}, if their format is the one of {@link CellFormat#date()} or
     * {@link CellFormat#dateTime()}, or begins with it. All else Excel shows in the way of whoever opens the file: points
     * and commas of numbers, the names of months, and the results of formulas.
     *
     * <p>To be said last: looks and totals name their columns by the headings of before.
     *
     * {@snippet :
     * return PAYMENTS.in(reader.language(), TEXTS).export(payments, context);
     * }
     *
     * @param language of the reader
     * @param texts what keys are in it
     * @return a changed copy
     * @throws InvalidInputException if a text is longer than what it stands for may be
     */
    public ExcelSheet<T> in(Locale language, SheetTexts texts) {
        return in(new Translation(language, texts));
    }

    ExcelSheet<T> in(Translation language) {
        return new ExcelSheet<>(plan.in(language));
    }

    /**
     * With another time zone for moments ({@code Instant}, {@code ZonedDateTime}, {@code OffsetDateTime}) and for the
     * stamp in the file's name. The default is the system's.
     *
     * @param zone whose clock they are shown by
     * @return a changed copy
     */
    public ExcelSheet<T> zone(ZoneId zone) {
        return with(options().withZone(zone));
    }

    /**
     * With another clock for the stamp in the file's name, for tests.
     *
     * @param clock tells when the file is made
     * @return a changed copy
     */
    public ExcelSheet<T> clock(InstantSource clock) {
        return with(options().withClock(clock));
    }

    /**
     * With another number of threads that encode and compress rows, beside the one that takes the values out of them.
     * The default is half of the processors, and at least one. They are started for sheets of more than about a thousand
     * rows, and end with them.
     *
     * @param workers 0 to 256; with none, the thread of the task does it all
     * @return a changed copy
     * @throws InvalidInputException if it is out of range
     */
    public ExcelSheet<T> workers(int workers) {
        return with(options().withWorkers(workers));
    }

    /**
     * With a smaller file: cells do not say where they are, but stand one behind the other, as ECMA-376 allows (part 1,
     * section 18.3.1.4: {@code r} is optional). The file shrinks by about a quarter, and is written a little
     * quicker. Excel, LibreOffice, Google Sheets, POI and openpyxl read it; old versions of some libraries do not.
     *
     * @return a changed copy
     */
    public ExcelSheet<T> compact() {
        return with(options().compacted());
    }

    /** With another choice of engines, for tests. */
    ExcelSheet<T> engines(Supplier<EngineChoice> engines) {
        return with(options().withEngines(engines));
    }

    /**
     * With a limit to the rows. The default is none: rows that a sheet has no room for go on in the next one.
     *
     * @param rows how many there may be, zero or more
     * @return a changed copy
     * @throws InvalidInputException if it is negative
     */
    public ExcelSheet<T> atMostRows(long rows) {
        return with(options().withLimits(options().limits().withRows(rows)));
    }

    /**
     * With a limit to the size of the file. The default is none. It is looked at whenever some rows are written, so not
     * much more than this is ever on the disk.
     *
     * @param bytes how many bytes the file may have, 1 or more
     * @return a changed copy
     * @throws InvalidInputException if it is less than 1
     */
    public ExcelSheet<T> atMostBytes(long bytes) {
        return with(options().withLimits(options().limits().withBytes(bytes)));
    }

    /**
     * With checkpoints, so that an export which was killed, has failed, or was paused goes on where it was, and the
     * workbook is the same as if it had not been. The default is to begin again.
     *
     * <p>The rows must be the same again, in the same order, and columns and conditions must depend on nothing but the row.
     * Rows that are in the workbook already are asked for once more and passed over, unless they are {@link RowsFrom};
     * their values are not taken. If the last one of them has become another, the export begins at the first row, or, with
     * an iterator or a stream, fails with a {@link ChangedRowException} and begins there in the next attempt.
     *
     * <p>Every cell is written, also in a sheet that is mostly empty, which is larger by that.
     *
     * <p>A task is told about each row once, whatever attempt it was written in, and can be paused. A {@link CsvFile} and an
     * {@link ExcelTemplate} refuse a sheet with checkpoints, and an {@link ExcelWorkbook} has its own.
     *
     * @param checkpoints where they are kept
     * @return a changed copy
     */
    public ExcelSheet<T> resumable(Checkpoints checkpoints) {
        return with(ResumableFile.of(checkpoints));
    }

    /** With another pace, for tests. */
    ExcelSheet<T> with(ResumableFile file) {
        return new ExcelSheet<>(plan.with(file));
    }

    /** With smaller sheets, for tests. */
    ExcelSheet<T> rowsOfSheet(int rows) {
        return with(options().withLimits(options().limits().withRowsOfSheet(rows)));
    }

    private ExcelSheet<T> with(Columns<T> changed) {
        return new ExcelSheet<>(plan.with(changed));
    }

    private ExcelSheet<T> with(SheetDesign<T> changed) {
        return new ExcelSheet<>(plan.with(changed));
    }

    private ExcelSheet<T> with(SheetOptions changed) {
        return new ExcelSheet<>(plan.with(changed));
    }

    SheetPlan<T> plan() {
        return plan;
    }

    String title() {
        return plan.title();
    }

    List<Column<T>> columns() {
        return plan.columns();
    }

    SheetOptions options() {
        return plan.options();
    }

    /**
     * Writes rows into a workbook that the task leaves for its owner. Blocks until it is complete, counts rows as
     * progress, and stops at a cancel.
     *
     * @param rows the rows; a collection's size becomes the total
     * @param context the running task
     * @return the workbook
     * @throws InvalidInputException if the sheet has no columns
     * @throws InvalidSheetException if there are more rows or bytes than the limits allow, or a text that is too long for
     *     a cell, naming its row and column; nothing is left then
     * @throws ExcelRowException if a column cannot take its value out of a row
     * @throws ExcelFileException if the temporary file cannot be written
     * @throws Exception what the rows throw, and what the artifact store throws
     */
    @CanIgnoreReturnValue
    public Artifact export(Iterable<? extends T> rows, TaskContext context) throws Exception {
        if (rows instanceof Collection<?> known) {
            options().limits().requireRoomForRows(known.size());
        }
        return writeArtifact(new RowSource.Counted<>(rows, context), context);
    }

    /**
     * Writes rows into a workbook, as {@link #export(Iterable, TaskContext)}. The total is not known from an iterator:
     * say it to {@code context.progress().total(n)} if you know it.
     *
     * @param rows the rows
     * @param context the running task
     * @return the workbook
     * @throws Exception as for an iterable
     */
    @CanIgnoreReturnValue
    public Artifact export(Iterator<? extends T> rows, TaskContext context) throws Exception {
        return writeArtifact(new RowSource.Counted<>(new RowSource.Once<>(rows), context), context);
    }

    /**
     * Writes rows into a workbook, as {@link #export(Iterable, TaskContext)}, one after the other also if the stream is
     * parallel. Closes the stream.
     *
     * @param rows the rows
     * @param context the running task
     * @return the workbook
     * @throws Exception as for an iterable
     */
    @CanIgnoreReturnValue
    public Artifact export(Stream<? extends T> rows, TaskContext context) throws Exception {
        try (rows) {
            Spliterator<? extends T> items = rows.sequential().spliterator();
            if (items.getExactSizeIfKnown() >= 0) {
                context.progress().expect(items.getExactSizeIfKnown());
            }
            return export(Spliterators.iterator(items), context);
        }
    }

    /**
     * Writes rows into a workbook without a task: for tests, and for those who have their own.
     *
     * @param rows the rows
     * @param out where to write; is not closed
     * @return how many rows there were
     * @throws InvalidInputException if the sheet has no columns
     * @throws InvalidSheetException as {@link #export(Iterable, TaskContext)}
     * @throws ExcelRowException if a column cannot take its value out of a row
     * @throws ExcelFileException if the temporary file cannot be written
     * @throws IOException what the stream throws; or if the thread is interrupted
     */
    @CanIgnoreReturnValue
    public long write(Iterator<? extends T> rows, OutputStream out) throws IOException {
        requireColumns();
        ResumableFile.Content content = content(new RowSource.Uncounted<>(new RowSource.Once<>(rows)));
        return plan.resumable().isPresent()
                ? plan.resumable().get().write(title(), content, out)
                : OutputFile.write(content.plain(), out);
    }

    /**
     * Writes rows into a file without a task. It is written where it will be, under another name beside it until it is
     * complete and flushed to the disk; then it replaces what was there, at once and as a whole. Whatever fails, nothing
     * is left but what was there before.
     *
     * @param rows the rows
     * @param file where to write, in a directory that exists
     * @return how many rows there were
     * @throws InvalidInputException if the sheet has no columns
     * @throws InvalidSheetException as {@link #export(Iterable, TaskContext)}
     * @throws ExcelRowException if a column cannot take its value out of a row
     * @throws ExcelFileException if the file cannot be written
     * @throws IOException if the thread is interrupted
     */
    @CanIgnoreReturnValue
    public long write(Iterator<? extends T> rows, Path file) throws IOException {
        requireColumns();
        ResumableFile.Content content = content(new RowSource.Uncounted<>(new RowSource.Once<>(rows)));
        return plan.resumable().isPresent()
                ? plan.resumable().get().write(title(), content, file)
                : OutputFile.write(content.plain(), file);
    }

    private Artifact writeArtifact(RowSource<T> rows, TaskContext context) throws Exception {
        requireColumns();
        context.progress().phase("writing rows");
        String fileName = options().fileName(title()) + ".xlsx";
        ResumableFile.Content content = content(rows);
        return plan.resumable().isPresent()
                ? plan.resumable().get().export(fileName, title(), content, context)
                : OutputFile.export(fileName, content.plain(), context);
    }

    private ResumableFile.Content content(RowSource<T> rows) {
        return (channel, savepoint) -> {
            try (WorkbookWriter writer = new WorkbookWriter(List.of(this), options(), channel, savepoint)) {
                long written = writer.write(this, rows);
                writer.finish();
                return written;
            }
        };
    }

    void requireColumns() {
        plan.allColumns().requireSome();
    }

    /** For what begins at the first row in each attempt, where checkpoints would promise something else. */
    void requireNoCheckpoints(String writer) {
        if (plan.resumable().isPresent()) {
            throw new InvalidInputException(
                    "sheet", title(), "have no checkpoints, since " + writer + " is begun anew by each attempt");
        }
    }
}

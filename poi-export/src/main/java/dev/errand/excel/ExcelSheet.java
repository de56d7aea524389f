package dev.errand.excel;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.TaskContext;
import dev.errand.excel.batch.EngineChoice;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
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
 * are then called {@code Claims}, {@code Claims (2)} and so on, and each has widths of its own.
 *
 * <p>Texts are always texts: a value that begins with {@code =} does not become a formula. Exact numbers that Excel
 * would round (more than 15 digits; a {@code double} is not exact), infinities, and dates that it does not know (before
 * 1900, after 9999) are written as text too. Control characters are kept, in Excel's own escape.
 *
 * <p>Immutable, and safe to share between threads: every method returns a changed copy.
 *
 * @param <T> the row
 */
public final class ExcelSheet<T> {

    /** The media type of a workbook. */
    public static final String MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static final int MAX_COLUMNS = 16_384;

    /** Excel takes 200 to 250, depending on its language. */
    private static final int MAX_FORMATS = 200;

    private static final int LONGEST_HEADING = 255;

    private final String title;
    private final List<Column<T>> columns;
    private final SheetOptions options;

    private ExcelSheet(String title, List<Column<T>> columns, SheetOptions options) {
        if (columns.size() > MAX_COLUMNS) {
            throw new InvalidInputException("number of columns", columns.size(), "be at most " + MAX_COLUMNS);
        }
        requireRoomForFormats(columns.stream().map(Column::format));
        this.title = requireNonNull(title, "title");
        this.columns = List.copyOf(columns);
        this.options = options;
    }

    /** Refuses more formats than a workbook holds. */
    static void requireRoomForFormats(Stream<CellFormat> all) {
        long formats = all.distinct().count();
        if (formats > MAX_FORMATS) {
            throw new InvalidInputException("number of formats", formats, "be at most " + MAX_FORMATS);
        }
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
        return new ExcelSheet<>(title, List.of(), SheetOptions.defaults());
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
        return new ExcelSheet<>(title, JdbcColumns.of(metadata), SheetOptions.defaults());
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
        return column(heading, value, CellFormat.automatic());
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
        if (heading.length() > LONGEST_HEADING) {
            throw new InvalidInputException("heading", heading, "have at most " + LONGEST_HEADING + " characters");
        }
        List<Column<T>> more = new ArrayList<>(columns);
        more.add(new Column<>(heading, requireNonNull(value, "value"), requireNonNull(format, "format")));
        return new ExcelSheet<>(title, more, options);
    }

    /**
     * With another rule for texts that are too long for a cell. The default is to fail.
     *
     * @param rule what happens to them
     * @return a changed copy
     */
    public ExcelSheet<T> longText(LongText rule) {
        return with(options.withLongText(rule));
    }

    /**
     * With another time zone for moments ({@code Instant}, {@code ZonedDateTime}, {@code OffsetDateTime}) and for the
     * stamp in the file's name. The default is the system's.
     *
     * @param zone whose clock they are shown by
     * @return a changed copy
     */
    public ExcelSheet<T> zone(ZoneId zone) {
        return with(options.withZone(zone));
    }

    /**
     * With another clock for the stamp in the file's name, for tests.
     *
     * @param clock tells when the file is made
     * @return a changed copy
     */
    public ExcelSheet<T> clock(InstantSource clock) {
        return with(options.withClock(clock));
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
        return with(options.withWorkers(workers));
    }

    /** With another choice of engines, for tests. */
    ExcelSheet<T> engines(Supplier<EngineChoice> engines) {
        return with(options.withEngines(engines));
    }

    /**
     * With a limit to the rows. The default is none: rows that a sheet has no room for go on in the next one.
     *
     * @param rows how many there may be, zero or more
     * @return a changed copy
     * @throws InvalidInputException if it is negative
     */
    public ExcelSheet<T> atMostRows(long rows) {
        return with(options.withLimits(options.limits().withRows(rows)));
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
        return with(options.withLimits(options.limits().withBytes(bytes)));
    }

    /** With smaller sheets, for tests. */
    ExcelSheet<T> rowsOfSheet(int rows) {
        return with(options.withLimits(options.limits().withRowsOfSheet(rows)));
    }

    private ExcelSheet<T> with(SheetOptions changed) {
        return new ExcelSheet<>(title, columns, changed);
    }

    String title() {
        return title;
    }

    List<Column<T>> columns() {
        return columns;
    }

    SheetOptions options() {
        return options;
    }

    List<String> headings() {
        return columns.stream().map(Column::heading).toList();
    }

    List<String> patterns() {
        return columns.stream().map(column -> column.format().pattern()).toList();
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
            options.limits().requireRoomForRows(known.size());
        }
        return writeArtifact(context.over(rows).iterator(), context);
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
        return writeArtifact(context.over(rows), context);
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
        try (Stream<? extends T> counted = context.over(rows.sequential())) {
            return writeArtifact(counted.iterator(), context);
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
        return WorkbookFile.write(channel -> writeRows(rows, channel), out);
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
        return WorkbookFile.write(channel -> writeRows(rows, channel), file);
    }

    private Artifact writeArtifact(Iterator<? extends T> rows, TaskContext context) throws Exception {
        requireColumns();
        context.progress().phase("writing rows");
        return WorkbookFile.export(options.fileName(title) + ".xlsx", channel -> writeRows(rows, channel), context);
    }

    private long writeRows(Iterator<? extends T> rows, FileChannel channel) throws IOException {
        try (WorkbookWriter writer = new WorkbookWriter(List.of(this), options, channel)) {
            long written = writer.write(this, rows);
            writer.finish();
            return written;
        }
    }

    void requireColumns() {
        if (columns.isEmpty()) {
            throw new InvalidInputException("number of columns", 0, "be at least 1");
        }
    }
}

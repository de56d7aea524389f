package dev.errand.excel;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.TaskContext;
import dev.errand.excel.csv.CsvForm;
import dev.errand.excel.file.CountingStream;
import dev.errand.excel.file.LeftOpenStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The columns of a sheet as CSV (RFC 4180), streamed: {@code CsvFile.of(CLAIMS).separator(';').export(claims, context)}.
 *
 * <p>UTF-8, lines that end in CR LF, the headings first. Values are written as what they are, and not as the formats of
 * the columns would show them: numbers with a point and all their digits, dates by ISO 8601 unless a pattern is given,
 * moments by the clock of the {@linkplain ExcelSheet#zone sheet's zone}, links as their texts, formulas as their results,
 * and null as nothing. What {@link ValueRules#show} says of values holds here too, and what {@link ExcelSheet#rowErrors} says
 * of rows. Half a surrogate pair, which UTF-8 does not have, is written as U+FFFD. Limits ({@link ExcelSheet#atMostRows},
 * {@link ExcelSheet#atMostBytes}) are those of the sheet; there is none of Excel's.
 *
 * <p>A text that begins with {@code = + - @}, a tab or a line end gets an apostrophe before it, since spreadsheets would
 * take it for a formula (OWASP, CSV Injection); numbers stay as they are. See {@link #formulaGuard} and {@link #unguarded}.
 *
 * <p>Immutable, and safe to share between threads: every method returns a changed copy.
 *
 * @param <T> the row
 */
public final class CsvFile<T> {

    private static final String MEDIA_TYPE = "text/csv";
    private static final String MEDIA_TYPE_OF_ZIP = "application/zip";

    private final ExcelSheet<T> sheet;
    private final CsvForm form;
    private final Set<String> unguarded;
    private final OptionalLong rowsOfPart;

    private CsvFile(ExcelSheet<T> sheet, CsvForm form, Set<String> unguarded, OptionalLong rowsOfPart) {
        this.sheet = sheet;
        this.form = form;
        this.unguarded = unguarded;
        this.rowsOfPart = rowsOfPart;
    }

    /**
     * The CSV file of a sheet, with commas, without a byte order mark, and guarded against formulas.
     *
     * @param sheet says what the columns are, and how the file is called
     * @param <T> the row
     * @return that file
     * @throws InvalidInputException if the sheet has no columns, or has {@linkplain ExcelSheet#resumable checkpoints}: a CSV
     *     file begins at its first row in each attempt
     */
    public static <T> CsvFile<T> of(ExcelSheet<T> sheet) {
        sheet.requireColumns();
        sheet.requireNoCheckpoints("a CSV file");
        return new CsvFile<>(sheet, CsvForm.inZone(sheet.options().zone()), Set.of(), OptionalLong.empty());
    }

    /**
     * With another separator: {@code ;} is what Excel expects where numbers have a decimal comma. The default is
     * {@code ,}.
     *
     * @param separator what stands between two fields
     * @return a changed copy
     * @throws InvalidInputException if it is a letter, a digit, a quote, a line end, or one of {@code . + - = @}
     */
    public CsvFile<T> separator(char separator) {
        return with(form.withSeparator(separator));
    }

    /**
     * With a byte order mark at its beginning, or without one. Excel needs it to see that the file is UTF-8; other
     * programs may take it for part of the first heading. The default is without.
     *
     * @param marked whether there is one
     * @return a changed copy
     */
    public CsvFile<T> byteOrderMark(boolean marked) {
        return with(form.withByteOrderMark(marked));
    }

    /**
     * With or without the apostrophe before texts that spreadsheets would take for formulas. The default is with it. Turn
     * it off only for files that are read by programs and never opened by people.
     *
     * @param on whether it is written
     * @return a changed copy
     */
    public CsvFile<T> formulaGuard(boolean on) {
        return with(form.withFormulaGuard(on));
    }

    /**
     * Without that apostrophe in some columns: for what begins with such a sign by its nature, and is not what somebody typed,
     * such as telephone numbers. The headings themselves keep it.
     *
     * @param headings of those columns, which replace any given before
     * @return a changed copy
     * @throws InvalidInputException if the sheet has no column of that heading
     */
    public CsvFile<T> unguarded(String... headings) {
        Set<String> known = sheet.columns().stream().map(Column::heading).collect(Collectors.toSet());
        for (String heading : headings) {
            if (!known.contains(heading)) {
                throw new InvalidInputException("column", heading, "be one of the sheet");
            }
        }
        return new CsvFile<>(sheet, form, Set.copyOf(Arrays.asList(headings)), rowsOfPart);
    }

    /**
     * With other dates. The default is ISO 8601, as {@code 2026-11-29}.
     *
     * @param pattern of {@link DateTimeFormatter}, such as {@code dd.MM.yyyy}
     * @return a changed copy
     * @throws InvalidInputException if it is no pattern
     */
    public CsvFile<T> dates(String pattern) {
        return with(form.withDates(formatter(pattern)));
    }

    /**
     * With other dates with a time. The default is ISO 8601, as {@code 2026-11-29T18:07:33}.
     *
     * @param pattern of {@link DateTimeFormatter}, such as {@code dd.MM.yyyy HH:mm}
     * @return a changed copy
     * @throws InvalidInputException if it is no pattern
     */
    public CsvFile<T> dateTimes(String pattern) {
        return with(form.withMoments(formatter(pattern)));
    }

    private static DateTimeFormatter formatter(String pattern) {
        try {
            return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("pattern", pattern, "be one of java.time.format.DateTimeFormatter", e);
        }
    }

    /**
     * As a zip file with parts of so many rows, each with the headings.
     *
     * @param rowsOfPart how many rows of data a part has at most, 1 or more
     * @return a changed copy
     * @throws InvalidInputException if it is less than 1
     */
    public CsvFile<T> zipped(long rowsOfPart) {
        if (rowsOfPart < 1) {
            throw new InvalidInputException("rows of a part", rowsOfPart, "be 1 or more");
        }
        return new CsvFile<>(sheet, form, unguarded, OptionalLong.of(rowsOfPart));
    }

    private CsvFile<T> with(CsvForm changed) {
        return new CsvFile<>(sheet, changed, unguarded, rowsOfPart);
    }

    private boolean isZipped() {
        return rowsOfPart.isPresent();
    }

    /**
     * Writes rows into a file that the task leaves for its owner. Blocks until it is complete, counts rows as progress,
     * and stops at a cancel.
     *
     * @param rows the rows; a collection's size becomes the total
     * @param context the running task
     * @return the file
     * @throws InvalidSheetException if there are more rows or bytes than the limits allow; nothing is left then
     * @throws ExcelRowException if a column cannot take its value out of a row
     * @throws Exception what the rows throw, and what the artifact store throws
     */
    @CanIgnoreReturnValue
    public Artifact export(Iterable<? extends T> rows, TaskContext context) throws Exception {
        if (rows instanceof Collection<?> known) {
            sheet.options().limits().requireRoomForRows(known.size());
        }
        return writeArtifact(context.over(rows).iterator(), context);
    }

    /**
     * Writes rows into a file, as {@link #export(Iterable, TaskContext)}. The total is not known from an iterator: say it
     * to {@code context.progress().total(n)} if you know it.
     *
     * @param rows the rows
     * @param context the running task
     * @return the file
     * @throws Exception as for an iterable
     */
    @CanIgnoreReturnValue
    public Artifact export(Iterator<? extends T> rows, TaskContext context) throws Exception {
        return writeArtifact(context.over(rows), context);
    }

    /**
     * Writes rows into a file, as {@link #export(Iterable, TaskContext)}, one after the other also if the stream is
     * parallel. Closes the stream.
     *
     * @param rows the rows
     * @param context the running task
     * @return the file
     * @throws Exception as for an iterable
     */
    @CanIgnoreReturnValue
    public Artifact export(Stream<? extends T> rows, TaskContext context) throws Exception {
        try (Stream<? extends T> counted = context.over(rows.sequential())) {
            return writeArtifact(counted.iterator(), context);
        }
    }

    /**
     * Writes rows without a task.
     *
     * @param rows the rows
     * @param out where to write; is not closed
     * @return how many rows there were
     * @throws InvalidSheetException as {@link #export(Iterable, TaskContext)}
     * @throws ExcelRowException if a column cannot take its value out of a row
     * @throws IOException what the stream throws
     */
    @CanIgnoreReturnValue
    public long write(Iterator<? extends T> rows, OutputStream out) throws IOException {
        return write(rows, out, ErrorLog.NONE);
    }

    @CanIgnoreReturnValue
    private long write(Iterator<? extends T> rows, OutputStream out, ErrorLog log) throws IOException {
        CsvWriter<T> writer = new CsvWriter<>(sheet, form, unguarded, rows, log);
        OutputStream counted = new CountingStream(out, sheet.options().limits()::requireRoomForBytes);
        if (isZipped()) {
            writeParts(writer, counted);
        } else {
            writer.write(counted, rowsOfPart);
        }
        return writer.rows();
    }

    /**
     * Writes rows into a file without a task, which appears as a whole or not at all, as
     * {@link ExcelSheet#write(Iterator, Path)} says.
     *
     * @param rows the rows
     * @param file where to write, in a directory that exists
     * @return how many rows there were
     * @throws InvalidSheetException as {@link #export(Iterable, TaskContext)}
     * @throws ExcelRowException if a column cannot take its value out of a row
     * @throws ExcelFileException if the file cannot be written
     * @throws IOException if the thread is interrupted
     */
    @CanIgnoreReturnValue
    public long write(Iterator<? extends T> rows, Path file) throws IOException {
        return OutputFile.write(channel -> write(rows, Channels.newOutputStream(channel)), file);
    }

    private Artifact writeArtifact(Iterator<? extends T> rows, TaskContext context) throws Exception {
        context.progress().phase("writing rows");
        return context.writeArtifact(
                sheet.options().fileName(sheet.title()) + (isZipped() ? ".zip" : ".csv"),
                isZipped() ? MEDIA_TYPE_OF_ZIP : MEDIA_TYPE,
                out -> write(rows, out, ErrorLog.of(context)));
    }

    private void writeParts(CsvWriter<T> writer, OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(new LeftOpenStream(out))) {
            int part = 1;
            do {
                ZipEntry entry = new ZipEntry(ExcelTexts.fileName(sheet.title()) + "_" + part++ + ".csv");
                entry.setTimeLocal(sheet.options().now());
                zip.putNextEntry(entry);
                writer.write(zip, rowsOfPart);
                zip.closeEntry();
            } while (writer.hasMore());
        }
    }
}

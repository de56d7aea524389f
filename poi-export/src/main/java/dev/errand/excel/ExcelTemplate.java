package dev.errand.excel;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.TaskContext;
import dev.errand.excel.OutputFile.Content;
import dev.errand.excel.poi.PoiLibrary;
import dev.errand.excel.poi.PoiWorkbooks;
import dev.errand.excel.template.TemplateParts;
import dev.errand.excel.template.TemplateSheet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/**
 * A workbook that somebody has designed in Excel, to be filled with rows below its headings:
 * {@code ExcelTemplate.read(path).export(CLAIMS, claims, context)}.
 *
 * <p>Where the rows go is found by the headings of the sheet's columns: they must stand in one row of the template, in
 * any order, and there may be others among them. The row below is the example: its styles become those of all rows, column
 * by column, and what it holds is replaced. Below that there must be nothing, and no merged cells from the example on.
 * The dimension of the sheet, and filters and tables that begin in the row of headings, grow with the rows. If there are
 * formulas anywhere, they are computed when the workbook is opened. All other parts (sheets, images, charts, validations, names) stay as they are, byte for byte.
 *
 * <p>Of the sheet count its title, for the file's name, its columns and their values, what is done about rows with errors, its
 * zone, workers and limits; how things look is the template's. Links are written as their texts. Rows do not go on in a second sheet.
 *
 * <p>Immutable, and safe to share between threads. It is kept in memory, and has at most 64 MiB when it is unpacked.
 */
public final class ExcelTemplate {

    private final byte[] file;
    private final TemplateParts parts;
    private final Optional<String> sheet;

    private ExcelTemplate(byte[] file, Optional<String> sheet) {
        this.file = file;
        this.parts = TemplateParts.of(file);
        this.sheet = sheet;
    }

    /**
     * A template in a file.
     *
     * @param file a workbook ({@code .xlsx}), as Excel writes it
     * @return the template
     * @throws InvalidInputException if it is none
     * @throws IOException if it cannot be read
     */
    public static ExcelTemplate read(Path file) throws IOException {
        return new ExcelTemplate(Files.readAllBytes(file), Optional.empty());
    }

    /**
     * A template from anywhere.
     *
     * @param file the bytes of a workbook ({@code .xlsx}), as Excel writes it
     * @return the template
     * @throws InvalidInputException if it is none
     */
    public static ExcelTemplate of(byte[] file) {
        return new ExcelTemplate(file.clone(), Optional.empty());
    }

    /**
     * A template that is made with Apache POI: everything around the rows, of which it must make the headings and may make
     * one as an example. Needs {@code org.apache.poi:poi-ooxml}, which an application that is a module must require itself.
     *
     * @param design makes the workbook
     * @return the template
     * @throws InvalidInputException if POI is missing, or there is no sheet
     * @throws IOException if POI cannot write it
     */
    public static ExcelTemplate made(Consumer<? super XSSFWorkbook> design) throws IOException {
        PoiLibrary.require("template");
        return new ExcelTemplate(PoiWorkbooks.made(design), Optional.empty());
    }

    /**
     * The template, changed with Apache POI before it is filled. What POI does not know of it may get lost.
     *
     * @param design changes the workbook
     * @return a changed copy
     * @throws InvalidInputException if POI is missing
     * @throws IOException if POI cannot read or write it
     */
    public ExcelTemplate around(Consumer<? super XSSFWorkbook> design) throws IOException {
        PoiLibrary.require("template");
        return new ExcelTemplate(PoiWorkbooks.changed(file, design), sheet);
    }

    /**
     * The same, with another sheet to fill. The default is the first one.
     *
     * @param name the name of the sheet, in any case
     * @return a changed copy
     */
    public ExcelTemplate sheet(String name) {
        return new ExcelTemplate(file, Optional.of(name));
    }

    /**
     * Fills in rows, and leaves the workbook for the owner of the task. Blocks until it is complete, counts rows as
     * progress, and stops at a cancel.
     *
     * @param columns says what is taken out of a row, under which headings
     * @param rows the rows; a collection's size becomes the total
     * @param context the running task
     * @param <T> the row
     * @return the workbook
     * @throws InvalidInputException if the template has no such sheet, no row with all headings, or something below it; or if
     *     the columns have {@linkplain ExcelSheet#resumable checkpoints}, since a template is filled from the first row on
     * @throws InvalidSheetException if there are more rows or bytes than the limits allow, or a text that is too long for
     *     a cell; nothing is left then
     * @throws ExcelRowException if a column cannot take its value out of a row
     * @throws ExcelFileException if the temporary file cannot be written
     * @throws Exception what the rows throw, and what the artifact store throws
     */
    @CanIgnoreReturnValue
    public <T> Artifact export(ExcelSheet<T> columns, Iterable<? extends T> rows, TaskContext context)
            throws Exception {
        if (rows instanceof Collection<?> known) {
            columns.options().limits().requireRoomForRows(known.size());
        }
        return writeArtifact(columns, context.over(rows).iterator(), context);
    }

    /**
     * Fills in rows, as {@link #export(ExcelSheet, Iterable, TaskContext)}. The total is not known from an iterator: say it
     * to {@code context.progress().total(n)} if you know it.
     *
     * @param columns says what is taken out of a row, under which headings
     * @param rows the rows
     * @param context the running task
     * @param <T> the row
     * @return the workbook
     * @throws Exception as for an iterable
     */
    @CanIgnoreReturnValue
    public <T> Artifact export(ExcelSheet<T> columns, Iterator<? extends T> rows, TaskContext context)
            throws Exception {
        return writeArtifact(columns, context.over(rows), context);
    }

    /**
     * Fills in rows, as {@link #export(ExcelSheet, Iterable, TaskContext)}, one after the other also if the stream is
     * parallel. Closes the stream.
     *
     * @param columns says what is taken out of a row, under which headings
     * @param rows the rows
     * @param context the running task
     * @param <T> the row
     * @return the workbook
     * @throws Exception as for an iterable
     */
    @CanIgnoreReturnValue
    public <T> Artifact export(ExcelSheet<T> columns, Stream<? extends T> rows, TaskContext context) throws Exception {
        try (Stream<? extends T> counted = context.over(rows.sequential())) {
            return writeArtifact(columns, counted.iterator(), context);
        }
    }

    private <T> Artifact writeArtifact(ExcelSheet<T> columns, Iterator<? extends T> rows, TaskContext context)
            throws Exception {
        Content content = filled(columns, rows, ErrorLog.of(context));
        context.progress().phase("writing rows");
        return OutputFile.export(columns.options().fileName(columns.title()) + ".xlsx", content, context);
    }

    /**
     * Fills in rows without a task.
     *
     * @param columns says what is taken out of a row, under which headings
     * @param rows the rows
     * @param out where to write; is not closed
     * @param <T> the row
     * @return how many rows there were
     * @throws InvalidInputException as {@link #export(ExcelSheet, Iterable, TaskContext)}
     * @throws InvalidSheetException as {@link #export(ExcelSheet, Iterable, TaskContext)}
     * @throws ExcelRowException if a column cannot take its value out of a row
     * @throws ExcelFileException if the temporary file cannot be written
     * @throws IOException what the stream throws; or if the thread is interrupted
     */
    @CanIgnoreReturnValue
    public <T> long write(ExcelSheet<T> columns, Iterator<? extends T> rows, OutputStream out) throws IOException {
        return OutputFile.write(filled(columns, rows, ErrorLog.NONE), out);
    }

    /**
     * Fills in rows without a task, into a file that appears as a whole or not at all.
     *
     * @param columns says what is taken out of a row, under which headings
     * @param rows the rows
     * @param target where to write, in a directory that exists; may be the template itself
     * @param <T> the row
     * @return how many rows there were
     * @throws InvalidInputException as {@link #export(ExcelSheet, Iterable, TaskContext)}
     * @throws InvalidSheetException as {@link #export(ExcelSheet, Iterable, TaskContext)}
     * @throws ExcelRowException if a column cannot take its value out of a row
     * @throws ExcelFileException if the file cannot be written
     * @throws IOException if the thread is interrupted
     */
    @CanIgnoreReturnValue
    public <T> long write(ExcelSheet<T> columns, Iterator<? extends T> rows, Path target) throws IOException {
        return OutputFile.write(filled(columns, rows, ErrorLog.NONE), target);
    }

    private <T> Content filled(ExcelSheet<T> columns, Iterator<? extends T> rows, ErrorLog log) {
        columns.requireColumns();
        columns.requireNoCheckpoints("a template");
        List<String> headings = columns.columns().stream().map(Column::heading).toList();
        TemplateSheet place = TemplateSheet.in(parts, sheet, headings);
        return channel -> {
            try (TemplateWriter<T> writer = new TemplateWriter<>(parts, place, columns, channel, log)) {
                return writer.write(rows);
            }
        };
    }
}

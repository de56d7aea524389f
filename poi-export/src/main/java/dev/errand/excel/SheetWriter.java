package dev.errand.excel;

import dev.errand.ErrandException;
import dev.errand.excel.CellContent.Blank;
import dev.errand.excel.CellContent.Bool;
import dev.errand.excel.CellContent.Numeric;
import dev.errand.excel.CellContent.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import org.apache.poi.ss.SpreadsheetVersion;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;

/**
 * Writes one sheet by POI's streaming workbook: a hundred rows are in memory, the others in a temporary file, until the
 * package is put together at the end. For one thread, and once.
 */
final class SheetWriter<T> implements AutoCloseable {

    private static final int ROWS_IN_MEMORY = 100;
    private static final int MAX_ROWS = SpreadsheetVersion.EXCEL2007.getMaxRows();
    private static final int NARROWEST = 12;
    private static final int WIDEST = 50;
    private static final int ROOM_FOR_FILTER_BUTTON = 3;
    private static final int ROOM = 2;
    private static final int POI_WIDTH_UNITS = 256;
    private static final String CREATOR = "Errand";
    private static final String ELLIPSIS = "…";

    private final List<Column<T>> columns;
    private final Cells cells;
    private final LongText longText;
    private final SXSSFWorkbook workbook = new SXSSFWorkbook(ROWS_IN_MEMORY);
    private final SXSSFSheet sheet;
    private final Styles styles = new Styles(workbook);
    private final int[] widths;
    private int rows;

    SheetWriter(String title, List<Column<T>> columns, Cells cells, LongText longText) {
        this.columns = columns;
        this.cells = cells;
        this.longText = longText;
        this.sheet = workbook.createSheet(ExcelTexts.sheetTitle(title));
        this.widths = new int[columns.size()];
        workbook.getXSSFWorkbook().getProperties().getCoreProperties().setCreator(CREATOR);
        writeHeadings();
    }

    private void writeHeadings() {
        Row row = sheet.createRow(0);
        for (int i = 0; i < columns.size(); i++) {
            String heading = columns.get(i).heading();
            Cell cell = row.createCell(i);
            cell.setCellValue(ExcelTexts.escaped(heading));
            cell.setCellStyle(styles.heading());
            widths[i] = heading.length() + ROOM_FOR_FILTER_BUTTON;
        }
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
        Row target = createRow(rows);
        for (int i = 0; i < columns.size(); i++) {
            Column<T> column = columns.get(i);
            CellContent content = contentOf(row, column);
            put(content, target.createCell(i), column);
            widths[i] = Math.max(widths[i], content.width() + ROOM);
        }
    }

    /** POI writes earlier rows to a temporary file now and then, and wraps what goes wrong with it. */
    private Row createRow(int number) throws IOException {
        try {
            return sheet.createRow(number);
        } catch (RuntimeException e) {
            throw cannotWrite(e);
        }
    }

    private static IOException cannotWrite(RuntimeException e) {
        String directory = System.getProperty("java.io.tmpdir", "?");
        return new IOException("cannot write the workbook's temporary files in " + directory + ": " + e, e);
    }

    /** Takes a value and converts it: both run code of the row, as far as its {@code toString()}. */
    private CellContent contentOf(T row, Column<T> column) {
        try {
            return cells.contentOf(column.value().of(row), column.format());
        } catch (ErrandException e) {
            throw e;
        } catch (Exception e) {
            throw new ExcelRowException(rows, column.heading(), e);
        }
    }

    private void put(CellContent content, Cell cell, Column<T> column) {
        CellFormat format = column.format();
        switch (content) {
            case Blank() -> cell.setCellStyle(styles.cell(format.patternOr("General")));
            case Text(String text) -> {
                cell.setCellValue(fitting(text, column));
                cell.setCellStyle(styles.cell(format.patternOr("General")));
            }
            case Bool(boolean value) -> {
                cell.setCellValue(value);
                cell.setCellStyle(styles.cell(format.patternOr("General")));
            }
            case Numeric(double number, String pattern, int width) -> {
                cell.setCellValue(number);
                cell.setCellStyle(styles.cell(format.patternOr(pattern)));
            }
        }
    }

    private String fitting(String text, Column<T> column) {
        String escaped = ExcelTexts.escaped(text);
        if (escaped.length() <= ExcelTexts.LONGEST_TEXT) {
            return escaped;
        }
        if (longText == LongText.FAIL) {
            String as = text.length() <= ExcelTexts.LONGEST_TEXT
                    ? " when its control characters are escaped, where it has " + escaped.length()
                    : "";
            throw new InvalidSheetException(
                    "text of " + ExcelRowException.describe(rows, column.heading()),
                    text,
                    "have at most " + ExcelTexts.LONGEST_TEXT + " characters, which a cell holds" + as);
        }
        return cutToFit(text);
    }

    /** Cuts before it escapes, so that no escape is cut in two; what has grown by its escapes is cut again. */
    private static String cutToFit(String text) {
        int length = Math.min(text.length(), ExcelTexts.LONGEST_TEXT - 1);
        String escaped = ExcelTexts.escaped(ExcelTexts.cut(text, length));
        while (escaped.length() >= ExcelTexts.LONGEST_TEXT) {
            length -= Math.max(1, (escaped.length() - ExcelTexts.LONGEST_TEXT) / ExcelTexts.LONGEST_ESCAPE);
            escaped = ExcelTexts.escaped(ExcelTexts.cut(text, length));
        }
        return escaped + ELLIPSIS;
    }

    /**
     * Puts the package together. The widths are exact over all rows, since they are known by now.
     *
     * @param beforeEach runs before each piece is written; what it throws ends the writing
     */
    void finish(OutputStream out, Runnable beforeEach) throws IOException {
        for (int i = 0; i < widths.length; i++) {
            sheet.setColumnWidth(i, Math.clamp(widths[i], NARROWEST, WIDEST) * POI_WIDTH_UNITS);
        }
        sheet.createFreezePane(0, 1);
        sheet.setAutoFilter(new CellRangeAddress(0, rows, 0, columns.size() - 1));
        try {
            workbook.write(new WatchfulOutput(out, beforeEach));
        } catch (ErrandException e) {
            throw e;
        } catch (RuntimeException e) {
            throw cannotWrite(e);
        }
    }

    /** Deletes the temporary files. */
    @Override
    public void close() throws IOException {
        workbook.close();
    }
}

package dev.errand.benchmarks.sheet;

import dev.errand.excel.ExcelSheet;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * A sheet of any shape by this library, which has borders and widths as always; and as bare as it gets by POI's streaming
 * API and by fastexcel: no cell where there is no value, no style but the formats of dates.
 */
final class ShapeWriters {

    private static final int ROWS_IN_MEMORY = 100;
    private static final int CELLS_TO_FLUSH = 10_000;
    private static final String DATE = "yyyy-mm-dd";
    private static final String TIME = "yyyy-mm-dd hh:mm:ss";

    private ShapeWriters() {}

    /** What the sheet of a shape looks like. */
    static ExcelSheet<@Nullable Object[]> sheet(Shape shape) {
        ExcelSheet<@Nullable Object[]> sheet = ExcelSheet.named("Export");
        for (int i = 0; i < shape.columns(); i++) {
            int column = i;
            sheet = sheet.column(heading(column), row -> row[column]);
        }
        return sheet;
    }

    private static String heading(int column) {
        return "Column " + (column + 1);
    }

    static void poi(Shape shape, List<@Nullable Object[]> rows, OutputStream out) throws IOException {
        try (SXSSFWorkbook workbook = new SXSSFWorkbook(ROWS_IN_MEMORY)) {
            SXSSFSheet sheet = workbook.createSheet("Export");
            CellStyle date = workbook.createCellStyle();
            date.setDataFormat(workbook.createDataFormat().getFormat(DATE));
            CellStyle time = workbook.createCellStyle();
            time.setDataFormat(workbook.createDataFormat().getFormat(TIME));
            Row top = sheet.createRow(0);
            for (int i = 0; i < shape.columns(); i++) {
                top.createCell(i).setCellValue(heading(i));
            }
            int number = 0;
            for (@Nullable Object[] row : rows) {
                Row target = sheet.createRow(++number);
                for (int i = 0; i < row.length; i++) {
                    if (row[i] != null) {
                        put(target.createCell(i), row[i], date, time);
                    }
                }
            }
            workbook.write(out);
        }
    }

    private static void put(Cell cell, @Nullable Object value, CellStyle date, CellStyle time) {
        if (value instanceof String text) {
            cell.setCellValue(text);
        } else if (value instanceof Number number) {
            cell.setCellValue(number.doubleValue());
        } else if (value instanceof Boolean bool) {
            cell.setCellValue(bool);
        } else if (value instanceof LocalDate day) {
            cell.setCellValue(day);
            cell.setCellStyle(date);
        } else if (value instanceof LocalDateTime moment) {
            cell.setCellValue(moment);
            cell.setCellStyle(time);
        }
    }

    /** By fastexcel, with strings in their cells or in its shared table. */
    static void fastexcel(Shape shape, List<@Nullable Object[]> rows, OutputStream out, boolean inline)
            throws IOException {
        int flush = CELLS_TO_FLUSH / shape.columns() + 1;
        try (Workbook workbook = new Workbook(out, "Benchmark", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("Export");
            for (int i = 0; i < shape.columns(); i++) {
                sheet.value(0, i, heading(i));
            }
            int number = 0;
            for (@Nullable Object[] row : rows) {
                number++;
                for (int i = 0; i < row.length; i++) {
                    if (row[i] != null) {
                        put(sheet, number, i, row[i], inline);
                    }
                }
                if (number % flush == 0) {
                    sheet.flush();
                }
            }
            sheet.finish();
        }
    }

    private static void put(Worksheet sheet, int row, int column, @Nullable Object value, boolean inline) {
        if (value instanceof String text) {
            if (inline) {
                sheet.inlineString(row, column, text);
            } else {
                sheet.value(row, column, text);
            }
        } else if (value instanceof Number number) {
            sheet.value(row, column, number);
        } else if (value instanceof Boolean bool) {
            sheet.value(row, column, bool);
        } else if (value instanceof LocalDate day) {
            sheet.value(row, column, day);
            sheet.style(row, column).format(DATE).set();
        } else if (value instanceof LocalDateTime moment) {
            sheet.value(row, column, moment);
            sheet.style(row, column).format(TIME).set();
        }
    }
}

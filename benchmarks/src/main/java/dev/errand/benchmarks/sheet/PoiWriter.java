package dev.errand.benchmarks.sheet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.poi.ss.usermodel.BorderStyle;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;

/** The same workbook by POI's streaming API, by its cheapest idiom. */
final class PoiWriter {

    private static final int ROWS_IN_MEMORY = 100;
    private static final int WIDTH_UNITS = 256;

    private PoiWriter() {}

    /** By POI's streaming API, with widths that are known beforehand. */
    static void write(List<SheetRow> rows, OutputStream out) throws IOException {
        try (SXSSFWorkbook workbook = new SXSSFWorkbook(ROWS_IN_MEMORY)) {
            SXSSFSheet sheet = workbook.createSheet("Export");
            CellStyle heading = bordered(workbook, "General");
            Font font = workbook.createFont();
            font.setBold(true);
            font.setColor(IndexedColors.WHITE.getIndex());
            heading.setFont(font);
            heading.setFillForegroundColor(IndexedColors.BLUE.getIndex());
            heading.setFillPattern(FillPatternType.SOLID_FOREGROUND);
            CellStyle plain = bordered(workbook, "General");
            CellStyle amount = bordered(workbook, "#,##0.00");
            CellStyle rate = bordered(workbook, "0.0000");
            CellStyle date = bordered(workbook, "yyyy-mm-dd");
            CellStyle time = bordered(workbook, "yyyy-mm-dd hh:mm:ss");
            Row top = sheet.createRow(0);
            for (int i = 0; i < SheetRow.HEADINGS.size(); i++) {
                styled(top.createCell(i), heading).setCellValue(SheetRow.HEADINGS.get(i));
            }
            int number = 0;
            for (SheetRow row : rows) {
                Row target = sheet.createRow(++number);
                styled(target.createCell(0), plain).setCellValue((double) row.id());
                styled(target.createCell(1), plain).setCellValue(row.customer());
                styled(target.createCell(2), plain).setCellValue(row.description());
                styled(target.createCell(3), plain).setCellValue(row.reference());
                styled(target.createCell(4), amount).setCellValue(row.amount());
                styled(target.createCell(5), rate).setCellValue(row.rate());
                styled(target.createCell(6), date).setCellValue(row.booked());
                styled(target.createCell(7), time).setCellValue(row.updated());
                styled(target.createCell(8), plain).setCellValue(row.active());
                styled(target.createCell(9), plain).setCellValue(row.quantity());
            }
            for (int i = 0; i < SheetRow.HEADINGS.size(); i++) {
                sheet.setColumnWidth(i, 20 * WIDTH_UNITS);
            }
            sheet.createFreezePane(0, 1);
            sheet.setAutoFilter(new CellRangeAddress(0, number, 0, SheetRow.HEADINGS.size() - 1));
            workbook.write(out);
        }
    }

    private static CellStyle bordered(SXSSFWorkbook workbook, String format) {
        CellStyle style = workbook.createCellStyle();
        style.setBorderTop(BorderStyle.THIN);
        style.setBorderBottom(BorderStyle.THIN);
        style.setBorderLeft(BorderStyle.THIN);
        style.setBorderRight(BorderStyle.THIN);
        style.setDataFormat(workbook.createDataFormat().getFormat(format));
        return style;
    }

    private static Cell styled(Cell cell, CellStyle style) {
        cell.setCellStyle(style);
        return cell;
    }
}

package dev.errand.benchmarks;

import dev.errand.excel.CellFormat;
import dev.errand.excel.ExcelSheet;
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
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** The same workbook by this library, by POI's streaming API, and by fastexcel, each by its cheapest idiom. */
final class SheetWriters {

    private static final int ROWS_IN_MEMORY = 100;
    private static final int WIDTH_UNITS = 256;

    static final ExcelSheet<SheetRow> SHEET = ExcelSheet.<SheetRow>named("Export")
            .column("Id", SheetRow::id)
            .column("Customer", SheetRow::customer)
            .column("Description", SheetRow::description)
            .column("Reference", SheetRow::reference)
            .column("Amount", SheetRow::amount, CellFormat.number(2))
            .column("Rate", SheetRow::rate, CellFormat.of("0.0000"))
            .column("Booked", SheetRow::booked, CellFormat.date())
            .column("Updated", SheetRow::updated, CellFormat.dateTime())
            .column("Active", SheetRow::active)
            .column("Quantity", SheetRow::quantity);

    private SheetWriters() {}

    /** By POI's streaming API, with widths that are known beforehand. */
    static void poi(List<SheetRow> rows, OutputStream out) throws IOException {
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

    /** By fastexcel, with strings in their cells or in its shared table. */
    static void fastexcel(List<SheetRow> rows, OutputStream out, boolean inline) throws IOException {
        try (Workbook workbook = new Workbook(out, "Benchmark", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("Export");
            for (int i = 0; i < SheetRow.HEADINGS.size(); i++) {
                sheet.width(i, 20);
                sheet.value(0, i, SheetRow.HEADINGS.get(i));
                sheet.style(0, i)
                        .bold()
                        .fontColor("FFFFFF")
                        .fillColor("4472C4")
                        .borderStyle(org.dhatim.fastexcel.BorderStyle.THIN)
                        .set();
            }
            sheet.freezePane(0, 1);
            int number = 0;
            for (SheetRow row : rows) {
                number++;
                sheet.value(number, 0, row.id());
                text(sheet, number, 1, row.customer(), inline);
                text(sheet, number, 2, row.description(), inline);
                text(sheet, number, 3, row.reference(), inline);
                sheet.value(number, 4, row.amount());
                sheet.value(number, 5, row.rate());
                sheet.value(number, 6, row.booked());
                sheet.value(number, 7, row.updated());
                sheet.value(number, 8, row.active());
                sheet.value(number, 9, row.quantity());
                style(sheet, number);
                if (number % 1_000 == 0) {
                    sheet.flush();
                }
            }
            sheet.setAutoFilter(0, 0, number, SheetRow.HEADINGS.size() - 1);
            sheet.finish();
        }
    }

    private static void text(Worksheet sheet, int row, int column, String text, boolean inline) {
        if (inline) {
            sheet.inlineString(row, column, text);
        } else {
            sheet.value(row, column, text);
        }
    }

    private static void style(Worksheet sheet, int row) {
        sheet.range(row, 0, row, 9)
                .style()
                .borderStyle(org.dhatim.fastexcel.BorderStyle.THIN)
                .set();
        sheet.style(row, 4).format("#,##0.00").set();
        sheet.style(row, 5).format("0.0000").set();
        sheet.style(row, 6).format("yyyy-mm-dd").set();
        sheet.style(row, 7).format("yyyy-mm-dd hh:mm:ss").set();
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

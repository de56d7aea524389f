package dev.errand.benchmarks.sheet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.dhatim.fastexcel.BorderStyle;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** The same workbook by fastexcel, by its cheapest idiom. */
final class FastexcelWriter {

    private FastexcelWriter() {}

    /** By fastexcel, with strings in their cells or in its shared table. */
    static void write(List<SheetRow> rows, OutputStream out, boolean inline) throws IOException {
        try (Workbook workbook = new Workbook(out, "Benchmark", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("Export");
            for (int i = 0; i < SheetRow.HEADINGS.size(); i++) {
                sheet.width(i, 20);
                sheet.value(0, i, SheetRow.HEADINGS.get(i));
                sheet.style(0, i)
                        .bold()
                        .fontColor("FFFFFF")
                        .fillColor("4472C4")
                        .borderStyle(BorderStyle.THIN)
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
        sheet.range(row, 0, row, 9).style().borderStyle(BorderStyle.THIN).set();
        sheet.style(row, 4).format("#,##0.00").set();
        sheet.style(row, 5).format("0.0000").set();
        sheet.style(row, 6).format("yyyy-mm-dd").set();
        sheet.style(row, 7).format("yyyy-mm-dd hh:mm:ss").set();
    }
}

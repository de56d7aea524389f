package dev.errand.benchmarks.sheet;

import com.alibaba.excel.EasyExcel;
import com.alibaba.excel.ExcelWriter;
import com.alibaba.excel.write.handler.SheetWriteHandler;
import com.alibaba.excel.write.handler.context.SheetWriteHandlerContext;
import com.alibaba.excel.write.metadata.WriteSheet;
import java.io.OutputStream;
import java.util.List;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.util.CellRangeAddress;

/** The same workbook by EasyExcel, as its guide writes many rows: some after the other, of an annotated class. */
final class EasyExcelWriter {

    private static final int ROWS_AT_ONCE = 1_000;

    /** What has no annotation. */
    private record Panes(int lastRow) implements SheetWriteHandler {

        @Override
        public void afterSheetCreate(SheetWriteHandlerContext context) {
            Sheet sheet = context.getWriteSheetHolder().getSheet();
            sheet.createFreezePane(0, 1);
            sheet.setAutoFilter(new CellRangeAddress(0, lastRow, 0, SheetRow.HEADINGS.size() - 1));
        }
    }

    private EasyExcelWriter() {}

    static void write(List<SheetRow> rows, OutputStream out) {
        try (ExcelWriter writer = EasyExcel.write(out, EasyExcelRow.class)
                .autoCloseStream(false)
                .registerWriteHandler(new Panes(rows.size()))
                .build()) {
            WriteSheet sheet = EasyExcel.writerSheet("Export").build();
            for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
                List<SheetRow> some = rows.subList(from, Math.min(rows.size(), from + ROWS_AT_ONCE));
                writer.write(some.stream().map(EasyExcelRow::new).toList(), sheet);
            }
        }
    }
}

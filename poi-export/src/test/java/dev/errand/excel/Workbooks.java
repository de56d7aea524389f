package dev.errand.excel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Workbooks, written by a sheet and read back by POI's other, fully loading reader. */
final class Workbooks {

    private Workbooks() {}

    static <T> byte[] bytes(ExcelSheet<T> sheet, Iterator<T> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sheet.write(rows, out);
        return out.toByteArray();
    }

    static XSSFSheet read(byte[] bytes) throws IOException {
        return new XSSFWorkbook(new ByteArrayInputStream(bytes)).getSheetAt(0);
    }

    /** The XML of the first sheet. */
    static byte[] sheetXml(byte[] workbook) throws IOException {
        return part(workbook, "xl/worksheets/sheet1.xml");
    }

    /** A part, by the JDK's reader of zip files. */
    static byte[] part(byte[] workbook, String name) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(workbook))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return zip.readAllBytes();
                }
            }
        }
        throw new IOException("no part " + name);
    }

    static String text(byte[] workbook, String name) throws IOException {
        return new String(part(workbook, name), UTF_8);
    }

    /** The same workbook, but for one part. */
    static byte[] with(byte[] workbook, String name, UnaryOperator<String> change) throws IOException {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        try (ZipInputStream from = new ZipInputStream(new ByteArrayInputStream(workbook));
                ZipOutputStream to = new ZipOutputStream(changed)) {
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                byte[] part = from.readAllBytes();
                to.putNextEntry(new ZipEntry(entry.getName()));
                to.write(
                        entry.getName().equals(name)
                                ? change.apply(new String(part, UTF_8)).getBytes(UTF_8)
                                : part);
            }
        }
        return changed.toByteArray();
    }

    static <T> XSSFSheet written(ExcelSheet<T> sheet, List<T> rows) throws IOException {
        return read(bytes(sheet, rows.iterator()));
    }

    /** The only cell of data of a sheet with one column and one row. */
    static Cell cell(Object value, CellFormat format) throws IOException {
        return written(ExcelSheet.<Object>named("One").column("Value", row -> row, format), List.of(value))
                .getRow(1)
                .getCell(0);
    }

    static Cell cell(Object value) throws IOException {
        return cell(value, CellFormat.automatic());
    }
}

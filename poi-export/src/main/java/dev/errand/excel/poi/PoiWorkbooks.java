package dev.errand.excel.poi;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Workbooks that somebody makes with POI, or changes with it. */
public final class PoiWorkbooks {

    private PoiWorkbooks() {}

    /**
     * A new workbook.
     *
     * @param design makes it
     * @return the file
     * @throws IOException if POI cannot write it
     */
    public static byte[] made(Consumer<? super XSSFWorkbook> design) throws IOException {
        try (XSSFWorkbook book = new XSSFWorkbook()) {
            return designed(book, design);
        }
    }

    /**
     * Another workbook made of one.
     *
     * @param file the one
     * @param design changes it
     * @return the other
     * @throws IOException if POI cannot read or write it
     */
    public static byte[] changed(byte[] file, Consumer<? super XSSFWorkbook> design) throws IOException {
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(file))) {
            return designed(book, design);
        }
    }

    private static byte[] designed(XSSFWorkbook book, Consumer<? super XSSFWorkbook> design) throws IOException {
        design.accept(book);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        book.write(out);
        return out.toByteArray();
    }
}

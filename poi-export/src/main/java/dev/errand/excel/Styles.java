package dev.errand.excel;

import java.util.HashMap;
import java.util.Map;
import org.apache.poi.ss.usermodel.BorderStyle;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFColor;

/** The styles of one workbook: one for the heading, and one for each format that occurs, so their number is bounded. */
final class Styles {

    /** The first byte is the opacity, which ECMA-376 part 1, section 18.8.3, wants to be there. */
    private static final byte[] BLUE = {(byte) 0xFF, 0x44, 0x72, (byte) 0xC4};

    private final Workbook workbook;
    private final CellStyle heading;
    private final Map<String, CellStyle> cells = new HashMap<>();

    Styles(Workbook workbook) {
        this.workbook = workbook;
        this.heading = makeHeading();
    }

    /** Bold and white on blue. */
    CellStyle heading() {
        return heading;
    }

    /** Thin borders, and a number format. */
    CellStyle cell(String pattern) {
        return cells.computeIfAbsent(pattern, this::makeCell);
    }

    private CellStyle makeHeading() {
        XSSFCellStyle style = (XSSFCellStyle) bordered();
        Font font = workbook.createFont();
        font.setBold(true);
        font.setColor(IndexedColors.WHITE.getIndex());
        style.setFont(font);
        style.setFillForegroundColor(new XSSFColor(BLUE));
        style.setFillPattern(FillPatternType.SOLID_FOREGROUND);
        return style;
    }

    private CellStyle makeCell(String pattern) {
        CellStyle style = bordered();
        style.setDataFormat(workbook.createDataFormat().getFormat(pattern));
        return style;
    }

    private CellStyle bordered() {
        CellStyle style = workbook.createCellStyle();
        style.setBorderTop(BorderStyle.THIN);
        style.setBorderBottom(BorderStyle.THIN);
        style.setBorderLeft(BorderStyle.THIN);
        style.setBorderRight(BorderStyle.THIN);
        return style;
    }
}

package dev.errand.excel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import java.math.BigDecimal;
import java.util.List;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.ss.usermodel.VerticalAlignment;
import org.apache.poi.ss.util.CellAddress;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFComment;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnStyleTest {

    private record Claim(String number, String remarks, BigDecimal amount) {}

    private static final String NOTE = "In the currency\nof the contract, <net> & _x0041_";

    private static final ExcelSheet<Claim> CLAIMS = ExcelSheet.<Claim>named("Claims")
            .column("Claim", Claim::number, ColumnStyle.plain().center().locked())
            .column("Remarks", Claim::remarks, ColumnStyle.plain().wrap().width(255))
            .column(
                    "Amount",
                    Claim::amount,
                    ColumnStyle.of(CellFormat.money("EUR")).width(1).right().note(NOTE))
            .column("Secret", Claim::number, ColumnStyle.of(CellFormat.text()).hidden());

    private static final List<Claim> ROWS = List.of(
            new Claim("C-1", "a long remark ".repeat(20), new BigDecimal("12.50")),
            new Claim("C-2", "short", BigDecimal.TEN));

    @Test
    void saysWhereTextsStand() throws Exception {
        XSSFSheet sheet = Workbooks.written(CLAIMS, ROWS);

        assertThat(style(sheet, 1, 0).getAlignment()).isEqualTo(HorizontalAlignment.CENTER);
        assertThat(style(sheet, 1, 1).getAlignment()).isEqualTo(HorizontalAlignment.GENERAL);
        assertThat(style(sheet, 1, 1).getWrapText()).isTrue();
        assertThat(style(sheet, 1, 2).getAlignment()).isEqualTo(HorizontalAlignment.RIGHT);
        assertThat(style(sheet, 1, 2).getWrapText()).isFalse();
        assertThat(style(sheet, 1, 2).getVerticalAlignment())
                .as("beside a text of several lines")
                .isEqualTo(VerticalAlignment.TOP);
        assertThat(style(sheet, 0, 2).getAlignment()).as("its heading").isEqualTo(HorizontalAlignment.RIGHT);
        assertThat(style(sheet, 0, 2).getFont().getBold()).isTrue();
        assertThat(style(sheet, 1, 2).getDataFormatString()).isEqualTo("#,##0.00 [$EUR]");
    }

    @Test
    void setsWidthsAndHidesColumns() throws Exception {
        XSSFSheet sheet = Workbooks.written(CLAIMS, ROWS);

        assertThat(sheet.getColumnWidth(0) / 256).as("fitted").isEqualTo(12);
        assertThat(sheet.getColumnWidth(1) / 256).isEqualTo(255);
        assertThat(sheet.getColumnWidth(2) / 256).isEqualTo(1);
        assertThat(sheet.isColumnHidden(2)).isFalse();
        assertThat(sheet.isColumnHidden(3)).isTrue();
        assertThat(sheet.getRow(1).getCell(3).getStringCellValue()).isEqualTo("C-1");
    }

    @Test
    void locksOnlyTheColumnsThatAreLocked() throws Exception {
        XSSFSheet sheet = Workbooks.written(CLAIMS, ROWS);

        assertThat(sheet.getProtect()).isTrue();
        assertThat(sheet.isAutoFilterLocked()).isFalse();
        assertThat(sheet.isFormatColumnsLocked()).isFalse();
        assertThat(sheet.isInsertRowsLocked()).isTrue();
        assertThat(style(sheet, 1, 0).getLocked()).isTrue();
        assertThat(style(sheet, 1, 1).getLocked()).isFalse();
        assertThat(style(sheet, 0, 1).getLocked()).as("headings").isTrue();
    }

    @Test
    void isNotProtectedWithoutLockedColumns() throws Exception {
        XSSFSheet sheet = Workbooks.written(ExcelSheet.<String>named("Open").column("A", row -> row), List.of("x"));

        assertThat(sheet.getProtect()).isFalse();
        assertThat(style(sheet, 1, 0).getLocked()).as("Excel's default").isTrue();
        assertThat(style(sheet, 1, 0).getVerticalAlignment()).isEqualTo(VerticalAlignment.BOTTOM);
    }

    @Test
    void keepsTheNoteOfAHeading() throws Exception {
        XSSFSheet sheet = Workbooks.written(CLAIMS, ROWS);

        assertThat(sheet.getCellComments()).containsOnlyKeys(new CellAddress("C1"));
        XSSFComment note = sheet.getCellComment(new CellAddress("C1"));
        assertThat(note.getString().getString()).isEqualTo(NOTE);
        assertThat(note.getClientAnchor().getCol1()).as("its box").isEqualTo((short) 3);
    }

    @Test
    void isValid() throws Exception {
        assertThat(Schemas.errors(Workbooks.bytes(CLAIMS, ROWS.iterator()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256, -1})
    void refusesWidthsThatExcelDoesNotHave(int width) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> ColumnStyle.plain().width(width))
                .withMessage("column width is " + width + ", but must be 1 to 255 characters");
    }

    @Test
    void refusesNotesThatNobodyReads() {
        for (String note : List.of("", " ", "n".repeat(1_001), "a\u0007", "half \ud83d", "a\rb")) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> ColumnStyle.plain().note(note))
                    .satisfies(e -> assertThat(e.field()).isEqualTo("note"));
        }
        assertThat(ColumnStyle.plain().note("n".repeat(1_000))).isNotNull();
    }

    private static XSSFCellStyle style(XSSFSheet sheet, int row, int column) {
        return sheet.getRow(row).getCell(column).getCellStyle();
    }
}

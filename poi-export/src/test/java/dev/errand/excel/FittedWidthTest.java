package dev.errand.excel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A number or a date that is wider than its column is shown as {@code ###}. */
class FittedWidthTest {

    private static final int MARGIN = 2;
    private static final LocalDate DAY = LocalDate.of(2026, 9, 30);
    private static final LocalDateTime MOMENT = DAY.atTime(18, 7, 33);

    static Stream<Arguments> shown() {
        return Stream.of(
                Arguments.of(CellFormat.of("d mmmm yyyy"), DAY, "30 September 2026"),
                Arguments.of(CellFormat.of("mmmm yyyy"), DAY, "September 2026"),
                Arguments.of(CellFormat.of("dddd, d mmmm yyyy"), DAY, "Wednesday, 30 September 2026"),
                Arguments.of(CellFormat.of("[$-407]ddd d mmm yyyy hh:mm"), MOMENT, "Wed 30 Sep 2026 18:07"),
                Arguments.of(CellFormat.of("dd mmmm yyyy hh:mm"), MOMENT, "30 September 2026 18:07"),
                Arguments.of(CellFormat.of("yyyy-mm-dd hh:mm:ss AM/PM"), MOMENT, "2026-09-30 06:07:33 PM"),
                Arguments.of(CellFormat.of("d\" day of \"mmmm"), DAY, "30 day of September"),
                Arguments.of(CellFormat.of("[h]:mm:ss"), Duration.ofHours(1_234_567), "1234567:00:00"),
                Arguments.of(CellFormat.automatic(), Duration.ofHours(1_234_567), "1234567:00:00"),
                Arguments.of(CellFormat.money("KRW"), 1_234_567, "1,234,567 KRW"),
                Arguments.of(CellFormat.money("VND"), 1_234_567, "1,234,567 VND"),
                Arguments.of(CellFormat.money("EUR"), -1_234_567, "-1,234,567.00 EUR"),
                Arguments.of(CellFormat.of("[$CHF-807] #,##0.00"), 1_234_567, "CHF 1,234,567.00"),
                Arguments.of(CellFormat.of("0 \"days overdue\""), 7, "7 days overdue"),
                Arguments.of(CellFormat.of("#,##0 \"pieces of goods\""), 7, "7 pieces of goods"),
                Arguments.of(CellFormat.of("\"Total amount: \"#,##0.00"), 7, "Total amount: 7.00"),
                Arguments.of(CellFormat.of("0;\"negative value \"0"), -7, "negative value 7"),
                Arguments.of(CellFormat.of("0000000000000000"), 7, "0000000000000007"),
                Arguments.of(CellFormat.of("General\" pieces\""), 12_345_678, "12345678 pieces"),
                Arguments.of(CellFormat.of("0.000000%"), 123_456.789, "12345678.900000%"),
                Arguments.of(CellFormat.of("0.0000000000E+00"), 7, "7.0000000000E+00"),
                Arguments.of(CellFormat.of("yyyy\"年\"mm\"月\"dd\"日\""), DAY, "2026xxxx09xx30xx".substring(2)),
                Arguments.of(CellFormat.number(2), Formula.of("1+1"), "100,000,000.00"));
    }

    @ParameterizedTest
    @MethodSource
    void shown(CellFormat format, Object value, String shown) throws Exception {
        assertThat(width(ExcelSheet.<Object>named("One").column("Value", row -> row, format), value))
                .isBetween(shown.length() + MARGIN, shown.length() + MARGIN + 5);
    }

    @Test
    void aBoldTotalIsWiderThanItsDigits() throws Exception {
        ExcelSheet<Object> sheet = ExcelSheet.<Object>named("One")
                .column("Value", row -> row, CellFormat.money("JPY"))
                .total("Value", Total.sum());

        assertThat(width(sheet, 1_234_567)).isEqualTo("1,234,567 JPY".length() + 1 + MARGIN);
    }

    @Test
    void aTotalOfDurationsIsAsWideAsItsHours() throws Exception {
        ExcelSheet<Duration> sheet =
                ExcelSheet.<Duration>named("One").column("Spent", row -> row).total("Spent", Total.sum());

        XSSFSheet written = Workbooks.written(sheet, List.of(Duration.ofHours(700_000), Duration.ofHours(500_000)));

        assertThat(written.getColumnWidth(0) / 256).isEqualTo("1200000:00:00".length() + 1 + MARGIN);
    }

    @ParameterizedTest
    @CsvSource({
        "保険金請求書の番号と日付, 24",
        "계약자 성명과 주민등록번호, 26",
        "ＦＵＬＬ　ＷＩＤＴＨ, 20",
        "twenty Latin letters, 20",
        "Äöü Çğş Łódź Ψυχή 20, 20",
        "line & <tags> & more, 20"
    })
    void wideCharactersTakeTheRoomOfTwo(String text, int shown) throws Exception {
        assertThat(width(ExcelSheet.<Object>named("One").column("Value", row -> row), text))
                .isEqualTo(shown + MARGIN);
        assertThat(width(ExcelSheet.<Object>named("One").column(text, row -> ""), BigDecimal.ONE))
                .as("a heading, and its button")
                .isEqualTo(shown + 3);
    }

    private static int width(ExcelSheet<Object> sheet, Object row) throws Exception {
        return Workbooks.written(sheet, List.of(row)).getColumnWidth(0) / 256;
    }
}

package dev.errand.excel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.excel.ValueRules.LongNumber;
import dev.errand.excel.ValueRules.NotFinite;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.FormulaEvaluator;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links, formulas, durations, and what the rules of a sheet make of values. */
class SpecialValuesTest {

    private static final ExcelSheet<Object> SHEET = ExcelSheet.named("Special").column("Value", row -> row);

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0:00:00, [h]:mm:ss",
        "PT1H2M3S, 1:02:03, [h]:mm:ss",
        "PT25H, 25:00:00, [h]:mm:ss",
        "P365D, 8760:00:00, [h]:mm:ss",
        "PT59.9999S, 0:00:59.999, [h]:mm:ss.000"
    })
    void durationsAreHoursMinutesAndSeconds(Duration duration, String shown, String format) throws IOException {
        Cell cell = Workbooks.cell(duration);

        assertThat(cell.getCellType()).isEqualTo(CellType.NUMERIC);
        assertThat(cell.getCellStyle().getDataFormatString()).isEqualTo(format);
        assertThat(Math.round(cell.getNumericCellValue() * 86_400_000)).isEqualTo(duration.toMillis());
        assertThat(shown)
                .endsWith(new DataFormatter(Locale.ROOT).formatCellValue(cell).replaceFirst("^0:", ""));
    }

    @ParameterizedTest
    @CsvSource({"PT-1H-2M-3S, -1:02:03", "P2958466D, 71003184:00:00", "PT-1.5S, -0:00:01.500"})
    void durationsThatExcelCannotShowAreText(Duration duration, String shown) throws IOException {
        assertThat(Workbooks.cell(duration).getStringCellValue()).isEqualTo(shown);
    }

    @Test
    void theShortestDurationIsTextToo() throws IOException {
        assertThat(Workbooks.cell(Duration.ofSeconds(Long.MIN_VALUE)).getStringCellValue())
                .isEqualTo("PT-2562047788015215H-30M-8S");
    }

    @Test
    void anOptionalIsWhatItHolds() throws IOException {
        assertThat(Workbooks.cell(Optional.of(Formula.of("1+1"))).getCellFormula())
                .isEqualTo("1+1");
        assertThat(Workbooks.cell(Optional.of(Hyperlink.to("https://example.org/")))
                        .getHyperlink()
                        .getAddress())
                .isEqualTo("https://example.org/");
    }

    @Test
    void theLongestDurationOfExcelIsANumber() throws IOException {
        assertThat(Workbooks.cell(Duration.ofDays(2_958_465)).getNumericCellValue())
                .isEqualTo(2_958_465);
    }

    @Test
    void aLinkLeadsSomewhere() throws Exception {
        byte[] workbook = Workbooks.bytes(
                SHEET,
                List.<Object>of(
                                Hyperlink.to("https://example.org/claims?id=1&x=%22é", "Claim <1> "),
                                Hyperlink.to("mailto:claims@example.org"),
                                "https://example.org")
                        .iterator());
        XSSFSheet sheet = Workbooks.read(workbook);

        XSSFCell first = sheet.getRow(1).getCell(0);
        assertThat(first.getStringCellValue()).isEqualTo("Claim <1> ");
        assertThat(first.getHyperlink().getAddress()).isEqualTo("https://example.org/claims?id=1&x=%22%C3%A9");
        assertThat(first.getCellStyle().getFont().getUnderline()).isEqualTo((byte) 1);
        assertThat(sheet.getRow(2).getCell(0).getHyperlink().getAddress()).isEqualTo("mailto:claims@example.org");
        assertThat(sheet.getRow(3).getCell(0).getHyperlink())
                .as("a text is no link")
                .isNull();
        assertThat(Schemas.errors(workbook)).isEmpty();
    }

    @Test
    void asManyLinksAsASheetHoldsAndThenTexts() throws Exception {
        List<Object> rows = IntStream.rangeClosed(1, 65_531)
                .mapToObj(i -> (Object) Hyperlink.to("https://example.org/?a=1&b=2&id=" + i, "Claim " + i))
                .toList();

        XSSFSheet sheet = Workbooks.written(SHEET.workers(2), rows);

        assertThat(sheet.getHyperlinkList()).hasSize(65_530);
        XSSFCell last = sheet.getRow(65_530).getCell(0);
        assertThat(last.getHyperlink().getAddress()).isEqualTo("https://example.org/?a=1&b=2&id=65530");
        XSSFCell over = sheet.getRow(65_531).getCell(0);
        assertThat(over.getHyperlink()).isNull();
        assertThat(over.getStringCellValue()).isEqualTo("Claim 65531");
        assertThat(over.getCellStyle().getFont().getUnderline()).isEqualTo((byte) 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"claims/1", "", "http://a b", "javascript:alert(1)", "JavaScript:x", "#A1"})
    void refusesLinksThatLeadNowhere(String address) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Hyperlink.to(address))
                .satisfies(e -> assertThat(e.field()).isEqualTo("hyperlink"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vbscript:msgbox(1)",
                "macro:///Standard.Module1.Main()",
                "ms-msdt:/id",
                "jar:file:/x",
                "data:text/html,x",
                "VND.SUN.STAR.SCRIPT:a"
            })
    void refusesLinksThatAProgramWouldRun(String address) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Hyperlink.to(address))
                .withMessageEndingWith("[file, ftp, http, https, mailto, sftp, sip, sms, tel]");
    }

    @Test
    void numbersOfAnyClassAreNumbers() throws IOException {
        for (Object five : List.of(
                new AtomicLong(5), new AtomicInteger(5), OptionalInt.of(5), OptionalLong.of(5), OptionalDouble.of(5))) {
            assertThat(Workbooks.cell(five, CellFormat.number(2)).getNumericCellValue())
                    .as(five.getClass().getName())
                    .isEqualTo(5);
        }
        for (Object none : List.of(OptionalInt.empty(), OptionalLong.empty(), OptionalDouble.empty())) {
            assertThat(Workbooks.cell(none).getCellType()).isEqualTo(CellType.BLANK);
        }
        assertThat(Workbooks.cell(new AtomicLong(Long.MAX_VALUE)).getStringCellValue())
                .isEqualTo("9223372036854775807");
    }

    @ParameterizedTest
    @CsvSource({
        "12345678901, 12345678901",
        "22, 22",
        "0.1, 0.1",
        "1e300, 1.0E300",
        "NaN, NaN",
        "-0.0, 0",
        "1e-6, 0.000001",
        "1.5e-7, 0.00000015",
        "100, 100"
    })
    void floatingPointNumbersAsTextHaveNoExponent(double number, String shown) throws IOException {
        assertThat(Workbooks.cell(number, CellFormat.text()).getStringCellValue())
                .isEqualTo(shown);
    }

    @Test
    void takesAddressesAsLongAsExcelDoes() {
        String address = "https://example.org/" + "x".repeat(2_079 - 20);

        assertThat(Hyperlink.to(address).target()).hasToString(address);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new Hyperlink(URI.create(address + "x"), "too long"))
                .withMessageContaining("at most 2079 characters");
    }

    @Test
    void onlyAFormulaIsAFormula() throws Exception {
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Formulas")
                .column("A", row -> row)
                .column("B", row -> Formula.of("=A{row}*2"))
                .column("C", row -> Formula.of("IF(A{row}<3,\"< & >\",1)&\"\""))
                .column("D", row -> Formula.of("A{row}/4").showing(row / 4.0), CellFormat.number(2))
                .column("E", row -> "=A1")
                .column("F", row -> Formula.of("\"_x0041_\"&A{row}"));
        byte[] workbook = Workbooks.bytes(sheet, List.of(1, 2, 3).iterator());
        XSSFSheet read = Workbooks.read(workbook);
        FormulaEvaluator evaluator = read.getWorkbook().getCreationHelper().createFormulaEvaluator();

        XSSFCell twice = read.getRow(2).getCell(1);
        assertThat(twice.getCellFormula()).isEqualTo("A3*2");
        assertThat(evaluator.evaluate(twice).getNumberValue()).isEqualTo(4);
        assertThat(evaluator.evaluate(read.getRow(2).getCell(2)).getStringValue())
                .isEqualTo("< & >");
        assertThat(read.getRow(2).getCell(5).getCellFormula()).isEqualTo("\"_x0041_\"&A3");
        assertThat(read.getRow(3).getCell(3).getNumericCellValue())
                .as("known without computing")
                .isEqualTo(0.75);
        assertThat(read.getRow(1).getCell(4).getCellType()).isEqualTo(CellType.STRING);
        assertThat(read.getWorkbook().getForceFormulaRecalculation()).isTrue();
        assertThat(Schemas.errors(workbook)).isEmpty();
    }

    @Test
    void nothingIsComputedWithoutAFormula() throws Exception {
        assertThat(Workbooks.written(SHEET, List.of("=1+1")).getWorkbook().getForceFormulaRecalculation())
                .isFalse();
    }

    @Test
    void refusesFormulasThatExcelDoesNotTake() {
        for (String expression :
                List.of("", "=", " ", "A1+\n1", "\"\ufffe\"", "x".repeat(8_193), "A{row}".repeat(1_025))) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> Formula.of(expression))
                    .satisfies(e -> assertThat(e.field()).isEqualTo("formula"));
        }
        assertThat(Formula.of("=" + "x".repeat(8_192)).expression()).hasSize(8_192);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Formula.of("1/0").showing(Double.POSITIVE_INFINITY))
                .withMessage("result of a formula is Infinity, but must be a finite number");
    }

    @Test
    void showsValuesInTheWordsOfTheirReaders() throws Exception {
        ExcelSheet<Object> sheet = SHEET.values(ValueRules.plain()
                .show(DayOfWeek.class, day -> day == DayOfWeek.SUNDAY ? null : "Day " + day.getValue())
                .show(boolean.class, yes -> yes ? "ja" : "nein")
                .show(CharSequence.class, text -> text + "!")
                .show(String.class, text -> "never reached"));

        XSSFSheet read = Workbooks.written(
                sheet, List.of(DayOfWeek.FRIDAY, Optional.of(true), false, DayOfWeek.SUNDAY, "text", 12));

        assertThat(IntStream.rangeClosed(1, 6)
                        .mapToObj(row -> new DataFormatter(Locale.ROOT)
                                .formatCellValue(read.getRow(row).getCell(0))))
                .containsExactly("Day 5", "ja", "nein", "", "text!", "12");
    }

    @ParameterizedTest
    @MethodSource("notFinite")
    void dealsWithWhatIsNoNumberAsAsked(NotFinite rule, Object value, String shown) throws Exception {
        Cell cell = cell(ValueRules.plain().notFinite(rule), value);

        assertThat(new DataFormatter(Locale.ROOT).formatCellValue(cell)).isEqualTo(shown);
    }

    static List<Object[]> notFinite() {
        return List.of(new Object[][] {
            {NotFinite.TEXT, Double.NaN, "NaN"},
            {NotFinite.EMPTY, Double.NaN, ""},
            {NotFinite.EMPTY, Float.POSITIVE_INFINITY, ""},
            {NotFinite.EMPTY, Optional.of(Double.NEGATIVE_INFINITY), ""},
            {NotFinite.EMPTY, 1.5, "1.5"},
            {NotFinite.FAIL, new BigDecimal("1E+400"), "1" + "0".repeat(400)}
        });
    }

    @Test
    void namesRowAndColumnOfWhatIsNoNumber() {
        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> Workbooks.written(
                        SHEET.values(ValueRules.plain().notFinite(NotFinite.FAIL)), List.of(1.0, Double.NaN)))
                .withMessage("number of row 2, column \"Value\" is NaN, but must be finite");
    }

    @Test
    void roundsLongNumbersWhenAskedTo() throws Exception {
        ValueRules rules = ValueRules.plain().longNumbers(LongNumber.ROUND);

        assertThat(cell(rules, 9_007_199_254_740_993L).getNumericCellValue()).isEqualTo(9_007_199_254_740_992.0);
        assertThat(cell(rules, new BigDecimal("0.1234567890123456")).getNumericCellValue())
                .isEqualTo(0.1234567890123456);
        assertThat(cell(rules, new BigInteger("12345678901234567890")).getNumericCellValue())
                .isEqualTo(1.2345678901234567E19);
        assertThat(cell(rules, new BigDecimal("1E+400")).getCellType())
                .as("beyond all doubles")
                .isEqualTo(CellType.STRING);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000_000_000_001L, -1_000_000_000_000_001L, Long.MAX_VALUE})
    void refusesLongNumbersWhenAskedTo(long number) throws Exception {
        ValueRules rules = ValueRules.plain().longNumbers(LongNumber.FAIL);

        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> cell(rules, number))
                .withMessage("number of row 1, column \"Value\" is " + number
                        + ", but must have at most 15 digits, which a cell holds");
        assertThat(cell(rules, 999_999_999_999_999L).getNumericCellValue()).isEqualTo(999_999_999_999_999.0);
        assertThat(cell(rules, 0.30000000000000004).getCellType())
                .as("a double is not exact")
                .isEqualTo(CellType.NUMERIC);
    }

    private static Cell cell(ValueRules rules, @Nullable Object value) throws IOException {
        return Workbooks.written(SHEET.values(rules), List.of(Optional.ofNullable(value)))
                .getRow(1)
                .getCell(0);
    }
}

package dev.errand.excel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.batch.EngineChoice.Engine;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.BorderStyle;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExcelSheetTest {

    private record Claim(String number, String holder, BigDecimal amount, LocalDate filed) {}

    private static final ExcelSheet<Claim> CLAIMS = ExcelSheet.<Claim>named("Claims")
            .column("Claim", Claim::number)
            .column("Holder", Claim::holder)
            .column("Amount", Claim::amount, CellFormat.money("EUR"))
            .column("Filed", Claim::filed, CellFormat.date());

    private static final List<Claim> TWO = List.of(
            new Claim("C-1", "Žofie O’Neill", new BigDecimal("1234.50"), LocalDate.of(2026, 11, 22)),
            new Claim("C-2", "=1+1 & <b>", new BigDecimal("-0.05"), LocalDate.of(2024, 2, 29)));

    @Test
    void sheetsThatBeginAlikeHaveColumnsOfTheirOwn() {
        ExcelSheet<Integer> one = ExcelSheet.<Integer>named("Alike").column("A", row -> row);
        ExcelSheet<Integer> two = one.column("B", row -> row);
        ExcelSheet<Integer> three = two.column("C", row -> row);

        assertThat(headings(two.column("D", row -> row))).containsExactly("A", "B", "D");
        assertThat(headings(three)).containsExactly("A", "B", "C");
        assertThat(headings(three.column("E", row -> row))).containsExactly("A", "B", "C", "E");
        assertThat(headings(one)).containsExactly("A");
    }

    private static List<String> headings(ExcelSheet<Integer> sheet) {
        return sheet.columns().stream().map(Column::heading).toList();
    }

    @Test
    void holdsEveryValueOfEveryRow() throws Exception {
        XSSFSheet sheet = Workbooks.written(CLAIMS, TWO);

        assertThat(sheet.getSheetName()).isEqualTo("Claims");
        assertThat(sheet.getLastRowNum()).isEqualTo(2);
        assertThat(texts(sheet, 0)).containsExactly("Claim", "Holder", "Amount", "Filed");
        assertThat(sheet.getRow(1).getCell(1).getStringCellValue()).isEqualTo("Žofie O’Neill");
        assertThat(sheet.getRow(1).getCell(2).getNumericCellValue()).isEqualTo(1234.5);
        assertThat(sheet.getRow(1).getCell(3).getLocalDateTimeCellValue().toLocalDate())
                .isEqualTo(LocalDate.of(2026, 11, 22));
        assertThat(sheet.getRow(2).getCell(1).getCellType())
                .as("never a formula")
                .isEqualTo(CellType.STRING);
        assertThat(sheet.getRow(2).getCell(1).getStringCellValue()).isEqualTo("=1+1 & <b>");
        assertThat(sheet.getRow(2).getCell(2).getNumericCellValue()).isEqualTo(-0.05);
    }

    @Test
    void looksAsPromised() throws Exception {
        XSSFSheet sheet = Workbooks.written(CLAIMS, TWO);
        XSSFCellStyle heading = sheet.getRow(0).getCell(0).getCellStyle();
        XSSFCellStyle amount = sheet.getRow(1).getCell(2).getCellStyle();

        assertThat(heading.getFont().getBold()).isTrue();
        assertThat(heading.getFont().getXSSFColor().getARGBHex()).isEqualTo("FFFFFFFF");
        assertThat(heading.getFillPattern()).isEqualTo(FillPatternType.SOLID_FOREGROUND);
        assertThat(heading.getFillForegroundXSSFColor().getARGBHex()).isEqualTo("FF4472C4");
        assertThat(heading.getFillForegroundXSSFColor().getCTColor().getRgb())
                .as("with its opacity")
                .hasSize(4);
        for (XSSFCellStyle style : List.of(heading, amount)) {
            assertThat(List.of(
                            style.getBorderTop(),
                            style.getBorderRight(),
                            style.getBorderBottom(),
                            style.getBorderLeft()))
                    .containsOnly(BorderStyle.THIN);
        }
        assertThat(amount.getDataFormatString()).isEqualTo("#,##0.00 [$EUR]");
        assertThat(sheet.getRow(1).getCell(3).getCellStyle().getDataFormatString())
                .isEqualTo("yyyy-mm-dd");
        assertThat(sheet.getPaneInformation().isFreezePane()).isTrue();
        assertThat(sheet.getPaneInformation().getHorizontalSplitPosition()).isEqualTo((short) 1);
        assertThat(sheet.getCTWorksheet().getAutoFilter().getRef()).isEqualTo("A1:D3");
    }

    @Test
    void fitsTheWidthsToAllRows() throws Exception {
        ExcelSheet<String> sheet = ExcelSheet.<String>named("Widths")
                .column("Short", row -> "x")
                .column("Text", row -> row)
                .column("Very long", row -> row.repeat(10))
                .column("A heading of thirty characters", row -> "");
        List<String> rows = IntStream.range(0, 500)
                .mapToObj(i -> i == 499 ? "twenty characters ok" : "x")
                .toList();

        XSSFSheet written = Workbooks.written(sheet, rows);

        assertThat(width(written, 0)).as("narrowest").isEqualTo(12);
        assertThat(width(written, 1)).as("the last row decides").isEqualTo(22);
        assertThat(width(written, 2)).as("widest").isEqualTo(50);
        assertThat(width(written, 3)).as("a heading and its button").isEqualTo(33);
    }

    @Test
    void isAWorkbookWithoutRowsToo() throws Exception {
        XSSFSheet sheet = Workbooks.written(CLAIMS, List.of());

        assertThat(sheet.getLastRowNum()).isZero();
        assertThat(sheet.getCTWorksheet().getAutoFilter().getRef()).isEqualTo("A1:D1");
    }

    @ParameterizedTest
    @MethodSource("titles")
    void cutsAndCleansItsTitle(String title, String expected) throws Exception {
        XSSFSheet sheet = Workbooks.written(ExcelSheet.<String>named(title).column("A", row -> row), List.of("x"));

        assertThat(sheet.getSheetName()).isEqualTo(expected);
    }

    static List<Object[]> titles() {
        return List.of(new Object[][] {
            {"Claims of the year 2026, all branches", "Claims of the year 2026, all br"},
            {"a[b]c:d*e?f/g\\h", "a b c d e f g h"},
            {"'quoted' and 'quoted'", "quoted' and 'quoted"},
            {"’Dealers’", "Dealers"},
            {"2026：11／12", "2026 11 12"},
            {"A_x002F_B", "A x002F_B"},
            {"two\nlines\u0000", "two lines"},
            {"history", "history_"},
            {"...hidden", "hidden"},
            {" '.", "Sheet"},
            {"", "Sheet"},
            {"[]", "Sheet"}
        });
    }

    @Test
    void doesNotCutATitleWithinACharacter() throws Exception {
        String title = "x".repeat(30) + "📄 more";

        XSSFSheet sheet = Workbooks.written(ExcelSheet.<String>named(title).column("A", row -> row), List.of());

        assertThat(sheet.getSheetName()).isEqualTo("x".repeat(30));
    }

    @Test
    void namesRowAndColumnOfAValueThatCannotBeTaken() {
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Broken").column("Inverse", row -> 10 / (row - 3));

        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(() -> Workbooks.written(sheet, List.of(1, 2, 3, 4)))
                .withMessage("row 3, column \"Inverse\" cannot be read: java.lang.ArithmeticException: / by zero")
                .withCauseInstanceOf(ArithmeticException.class)
                .satisfies(e -> assertThat(e.row()).isEqualTo(3))
                .satisfies(e -> assertThat(e.column()).contains("Inverse"));
    }

    @Test
    void namesRowAndColumnOfATextThatIsTooLong() {
        ExcelSheet<String> sheet = ExcelSheet.<String>named("Long").column("Remarks", row -> row);

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Workbooks.written(sheet, List.of("short", "x".repeat(40_000))))
                .satisfies(e -> assertThat(e.field()).isEqualTo("text of row 2, column \"Remarks\""))
                .withMessageContainingAll("40000 characters", "at most 32767");
    }

    @Test
    void saysHowLongATextIsWithItsEscapes() {
        ExcelSheet<String> sheet = ExcelSheet.<String>named("Long").column("Remarks", row -> row);

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Workbooks.written(sheet, List.of("\u0001".repeat(5_000))))
                .withMessageContaining("at most 32767 characters, which a cell holds when its control characters are"
                        + " escaped, where it has 35000");
    }

    @ParameterizedTest
    @MethodSource("valuesWithoutManners")
    void namesRowAndColumnOfAValueThatCannotBeShown(Object value, Class<? extends Exception> cause) {
        ExcelSheet<Object> sheet = ExcelSheet.named("Broken").column("Value", row -> row);

        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(() -> Workbooks.written(sheet, List.of("fine", value)))
                .withMessageStartingWith("row 2, column \"Value\" cannot be read: ")
                .withCauseInstanceOf(cause);
    }

    static List<Object[]> valuesWithoutManners() {
        return List.of(new Object[][] {
            {new TextOf(null), NullPointerException.class},
            {new TextOf(new IllegalStateException("lazy")), IllegalStateException.class}
        });
    }

    /** Shows itself as nothing, or not at all. */
    private record TextOf(@Nullable RuntimeException trouble) {
        @Override
        @SuppressWarnings({"NullAway", "ToStringReturnsNull"})
        public String toString() {
            if (trouble != null) {
                throw trouble;
            }
            return null;
        }
    }

    @Test
    void cutsATextThatIsTooLongWhenAskedTo() throws Exception {
        ExcelSheet<String> sheet =
                ExcelSheet.<String>named("Long").column("Remarks", row -> row).longText(LongText.CUT);

        XSSFSheet written =
                Workbooks.written(sheet, List.of("x".repeat(32_767), "x".repeat(32_768), "\u0001".repeat(40_000)));

        assertThat(texts(written, 1).getFirst()).isEqualTo("x".repeat(32_767));
        assertThat(texts(written, 2).getFirst()).isEqualTo("x".repeat(32_766) + "…");
        assertThat(texts(written, 3).getFirst()).endsWith("\u0001…").hasSizeGreaterThan(4_000);
    }

    @Test
    void refusesASheetWithoutColumnsOrWithTooMany() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Workbooks.written(ExcelSheet.<String>named("None"), List.of("x")))
                .withMessage("number of columns is 0, but must be at least 1");
        ExcelSheet<String> sheet = ExcelSheet.named("Full");
        for (int i = 0; i < 16_384; i++) {
            sheet = sheet.column("c", row -> row);
        }
        ExcelSheet<String> full = sheet;
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> full.column("one more", row -> row))
                .withMessage("number of columns is 16385, but must be at most 16384");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "#,##0.00 [$EUR]",
                "0.0%",
                "yyyy-mm-dd;@",
                "\"to; be\" 0",
                "[Red]-0;[Blue]0;0;@",
                "0\\\"",
                "_-* #,##0_-",
                ""
            })
    void takesFormatsThatExcelTakes(String pattern) {
        assertThat(CellFormat.of(pattern).pattern()).isEqualTo(pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"open",
                "[",
                "[$",
                "[>1",
                "0;0;0;0;0",
                "\\",
                "0_",
                "*",
                "a\u0001",
                "\ufffe",
                "half \ud83d",
                "0\n"
            })
    void refusesFormatsThatExcelCallsDamage(String pattern) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CellFormat.of(pattern))
                .satisfies(e -> assertThat(e.field()).isEqualTo("cell format"));
    }

    @Test
    void refusesMoreFormatsThanAWorkbookHolds() {
        ExcelSheet<String> sheet = ExcelSheet.named("Formats");
        for (int i = 0; i < 200; i++) {
            sheet = sheet.column("c", row -> 1, CellFormat.of("0\"" + i + "\""));
        }
        ExcelSheet<String> full = sheet;
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> full.column("one more", row -> 1, CellFormat.of("0.0")))
                .withMessage("number of formats is 201, but must be at most 200");
    }

    @Test
    void knowsACurrencyInLowerCase() {
        assertThat(CellFormat.money("jpy").pattern()).isEqualTo("#,##0 [$JPY]");
    }

    @Test
    void refusesAHeadingThatIsTooLong() {
        ExcelSheet<String> sheet = ExcelSheet.named("Long");

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> sheet.column("h".repeat(256), row -> row))
                .satisfies(e -> assertThat(e.field()).isEqualTo("heading"));
    }

    @Test
    void refusesMoreRowsThanItsLimit() throws Exception {
        ExcelSheet<Integer> sheet =
                ExcelSheet.<Integer>named("Few").column("A", row -> row).atMostRows(300);

        assertThat(sheet.write(Collections.nCopies(300, 1).iterator(), OutputStream.nullOutputStream()))
                .isEqualTo(300);
        Iterator<Integer> oneMore = Collections.nCopies(301, 1).iterator();
        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> sheet.write(oneMore, OutputStream.nullOutputStream()))
                .withMessage("number of rows is 301, but must be at most 300");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> sheet.atMostRows(-1));
    }

    @Test
    void refusesAFileThatIsLargerThanItsLimit() throws Exception {
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Few")
                .column("A", row -> row)
                .clock(InstantSource.fixed(Instant.EPOCH.plusSeconds(1_800_000_000)))
                .engines(() -> EngineChoice.always(Engine.ZLIB));
        List<Integer> rows = Collections.nCopies(5_000, 1);
        int size = Workbooks.bytes(sheet, rows.iterator()).length;

        assertThat(Workbooks.bytes(sheet.atMostBytes(size), rows.iterator())).hasSize(size);
        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> Workbooks.bytes(sheet.atMostBytes(size - 1), rows.iterator()))
                .withMessage(
                        "number of bytes is " + size + ", but must be at most " + (size - 1) + " in the whole file");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> sheet.atMostBytes(0));
    }

    @Test
    void stopsSoonWhenAFileIsTooLarge() {
        AtomicInteger taken = new AtomicInteger();
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Endless")
                .column("A", row -> taken.incrementAndGet())
                .workers(1)
                .atMostBytes(20_000);

        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> sheet.write(
                        IntStream.iterate(0, i -> i + 1).boxed().iterator(), OutputStream.nullOutputStream()));
        assertThat(taken.get()).isLessThan(50_000);
    }

    private static List<String> texts(XSSFSheet sheet, int row) {
        return IntStream.range(0, sheet.getRow(row).getLastCellNum())
                .mapToObj(sheet.getRow(row)::getCell)
                .map(XSSFCell::getStringCellValue)
                .toList();
    }

    private static int width(XSSFSheet sheet, int column) {
        return sheet.getColumnWidth(column) / 256;
    }
}

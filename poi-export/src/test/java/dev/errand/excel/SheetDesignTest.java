package dev.errand.excel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.batch.EngineChoice.Engine;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.FormulaEvaluator;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFColor;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Looks by condition, stripes, totals, and headings over several columns. */
@Timeout(60)
class SheetDesignTest {

    private record Claim(
            String number, @Nullable BigDecimal amount, boolean cancelled, LocalDate filed, Duration took) {}

    private static final String RED = "FFC00000";
    private static final String GREY = "FF808080";
    private static final String STRIPE = "FFEAF1FB";

    private static final ExcelSheet<Claim> CLAIMS = ExcelSheet.<Claim>named("Claims")
            .column("Claim", Claim::number)
            .column(
                    "Amount",
                    Claim::amount,
                    ColumnStyle.of(CellFormat.money("EUR")).right())
            .column("Filed", Claim::filed)
            .column("Took", Claim::took);

    private static final ExcelSheet<Claim> COLOURED = CLAIMS.look(
                    Claim::cancelled, CellLook.grey().struckOut())
            .look("Amount", SheetDesignTest::isNegative, CellLook.red().bold());

    private static final ExcelSheet<Claim> SUMMED = CLAIMS.total("Claim", Total.text("Total & more"))
            .total("Amount", Total.sum())
            .total("Filed", Total.highest())
            .total("Took", Total.average());

    private static final List<Claim> ROWS =
            List.of(claim(1, "10.10", false), claim(2, "-5.05", false), claim(3, "0.20", true), claim(4, "-1", true));

    private static Claim claim(int number, String amount, boolean cancelled) {
        return new Claim(
                "C-" + number,
                new BigDecimal(amount),
                cancelled,
                LocalDate.of(2026, 11, number),
                Duration.ofMinutes(90L * number));
    }

    private static boolean isNegative(Claim claim) {
        return claim.amount() != null && claim.amount().signum() < 0;
    }

    @Test
    void rowsAndCellsStandOutByCondition() throws Exception {
        XSSFSheet sheet = Workbooks.written(COLOURED, ROWS);

        assertThat(color(sheet, 1, 0)).as("usual").isEmpty();
        assertThat(color(sheet, 1, 1)).isEmpty();
        assertThat(color(sheet, 2, 0)).as("beside a negative amount").isEmpty();
        assertThat(color(sheet, 2, 1)).isEqualTo(RED);
        assertThat(style(sheet, 2, 1).getFont().getBold()).isTrue();
        assertThat(style(sheet, 2, 1).getDataFormatString()).isEqualTo("#,##0.00 [$EUR]");
        assertThat(style(sheet, 2, 1).getAlignment()).isEqualTo(HorizontalAlignment.RIGHT);
        for (int column = 0; column < 4; column++) {
            assertThat(color(sheet, 3, column)).as("cancelled").isEqualTo(GREY);
            assertThat(style(sheet, 3, column).getFont().getStrikeout()).isTrue();
        }
        assertThat(style(sheet, 3, 2).getDataFormatString()).isEqualTo("yyyy-mm-dd");
        assertThat(color(sheet, 4, 1)).as("the cell's look covers the row's").isEqualTo(RED);
        assertThat(style(sheet, 4, 1).getFont().getStrikeout())
                .as("and leaves what it does not say")
                .isTrue();
    }

    @Test
    void theFirstLookThatFitsCounts() throws Exception {
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Looks")
                .column("A", row -> row)
                .look(row -> row > 2, CellLook.plain().fill("ffcc00"))
                .look(row -> row > 1, CellLook.plain().fill("00CC00").italic())
                .look("A", row -> row == 3, CellLook.plain().color("0000FF"))
                .look("A", row -> row >= 3, CellLook.plain().color("111111"));

        XSSFSheet read = Workbooks.written(sheet, List.of(1, 2, 3, 4));

        assertThat(fill(read, 1, 0)).isEmpty();
        assertThat(fill(read, 2, 0)).isEqualTo("FF00CC00");
        assertThat(fill(read, 3, 0)).isEqualTo("FFFFCC00");
        assertThat(style(read, 2, 0).getFont().getItalic()).isTrue();
        assertThat(color(read, 3, 0)).isEqualTo("FF0000FF");
        assertThat(color(read, 4, 0)).isEqualTo("FF111111");
    }

    @Test
    void everySecondRowIsStriped() throws Exception {
        XSSFSheet sheet = Workbooks.written(COLOURED.zebra(), ROWS);

        for (int row = 1; row <= 4; row++) {
            assertThat(fill(sheet, row, 0)).as("row " + row).isEqualTo(row % 2 == 0 ? STRIPE : "");
            assertThat(fill(sheet, row, 3)).as("row " + row).isEqualTo(row % 2 == 0 ? STRIPE : "");
        }
        assertThat(color(sheet, 2, 1)).isEqualTo(RED);
    }

    @Test
    void aLinkThatStandsOutStaysALink() throws Exception {
        ExcelSheet<String> sheet = ExcelSheet.<String>named("Links")
                .column("A", Hyperlink::to)
                .look(row -> true, CellLook.plain().fill("FFCC00"));

        XSSFCell cell = Workbooks.written(sheet, List.of("https://example.org"))
                .getRow(1)
                .getCell(0);

        assertThat(cell.getHyperlink().getAddress()).isEqualTo("https://example.org");
        assertThat(cell.getCellStyle().getFont().getUnderline()).isEqualTo((byte) 1);
        assertThat(cell.getCellStyle().getFillForegroundXSSFColor().getARGBHex())
                .isEqualTo("FFFFCC00");
    }

    @Test
    void totalsAreFormulasWithTheirResults() throws Exception {
        byte[] workbook = Workbooks.bytes(SUMMED, ROWS.iterator());
        XSSFSheet sheet = Workbooks.read(workbook);

        assertThat(sheet.getLastRowNum()).isEqualTo(5);
        assertThat(sheet.getRow(5).getCell(0).getStringCellValue()).isEqualTo("Total & more");
        checkTotal(sheet, 1, "SUBTOTAL(109,B2:B5)", 4.25, "#,##0.00 [$EUR]");
        checkTotal(sheet, 2, "SUBTOTAL(104,C2:C5)", sheet.getRow(4).getCell(2).getNumericCellValue(), "yyyy-mm-dd");
        checkTotal(sheet, 3, "SUBTOTAL(101,D2:D5)", 225 / 1440.0, "[h]:mm:ss");
        for (int column = 0; column < 4; column++) {
            assertThat(style(sheet, 5, column).getFont().getBold()).isTrue();
            assertThat(fill(sheet, 5, column)).isEqualTo("FFD9E1F2");
        }
        assertThat(style(sheet, 5, 1).getAlignment()).isEqualTo(HorizontalAlignment.RIGHT);
        assertThat(sheet.getCTWorksheet().getAutoFilter().getRef())
                .as("without totals")
                .isEqualTo("A1:D5");
        assertThat(sheet.getWorkbook().getAllNames())
                .extracting(name -> name.getRefersToFormula())
                .containsExactly("'Claims'!$A$1:$D$5");
        assertThat(sheet.getCTWorksheet().getDimension().getRef()).isEqualTo("A1:D6");
        assertThat(sheet.getWorkbook().getForceFormulaRecalculation()).isFalse();
        assertThat(Schemas.errors(workbook)).isEmpty();
    }

    /** POI computes it again: it does not know the functions of the rows that are shown, but those of all rows. */
    private static void checkTotal(XSSFSheet sheet, int column, String formula, double result, String format) {
        XSSFCell cell = sheet.getRow(5).getCell(column);
        assertThat(cell.getCellFormula()).isEqualTo(formula);
        assertThat(cell.getNumericCellValue()).isEqualTo(result);
        assertThat(cell.getCellStyle().getDataFormatString()).isEqualTo(format);
        FormulaEvaluator evaluator = sheet.getWorkbook().getCreationHelper().createFormulaEvaluator();
        Cell again = sheet.getRow(5).createCell(9, CellType.FORMULA);
        again.setCellFormula(formula.replace("(10", "("));
        assertThat(evaluator.evaluate(again).getNumberValue()).isEqualTo(result);
    }

    @Test
    void totalsAreWhatTheReaderComputes() throws Exception {
        long seed = new Random().nextLong();
        List<List<@Nullable Object>> rows = new AnyRows(seed).rows(500);
        for (Total total : List.of(Total.sum(), Total.average(), Total.count(), Total.lowest(), Total.highest())) {
            ExcelSheet<List<@Nullable Object>> sheet = ExcelSheet.named("Totals");
            for (int i = 0; i < 8; i++) {
                int column = i;
                sheet = sheet.column("Column " + i, row -> moderate(row.get(column)))
                        .total("Column " + i, total);
            }
            XSSFSheet read = Workbooks.written(sheet.zone(ZoneOffset.UTC), rows);
            FormulaEvaluator evaluator = read.getWorkbook().getCreationHelper().createFormulaEvaluator();
            for (int column = 1; column < 8; column++) {
                XSSFCell cell = read.getRow(501).getCell(column);
                double known = cell.getNumericCellValue();
                String formula = cell.getCellFormula();
                cell.setCellFormula(formula.replace("(10", "("));
                assertThat(known)
                        .as("seed " + seed + ", " + formula)
                        .isCloseTo(evaluator.evaluate(cell).getNumberValue(), Percentage.withPercentage(1e-9));
            }
        }
    }

    /** Sums of numbers of all sizes would compare nothing but rounding. */
    private static @Nullable Object moderate(@Nullable Object value) {
        return value instanceof Number number && Math.abs(number.doubleValue()) > 1e12 ? "large" : value;
    }

    @Test
    void centsAddUp() throws Exception {
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Cents")
                .column("Amount", row -> row % 100 / 100.0)
                .total("Amount", Total.sum());

        XSSFSheet read = Workbooks.written(
                sheet.workers(1), IntStream.range(0, 20_000).boxed().toList());

        assertThat(read.getRow(20_001).getCell(0).getNumericCellValue()).isEqualTo(9_900.0);
    }

    @Test
    void totalsOfNothing() throws Exception {
        XSSFSheet none = Workbooks.written(SUMMED, List.of());

        assertThat(none.getRow(1).getCell(1).getCellType()).isEqualTo(CellType.NUMERIC);
        assertThat(none.getRow(1).getCell(1).getNumericCellValue()).isZero();
        assertThat(none.getRow(1).getCell(2).getCellType()).as("no latest date").isEqualTo(CellType.BLANK);
        assertThat(none.getRow(1).getCell(3).getCellType()).isEqualTo(CellType.BLANK);

        ExcelSheet<String> texts = ExcelSheet.<String>named("Texts")
                .column("A", row -> row)
                .column("B", row -> row)
                .column("C", row -> row)
                .total("A", Total.sum())
                .total("B", Total.count())
                .total("C", Total.lowest());
        XSSFSheet read = Workbooks.written(texts, List.of("1", "x"));
        assertThat(read.getRow(3).getCell(0).getNumericCellValue())
                .as("texts are no numbers")
                .isZero();
        assertThat(read.getRow(3).getCell(1).getNumericCellValue()).isEqualTo(2);
        assertThat(read.getRow(3).getCell(1).getCellStyle().getDataFormatString())
                .isEqualTo("#,##0");
        assertThat(read.getRow(3).getCell(2).getCellType()).isEqualTo(CellType.BLANK);
    }

    @Test
    void aTotalMakesItsColumnWideEnough() throws Exception {
        ExcelSheet<Long> sheet = ExcelSheet.<Long>named("Wide")
                .column("A", row -> row, CellFormat.number(2))
                .total("A", Total.sum());

        XSSFSheet read = Workbooks.written(sheet, Collections.nCopies(10_000, 99_999_999L));

        assertThat(read.getColumnWidth(0) / 256)
                .isBetween("999,999,990,000.00".length(), "999,999,990,000.00".length() + 3);
    }

    @Test
    void eachSheetOfMoreRowsThanOneHoldsHasItsOwnTotals() throws Exception {
        byte[] workbook =
                Workbooks.bytes(SUMMED.jointHeading("Money", "Amount", "Filed").rowsOfSheet(5), ROWS.iterator());
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(workbook))) {
            assertThat(book.getNumberOfSheets()).isEqualTo(2);
            assertThat(book.getSheetAt(0).getRow(4).getCell(1).getCellFormula()).isEqualTo("SUBTOTAL(109,B3:B4)");
            assertThat(book.getSheetAt(0).getRow(4).getCell(1).getNumericCellValue())
                    .isEqualTo(5.05);
            assertThat(book.getSheetAt(1).getRow(4).getCell(1).getNumericCellValue())
                    .isEqualTo(-0.8);
            assertThat(book.getSheetAt(1).getLastRowNum()).isEqualTo(4);
        }
    }

    @Test
    void headingsStandOverSeveralColumns() throws Exception {
        ExcelSheet<Claim> sheet = SUMMED.jointHeading("Money & time", "Amount", "Filed")
                .jointHeading("One", "Took", "Took")
                .look("Amount", SheetDesignTest::isNegative, CellLook.red());
        byte[] workbook = Workbooks.bytes(sheet, ROWS.iterator());
        XSSFSheet read = Workbooks.read(workbook);

        assertThat(read.getMergedRegions()).containsExactly(CellRangeAddress.valueOf("B1:C1"));
        assertThat(read.getRow(0).getCell(0).getCellType()).isEqualTo(CellType.BLANK);
        assertThat(read.getRow(0).getCell(1).getStringCellValue()).isEqualTo("Money & time");
        assertThat(style(read, 0, 1).getAlignment()).isEqualTo(HorizontalAlignment.CENTER);
        assertThat(style(read, 0, 1).getFont().getBold()).isTrue();
        assertThat(read.getRow(0).getCell(3).getStringCellValue()).isEqualTo("One");
        assertThat(read.getRow(1).getCell(1).getStringCellValue()).isEqualTo("Amount");
        assertThat(read.getRow(2).getCell(0).getStringCellValue()).isEqualTo("C-1");
        assertThat(color(read, 3, 1)).isEqualTo(RED);
        assertThat(read.getPaneInformation().getHorizontalSplitPosition()).isEqualTo((short) 2);
        assertThat(read.getCTWorksheet()
                        .getSheetViews()
                        .getSheetViewArray(0)
                        .getPane()
                        .getTopLeftCell())
                .isEqualTo("A3");
        assertThat(read.getCTWorksheet().getAutoFilter().getRef()).isEqualTo("A2:D6");
        assertThat(read.getRow(6).getCell(1).getCellFormula()).isEqualTo("SUBTOTAL(109,B3:B6)");
        assertThat(Schemas.errors(workbook)).isEmpty();
    }

    @Test
    void isTheSameByteForByteWhoeverWritesIt() throws Exception {
        List<Claim> many = IntStream.range(0, 20_000)
                .mapToObj(i -> claim(1 + i % 28, (i % 7 - 3) + ".5", i % 11 == 0))
                .toList();
        ExcelSheet<Claim> sheet = SUMMED.zebra()
                .look(Claim::cancelled, CellLook.grey())
                .look("Amount", SheetDesignTest::isNegative, CellLook.red())
                .jointHeading("Money", "Amount", "Filed");
        byte[] expected = Workbooks.sheetXml(
                Workbooks.bytes(sheet.workers(0).engines(() -> EngineChoice.always(Engine.ZLIB)), many.iterator()));

        for (Engine engine : Engine.values()) {
            assertThat(Workbooks.sheetXml(Workbooks.bytes(
                            sheet.workers(3).engines(() -> EngineChoice.always(engine)), many.iterator())))
                    .isEqualTo(expected);
        }
    }

    /** A batch without looks may follow, on the same thread, one that has some. */
    @Test
    void looksEndWithTheirRows() throws Exception {
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Looks")
                .column("A", row -> row)
                .look(row -> row < 64, CellLook.red())
                .workers(0);

        XSSFSheet read =
                Workbooks.written(sheet, IntStream.range(0, 3_000).boxed().toList());

        assertThat(IntStream.rangeClosed(1, 3_000)
                        .filter(row -> color(read, row, 0).equals(RED)))
                .as("all rows of the first batch")
                .hasSize(64);
    }

    @Test
    void refusesMoreLooksThanMakeSense() {
        ExcelSheet<Claim> rows = CLAIMS;
        ExcelSheet<Claim> cells = CLAIMS;
        for (int i = 0; i < 15; i++) {
            rows = rows.look(Claim::cancelled, CellLook.red());
            cells = cells.look("Amount", Claim::cancelled, CellLook.red());
        }
        ExcelSheet<Claim> full = rows;
        ExcelSheet<Claim> fullColumn = cells;
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> full.look(Claim::cancelled, CellLook.red()))
                .withMessage("number of looks is 16, but must be at most 15 for rows, and as many for a column");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> fullColumn.look("Amount", Claim::cancelled, CellLook.red()));
        assertThat(fullColumn.look("Filed", Claim::cancelled, CellLook.red())).isNotNull();
    }

    @Test
    void refusesMoreStylesThanAWorkbookHoldsBeforeTheFirstRow() {
        ExcelSheet<Integer> sheet = ExcelSheet.named("Styles");
        for (int i = 0; i < 199; i++) {
            String heading = "c" + i;
            sheet = sheet.column(heading, row -> row, CellFormat.of("0\"" + i + "\""));
            for (int look = 0; look < 15; look++) {
                sheet = sheet.look(heading, row -> true, CellLook.plain().fill(String.format("%06X", 1000 * i + look)));
            }
        }
        for (int look = 0; look < 15; look++) {
            sheet = sheet.look(row -> true, CellLook.plain().color(String.format("%06X", look)));
        }
        ExcelSheet<Integer> full = sheet;
        List<Integer> read = new ArrayList<>();

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Workbooks.bytes(
                        full, IntStream.range(0, 10).boxed().peek(read::add).iterator()))
                .withMessage("number of cell styles is 64001, but must be at most 64000");
        assertThat(read).isEmpty();
    }

    @Test
    void refusesMoreFontsThanAWorkbookHolds() {
        ExcelSheet<Integer> sheet = ExcelSheet.named("Fonts");
        for (int i = 0; i < 20; i++) {
            sheet = sheet.column("c" + i, row -> row);
            for (int look = 0; look < 15; look++) {
                sheet = sheet.look("c" + i, row -> true, CellLook.plain().color(String.format("%06X", 100 * i + look)));
            }
        }
        ExcelSheet<Integer> full = sheet;

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Workbooks.bytes(full, List.of(1).iterator()))
                .withMessage("number of fonts, those of links included is 513, but must be at most 512");
    }

    @Test
    void refusesHeadingsOfNoOrSeveralColumns() {
        ExcelSheet<Claim> twice = CLAIMS.column("Claim", Claim::number);

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CLAIMS.total("Amuont", Total.sum()))
                .withMessage("heading is \"Amuont\", but must be that of exactly one column of the sheet");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> twice.total("Claim", Total.count()));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CLAIMS.jointHeading("Backwards", "Filed", "Amount"))
                .satisfies(e -> assertThat(e.field()).isEqualTo("joint heading"));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CLAIMS.jointHeading("One", "Claim", "Amount").jointHeading("Two", "Amount", "Filed"))
                .satisfies(e -> assertThat(e.field()).isEqualTo("joint heading"));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CLAIMS.jointHeading("x".repeat(256), "Claim", "Amount"));
    }

    @Test
    void refusesColoursThatAreNone() {
        for (String color : List.of("red", "#C00000", "C0000", "C000000", "")) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> CellLook.plain().color(color))
                    .satisfies(e -> assertThat(e.field()).isEqualTo("colour"));
        }
    }

    @Test
    void namesTheRowOfAConditionThatThrows() {
        ExcelSheet<Claim> sheet =
                CLAIMS.look("Amount", claim -> claim.number().substring(9).isEmpty(), CellLook.red());

        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(() -> Workbooks.written(sheet, ROWS))
                .withMessageStartingWith("row 1, column \"Amount\" cannot be read: java.lang.StringIndexOutOfBounds");
    }

    private static XSSFCellStyle style(XSSFSheet sheet, int row, int column) {
        return sheet.getRow(row).getCell(column).getCellStyle();
    }

    private static String color(XSSFSheet sheet, int row, int column) {
        XSSFColor color = style(sheet, row, column).getFont().getXSSFColor();
        return color == null || color.getARGBHex() == null ? "" : color.getARGBHex();
    }

    private static String fill(XSSFSheet sheet, int row, int column) {
        XSSFColor color = style(sheet, row, column).getFillForegroundXSSFColor();
        return color == null ? "" : color.getARGBHex();
    }
}

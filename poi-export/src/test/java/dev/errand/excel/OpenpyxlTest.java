package dev.errand.excel;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.excel.Openpyxl.Book;
import dev.errand.excel.Openpyxl.Cell;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.poi.ss.util.CellRangeAddressList;
import org.apache.poi.xssf.usermodel.XSSFDataValidationHelper;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workbooks of all kinds, read by a reader that has nothing in common with POI or with us. */
@Timeout(300)
class OpenpyxlTest {

    private record Nasty(@Nullable Object value, String kind, String text, String format) {

        Nasty(@Nullable Object value, String kind, String text) {
            this(value, kind, text, "General");
        }

        /** A text that it leaves in Excel's escape, as it does all of them. */
        static Nasty text(String text) {
            return new Nasty(text, "text", text);
        }
    }

    private static final List<Nasty> CELLS = List.of(
            new Nasty(null, "blank", ""),
            Nasty.text("=1+1"),
            Nasty.text("+SUM(A1)"),
            Nasty.text("-1"),
            Nasty.text("@x"),
            Nasty.text("007"),
            Nasty.text("1e5"),
            Nasty.text("TRUE"),
            Nasty.text("2026-11-29"),
            Nasty.text("#N/A"),
            Nasty.text("<a b=\"c\">&amp;</a>]]>"),
            Nasty.text("  both ends "),
            Nasty.text("\ttab"),
            Nasty.text("two\nlines\n"),
            Nasty.text("a\r\nb"),
            Nasty.text("žluťoučký 漢字 😀 \u00a0\u200b\u202e"),
            Nasty.text("'"),
            new Nasty("", "text", ""),
            new Nasty("\u0007\ud83d", "text", "_x0007__xD83D_"),
            new Nasty("_x0041_", "text", "_x005F_x0041_"),
            Nasty.text("x".repeat(32_767)),
            new Nasty(true, "bool", "True"),
            new Nasty(false, "bool", "False"),
            new Nasty(0, "number", "0.0"),
            new Nasty(-0.0, "number", "0.0"),
            new Nasty(0.1 + 0.2, "number", "0.30000000000000004"),
            new Nasty(Double.MIN_VALUE, "number", "5e-324"),
            new Nasty(Double.MAX_VALUE, "number", "1.7976931348623157e+308"),
            new Nasty(999_999_999_999_999L, "number", "999999999999999.0"),
            new Nasty(Long.MIN_VALUE, "text", "-9223372036854775808"),
            new Nasty(new BigDecimal("0.000000123"), "number", "1.23e-07"),
            new Nasty(Double.NaN, "text", "NaN"),
            new Nasty(LocalDate.of(1900, 3, 1), "datetime", "1900-03-01T00:00:00", "yyyy-mm-dd"),
            new Nasty(LocalDate.of(9999, 12, 31), "datetime", "9999-12-31T00:00:00", "yyyy-mm-dd"),
            new Nasty(LocalDate.of(1899, 12, 31), "text", "1899-12-31"),
            new Nasty(
                    LocalDateTime.of(2026, 2, 28, 23, 59, 59),
                    "datetime",
                    "2026-02-28T23:59:59",
                    "yyyy-mm-dd hh:mm:ss"),
            new Nasty(Instant.parse("2026-11-29T13:00:00Z"), "datetime", "2026-11-29T13:00:00", "yyyy-mm-dd hh:mm:ss"),
            new Nasty(LocalTime.of(6, 30), "time", "06:30:00", "hh:mm:ss"));

    private record Claim(int number, BigDecimal amount, LocalDate filed) {}

    private static final ExcelSheet<Claim> CLAIMS = ExcelSheet.<Claim>named("Claims & more")
            .column("Claim", Claim::number, ColumnStyle.plain().locked())
            .column(
                    "Amount",
                    Claim::amount,
                    ColumnStyle.of(CellFormat.money("EUR")).note("Of the <contract>"))
            .column("Filed", Claim::filed)
            .column("Link", claim -> Hyperlink.to("https://example.org/?a=1&b=" + claim.number, "No. " + claim.number))
            .zone(UTC);

    private static List<Claim> claims(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Claim(
                        i,
                        BigDecimal.valueOf(i * 100L - 250, 2),
                        LocalDate.of(2026, 1, 1).plusDays(i)))
                .toList();
    }

    @TempDir
    private Path directory;

    private Openpyxl openpyxl;

    @BeforeEach
    void findsIt() throws Exception {
        openpyxl = Openpyxl.require(directory);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "2, false", "2, true"})
    void everyCellIsWhatItWas(int workers, boolean compact) throws Exception {
        List<Nasty> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rows.addAll(CELLS);
        }
        ExcelSheet<Nasty> sheet = ExcelSheet.<Nasty>named("Nasty")
                .column("Number", row -> 1)
                .column("Value", Nasty::value)
                .zone(UTC)
                .workers(workers);

        Book book = openpyxl.read(Workbooks.bytes(compact ? sheet.compact() : sheet, rows.iterator()));

        assertThat(book.all("sheet"))
                .containsExactly(
                        List.of("Nasty", "A1:B" + (rows.size() + 1), "A2", "A1:B" + (rows.size() + 1), "False"));
        for (int i = 0; i < rows.size(); i++) {
            Cell cell = book.cell("Nasty!B" + (i + 2));
            Nasty row = rows.get(i);
            assertThat(List.of(cell.kind(), cell.text(), cell.format(), cell.border()))
                    .as("row %d: %s", i, row)
                    .containsExactly(row.kind, row.text, row.format, "thin");
        }
    }

    @Test
    void looksTotalsNotesAndLinksAreThere() throws Exception {
        ExcelSheet<Claim> sheet = CLAIMS.zebra()
                .look(
                        "Amount",
                        claim -> claim.amount.signum() < 0,
                        CellLook.red().bold())
                .jointHeading("Both", "Claim", "Amount")
                .total("Amount", Total.sum());

        Book book = openpyxl.read(Workbooks.bytes(sheet, claims(5).iterator()));

        assertThat(book.all("sheet")).containsExactly(List.of("Claims & more", "A1:D8", "A3", "A2:D7", "True"));
        assertThat(book.all("merged")).containsExactly(List.of("Claims & more", "A1:B1"));
        assertThat(book.cell("Claims & more!A2"))
                .isEqualTo(new Cell("text", "Claim", "General", "thin", "FF4472C4", "FFFFFFFF", "True"));
        assertThat(book.cell("Claims & more!B3"))
                .as("below zero")
                .isEqualTo(new Cell("number", "-1.5", "#,##0.00 [$EUR]", "thin", "", "FFC00000", "True"));
        assertThat(book.cell("Claims & more!A4").fill()).as("striped").isEqualTo("FFEAF1FB");
        assertThat(book.cell("Claims & more!B8").text()).isEqualTo("=SUBTOTAL(109,B3:B7)");
        assertThat(book.all("note")).containsExactly(List.of("Claims & more!B2", "Of the <contract>"));
        assertThat(book.all("link")).hasSize(5).contains(List.of("Claims & more!D7", "https://example.org/?a=1&b=5"));
    }

    @Test
    void aSheetThatGoesOnIsSeveral() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExcelWorkbook.named("Split")
                .sheet(CLAIMS.rowsOfSheet(101), claims(250))
                .sheet(ExcelSheet.<Integer>named("Last").column("A", row -> row), List.of(1))
                .write(out);

        Book book = openpyxl.read(out.toByteArray());

        assertThat(book.all("sheet"))
                .extracting(List::getFirst)
                .containsExactly("Claims & more", "Claims & more (2)", "Claims & more (3)", "Last");
        assertThat(book.cell("Claims & more (3)!A51").text()).isEqualTo("250.0");
        assertThat(book.cells()).doesNotContainKey("Claims & more (3)!A52");
        assertThat(book.cell("Claims & more (2)!B1").text()).isEqualTo("Amount");
    }

    @Test
    void aTemplateKeepsWhatItHad() throws Exception {
        ExcelTemplate template = ExcelTemplate.made(OpenpyxlTest::design);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        template.write(CLAIMS, claims(300).iterator(), out);

        Book book = openpyxl.read(out.toByteArray());
        assertThat(book.all("sheet")).extracting(List::getFirst).containsExactly("Data");
        assertThat(book.all("validation")).containsExactly(List.of("Data", "A3:A100000", "list", "\"yes,no\""));
        assertThat(book.cell("Data!A1").text()).isEqualTo("All claims");
        assertThat(book.cell("Data!B302").text()).isEqualTo("297.5");
        assertThat(book.cell("Data!C302"))
                .isEqualTo(new Cell("datetime", "2026-10-28T00:00:00", "dd.mm.yyyy", "", "", "", "False"));
    }

    private static void design(XSSFWorkbook book) {
        XSSFSheet data = book.createSheet("Data");
        data.createRow(0).createCell(0).setCellValue("All claims");
        for (int i = 0; i < 4; i++) {
            String heading = List.of("Claim", "Amount", "Filed", "Link").get(i);
            (i == 0 ? data.createRow(1) : data.getRow(1)).createCell(i).setCellValue(heading);
            (i == 0 ? data.createRow(2) : data.getRow(2)).createCell(i);
        }
        var style = book.createCellStyle();
        style.setDataFormat(book.createDataFormat().getFormat("dd.mm.yyyy"));
        data.getRow(2).getCell(2).setCellStyle(style);
        XSSFDataValidationHelper validations = new XSSFDataValidationHelper(data);
        data.addValidationData(validations.createValidation(
                validations.createExplicitListConstraint(new String[] {"yes", "no"}),
                new CellRangeAddressList(2, 99_999, 0, 0)));
    }

    @Test
    void rowsThatAreMostlyEmptyHaveTheirBordersFromAFormat() throws Exception {
        ExcelSheet<Integer> sheet = ExcelSheet.named("Sparse");
        for (int i = 0; i < 20; i++) {
            int column = i;
            sheet = sheet.column("C" + i, row -> row % 20 == column ? row : null);
        }

        Book book = openpyxl.read(
                Workbooks.bytes(sheet, IntStream.rangeClosed(1, 3_000).boxed().iterator()));

        assertThat(book.all("format")).containsExactly(List.of("Sparse", "A2:T3001", "['TRUE']", "thin"));
        assertThat(book.cells()).hasSize(3_020).doesNotContainKey("Sparse!A2");
        assertThat(book.cell("Sparse!B2").text()).isEqualTo("1.0");
        assertThat(book.cell("Sparse!A3001").text()).isEqualTo("3000.0");
    }

    @Test
    void aTimeSpanIsOne() throws Exception {
        ExcelSheet<Duration> sheet = ExcelSheet.<Duration>named("Spans").column("Took", row -> row);

        Book book = openpyxl.read(
                Workbooks.bytes(sheet, List.of(Duration.ofHours(30)).iterator()));

        assertThat(book.cell("Spans!A2"))
                .isEqualTo(new Cell("timedelta", "1 day, 6:00:00", "[h]:mm:ss", "thin", "", "", "False"));
    }
}

package dev.errand.excel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.engine.TaskEngine;
import dev.errand.excel.resume.Checkpoints;
import dev.errand.excel.template.TemplateParts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.util.AreaReference;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.ss.util.CellRangeAddressList;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFDataValidationHelper;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFTable;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ExcelTemplateTest {

    private record Claim(int number, String holder, BigDecimal amount, LocalDate filed) {}

    private static final ExcelSheet<Claim> CLAIMS = ExcelSheet.<Claim>named("Claims")
            .column("Amount", Claim::amount)
            .column("Claim", Claim::number)
            .column("Holder & co.", Claim::holder)
            .column("Filed", Claim::filed);

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 0};

    @TempDir
    private Path directory;

    private static List<Claim> claims(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Claim(i, "Holder <" + i + ">", BigDecimal.valueOf(i * 100L + 5, 2), day(i)))
                .toList();
    }

    private static LocalDate day(int i) {
        return LocalDate.of(2026, 1, 1).plusDays(i % 300);
    }

    /** A title, headings in the third row from column B on with one of her own among them, an example below, and more. */
    private static void design(XSSFWorkbook book) {
        XSSFSheet cover = book.createSheet("Cover");
        cover.createRow(0).createCell(0).setCellFormula("SUM(Data!E4:E100000)");
        XSSFSheet data = book.createSheet("Data");
        data.createRow(0).createCell(1).setCellValue("All claims");
        Row header = data.createRow(2);
        Row example = data.createRow(3);
        List<String> headings = List.of("Claim", "Holder & co.", "Checked", "Amount", "Filed");
        List<String> formats = List.of("000000", "@", "General", "#,##0.00 \"€\"", "dd.mm.yyyy");
        for (int i = 0; i < headings.size(); i++) {
            header.createCell(i + 1).setCellValue(headings.get(i));
            XSSFCellStyle style = book.createCellStyle();
            style.setDataFormat(book.createDataFormat().getFormat(formats.get(i)));
            style.setIndention((short) (i + 1));
            Cell cell = example.createCell(i + 1);
            cell.setCellStyle(style);
            cell.setCellValue("example");
        }
        XSSFDataValidationHelper validations = new XSSFDataValidationHelper(data);
        data.addValidationData(validations.createValidation(
                validations.createExplicitListConstraint(new String[] {"yes", "no"}),
                new CellRangeAddressList(3, 99_999, 3, 3)));
        book.createName().setNameName("Rate");
        book.getName("Rate").setRefersToFormula("Data!$B$1");
        book.addPicture(PNG, Workbook.PICTURE_TYPE_PNG);
        book.setActiveSheet(1);
    }

    private static void table(XSSFWorkbook book) {
        XSSFSheet data = book.getSheet("Data");
        XSSFTable table = data.createTable(new AreaReference("B3:F4", book.getSpreadsheetVersion()));
        table.getCTTable().addNewAutoFilter().setRef("B3:F4");
        table.setName("Claims");
    }

    private static ExcelTemplate template(Consumer<XSSFWorkbook> more) throws IOException {
        return ExcelTemplate.made(book -> {
                    design(book);
                    more.accept(book);
                })
                .sheet("data");
    }

    @Test
    void formulasThatAreFilledInAreComputedAtOpening() throws Exception {
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Sums")
                .column("Number", row -> row)
                .column("Double", row -> Formula.of("2*A{row}"));
        ExcelTemplate plain = ExcelTemplate.made(book -> {
            Row header = book.createSheet("Sums").createRow(0);
            header.createCell(0).setCellValue("Number");
            header.createCell(1).setCellValue("Double");
        });
        ByteArrayOutputStream filled = new ByteArrayOutputStream();
        ByteArrayOutputStream empty = new ByteArrayOutputStream();

        plain.write(sheet, List.of(1, 2).iterator(), filled);
        plain.write(sheet, List.<Integer>of().iterator(), empty);

        assertThat(Workbooks.text(filled.toByteArray(), "xl/workbook.xml")).contains("fullCalcOnLoad=\"1\"");
        assertThat(Workbooks.text(empty.toByteArray(), "xl/workbook.xml")).doesNotContain("fullCalcOnLoad");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 63, 64, 65, 5_000})
    void fillsRowsBelowTheirHeadings(int count) throws Exception {
        byte[] filled = filled(template(ExcelTemplateTest::table), claims(count));

        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(filled))) {
            XSSFSheet data = book.getSheet("Data");
            assertThat(data.getRow(0).getCell(1).getStringCellValue()).isEqualTo("All claims");
            assertThat(data.getRow(2).getCell(1).getStringCellValue()).isEqualTo("Claim");
            assertThat(data.getLastRowNum()).isEqualTo(2 + count);
            for (Claim claim : claims(count)) {
                Row row = data.getRow(2 + claim.number());
                assertThat(row.getCell(1).getNumericCellValue()).isEqualTo(claim.number());
                assertThat(row.getCell(2).getStringCellValue()).isEqualTo(claim.holder());
                assertThat(row.getCell(3).getCellType()).isEqualTo(CellType.BLANK);
                assertThat(row.getCell(4).getNumericCellValue())
                        .isEqualTo(claim.amount().doubleValue());
                assertThat(row.getCell(5).getLocalDateTimeCellValue().toLocalDate())
                        .isEqualTo(claim.filed());
            }
            int last = 3 + count;
            assertThat(data.getCTWorksheet().getDimension().getRef()).isEqualTo("B1:F" + last);
            XSSFTable table = data.getTables().getFirst();
            assertThat(table.getCTTable().getRef()).isEqualTo("B3:F" + Math.max(4, last));
            assertThat(table.getCTTable().getAutoFilter().getRef()).isEqualTo("B3:F" + Math.max(4, last));
        }
    }

    @Test
    void takesTheStylesOfTheExample() throws Exception {
        byte[] filled = filled(template(book -> {}), claims(300));

        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(filled))) {
            Row row = book.getSheet("Data").getRow(302);
            assertThat(IntStream.rangeClosed(1, 5)
                            .mapToObj(i -> row.getCell(i).getCellStyle().getDataFormatString()))
                    .containsExactly("000000", "@", "General", "#,##0.00 \"€\"", "dd.mm.yyyy");
            assertThat(IntStream.rangeClosed(1, 5)
                            .mapToObj(i -> (int) row.getCell(i).getCellStyle().getIndention()))
                    .containsExactly(1, 2, 3, 4, 5);
        }
    }

    @Test
    void leavesAllElseByteForByte() throws Exception {
        Path file = directory.resolve("template.xlsx");
        try (XSSFWorkbook book = new XSSFWorkbook();
                OutputStream out = Files.newOutputStream(file)) {
            design(book);
            book.getSheet("Cover").getRow(0).createCell(0).setCellValue("no formula");
            table(book);
            book.write(out);
        }
        TemplateParts before = TemplateParts.of(Files.readAllBytes(file));

        ExcelTemplate.read(file).sheet("Data").write(CLAIMS, claims(1_000).iterator(), file);

        TemplateParts after = TemplateParts.of(Files.readAllBytes(file));
        assertThat(after.names()).containsExactlyInAnyOrderElementsOf(before.names());
        assertThat(before.names()).contains("xl/media/image1.png", "xl/tables/table1.xml");
        for (String name : before.names()) {
            if (!name.equals("xl/worksheets/sheet2.xml") && !name.equals("xl/tables/table1.xml")) {
                assertThat(after.bytes(name)).as(name).isEqualTo(before.bytes(name));
            }
        }
        String sheet = new String(after.bytes("xl/worksheets/sheet2.xml"), UTF_8);
        assertThat(sheet)
                .contains("<dataValidations count=\"1\">", "sqref=\"D4:D100000\"")
                .doesNotContain("example");
    }

    @Test
    void everyPartIsValid() throws Exception {
        byte[] filled = filled(
                template(book -> {
                    book.getSheet("Data").setAutoFilter(CellRangeAddress.valueOf("B3:F4"));
                }),
                claims(50));

        assertThat(Schemas.errors(filled, "/xl/worksheets/sheet2.xml")).isEmpty();
        assertThat(Schemas.errors(filled, "/xl/workbook.xml")).isEmpty();
        assertThat(Workbooks.text(filled, "xl/workbook.xml")).contains("_xlnm._FilterDatabase", "$B$3:$F$53<");
        assertThat(Workbooks.text(filled, "xl/worksheets/sheet2.xml")).contains("<autoFilter ref=\"B3:F53\"");
    }

    @Test
    void hasFormulasComputedAtOpening() throws Exception {
        byte[] filled = filled(template(book -> {}), claims(3));

        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(filled))) {
            assertThat(book.getCTWorkbook().getCalcPr().getFullCalcOnLoad()).isTrue();
            book.getCreationHelper().createFormulaEvaluator().evaluateAll();
            assertThat(book.getSheet("Cover").getRow(0).getCell(0).getNumericCellValue())
                    .isCloseTo(6.15, within(1e-9));
        }
    }

    @Test
    void changesATemplateWithPoi() throws Exception {
        ExcelTemplate titled = template(book -> {}).around(book -> {
            book.getSheet("Data").getRow(0).getCell(1).setCellValue("Claims of November");
            book.getSheet("Data").createFreezePane(0, 3);
        });

        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(filled(titled, claims(10))))) {
            XSSFSheet data = book.getSheet("Data");
            assertThat(data.getRow(0).getCell(1).getStringCellValue()).isEqualTo("Claims of November");
            assertThat(data.getPaneInformation().isFreezePane()).isTrue();
            assertThat(data.getRow(12).getCell(1).getNumericCellValue()).isEqualTo(10);
        }
    }

    @Test
    void isLeftByATask() throws Exception {
        ExcelTemplate template = template(book -> {});
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            TaskHandle<Artifact> handle =
                    tasks.submit("export", context -> template.export(CLAIMS, claims(2_000), context));

            Outcome<Artifact> outcome = handle.await(ofSeconds(20)).orElseThrow();
            assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
            assertThat(handle.snapshot().percent()).hasValue(100);
            Artifact file = ((Outcome.Succeeded<Artifact>) outcome).result();
            assertThat(file.fileName()).startsWith("Claims_").endsWith(".xlsx");
            try (InputStream in = tasks.artifacts().open(file);
                    XSSFWorkbook book = new XSSFWorkbook(in)) {
                assertThat(book.getSheet("Data").getLastRowNum()).isEqualTo(2_002);
            }
        }
    }

    @Test
    void refusesASheetWithCheckpoints() throws Exception {
        ExcelSheet<Claim> resumable = CLAIMS.resumable(Checkpoints.in(directory));
        ExcelTemplate template = ExcelTemplate.made(ExcelTemplateTest::design);

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> template.write(resumable, claims(2).iterator(), new ByteArrayOutputStream()))
                .withMessageContaining("have no checkpoints");
    }

    @Test
    void takesRowsFromIteratorsAndStreams() throws Exception {
        ExcelTemplate template = template(book -> {});
        AtomicBoolean closed = new AtomicBoolean();
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            TaskHandle<Artifact> iterator = tasks.submit(
                    "iterator", context -> template.export(CLAIMS, claims(10).iterator(), context));
            TaskHandle<Artifact> stream = tasks.submit(
                    "stream",
                    context -> template.export(
                            CLAIMS, claims(300).parallelStream().onClose(() -> closed.set(true)), context));

            assertThat(iterator.await(ofSeconds(20)).orElseThrow()).isInstanceOf(Outcome.Succeeded.class);
            assertThat(stream.await(ofSeconds(20)).orElseThrow()).isInstanceOf(Outcome.Succeeded.class);
            assertThat(stream.snapshot().progress().done()).isEqualTo(300);
            assertThat(closed).isTrue();
        }
    }

    @Test
    void keepsTheLimits() throws Exception {
        ExcelTemplate template = template(book -> {});

        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() ->
                        template.write(CLAIMS.atMostRows(99), claims(100).iterator(), OutputStream.nullOutputStream()))
                .withMessage("number of rows is 100, but must be at most 99");
        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> template.write(
                        CLAIMS.atMostBytes(2_000), claims(100).iterator(), OutputStream.nullOutputStream()))
                .withMessageContaining("at most 2000 in the whole file");
    }

    @Test
    void endsWithTheLastRowOfExcel() throws Exception {
        ExcelTemplate template = ExcelTemplate.made(
                book -> book.createSheet("S").createRow(1).createCell(0).setCellValue("A"));
        ExcelSheet<Integer> numbers = ExcelSheet.<Integer>named("S").column("A", row -> row);

        assertThat(template.write(
                        numbers, IntStream.range(0, 1_048_574).boxed().iterator(), OutputStream.nullOutputStream()))
                .isEqualTo(1_048_574);
        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> template.write(
                        numbers, IntStream.range(0, 1_048_575).boxed().iterator(), OutputStream.nullOutputStream()))
                .withMessage("number of the last row is 1048577, but must be at most 1048576 in a template");
    }

    @Test
    void saysWhyATemplateCannotBeFilled() throws Exception {
        refused(
                template(book -> book.getSheet("Data").getRow(2).getCell(4).setCellValue("Sum")),
                "headings of the template is [Claim, Holder & co., Filed], but must be in one row: [Amount, Claim, Holder & co., Filed]");
        refused(
                template(book -> {}).sheet("Other"),
                "sheet of the template is \"Other\", but must be one of [Cover, Data]");
        refused(
                template(
                        book -> book.getSheet("Data").createRow(4).createCell(1).setCellValue("Total")),
                "last row of the template is 5, but must be the first row of data: more rows would be lost");
        refused(
                template(book -> book.getSheet("Data").getRow(3).getCell(3).setCellFormula("B4+1")),
                "first row of data of the template is \"row 4\", but must have no formula, since it is not repeated by row");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> ExcelTemplate.of(new byte[] {1, 2, 3}))
                .withMessageContaining("of the template");
    }

    private static void refused(ExcelTemplate template, String message) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> filled(template, claims(1)))
                .withMessage(message);
    }

    private static byte[] filled(ExcelTemplate template, List<Claim> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        template.write(CLAIMS, rows.iterator(), out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"B4:C4", "B3:B4", "A9:B12"})
    void refusesMergedCellsThatWouldHideRows(String area) throws IOException {
        ExcelTemplate merged = template(book -> book.getSheet("Data").addMergedRegion(CellRangeAddress.valueOf(area)));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> merged.write(CLAIMS, claims(1).iterator(), OutputStream.nullOutputStream()))
                .withMessage(
                        "merged cell of the template is \"%s\", but must end above the rows of data, in row 3 or before",
                        area);
    }

    @Test
    void takesMergedCellsAboveTheRows() throws IOException {
        ExcelTemplate merged =
                template(book -> book.getSheet("Data").addMergedRegion(CellRangeAddress.valueOf("B1:F2")));

        assertThat(merged.write(CLAIMS, claims(1).iterator(), OutputStream.nullOutputStream()))
                .isEqualTo(1);
    }
}

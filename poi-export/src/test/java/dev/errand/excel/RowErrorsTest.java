package dev.errand.excel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Artifact;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.engine.TaskEngine;
import dev.errand.excel.ValueRules.NotFinite;
import dev.errand.progress.FailedItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows with values that cannot be taken or written, by each rule for them. */
@Timeout(30)
class RowErrorsTest {

    private static final String TOO_LONG = "x".repeat(40_000);

    /** Row 3 has no inverse, row 5 a text that is too long, and row 7 a number that is none. */
    private static final ExcelSheet<Integer> SHEET = ExcelSheet.<Integer>named("Errors")
            .column("Number", row -> row)
            .column("Inverse", row -> 60 / (row - 3))
            .column("Text", row -> row == 5 ? Hyperlink.to("https://example.org", TOO_LONG) : "fine")
            .column("Double", row -> row == 7 ? Double.NaN : 0.5)
            .values(ValueRules.plain().notFinite(NotFinite.FAIL))
            .total("Number", Total.sum());

    private static final List<Integer> ROWS =
            IntStream.rangeClosed(1, 8).boxed().toList();

    @Test
    void failsByDefault() {
        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(() -> Workbooks.written(SHEET, ROWS))
                .withMessageStartingWith("row 3, column \"Inverse\"");
    }

    @Test
    void leavesRowsOut() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        long rows = SHEET.rowErrors(RowErrors.SKIP).zebra().write(ROWS.iterator(), out);

        assertThat(rows).as("those of the source").isEqualTo(8);
        XSSFSheet sheet = Workbooks.read(out.toByteArray());
        assertThat(column(sheet, 0, 6)).containsExactly("1", "2", "4", "6", "8", "21");
        for (int row = 1; row <= 5; row++) {
            assertThat(sheet.getRow(row).getCell(0).getCellStyle().getFillForegroundXSSFColor() != null)
                    .as("stripes without a gap")
                    .isEqualTo(row % 2 == 0);
        }
        assertThat(sheet.getHyperlinkList()).as("of a row that is not there").isEmpty();
        assertThat(sheet.getRow(6).getCell(0).getCellFormula()).isEqualTo("SUBTOTAL(109,A2:A6)");
        assertThat(Schemas.errors(out.toByteArray())).isEmpty();
    }

    @Test
    void marksCells() throws Exception {
        byte[] workbook = Workbooks.bytes(
                SHEET.rowErrors(RowErrors.MARK).zebra().look(row -> row > 6, CellLook.grey()), ROWS.iterator());

        XSSFSheet sheet = Workbooks.read(workbook);
        assertThat(column(sheet, 0, 9)).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "36");
        assertThat(column(sheet, 1, 3)).containsExactly("-30", "-60", "#N/A");
        assertThat(column(sheet, 2, 5)).containsExactly("fine", "fine", "fine", "fine", "#N/A");
        assertThat(column(sheet, 3, 7).getLast()).isEqualTo("#N/A");
        XSSFCell marked = sheet.getRow(3).getCell(1);
        assertThat(marked.getCellStyle().getFont().getXSSFColor().getARGBHex()).isEqualTo("FF9C0006");
        assertThat(marked.getCellStyle().getFillForegroundXSSFColor().getARGBHex())
                .isEqualTo("FFFFC7CE");
        assertThat(sheet.getRow(3).getCell(0).getCellStyle().getFillForegroundXSSFColor())
                .as("beside it")
                .isNull();
        assertThat(Schemas.errors(workbook)).isEmpty();
    }

    @Test
    void aLinkThatIsNoneIsAnErrorOfItsRow() throws Exception {
        ExcelSheet<String> sheet = ExcelSheet.<String>named("Links").column("Site", row -> Hyperlink.to(row));
        List<String> rows = List.of("https://example.org", "foo bar", "https://example.com");

        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(() -> Workbooks.written(sheet, rows))
                .withMessageStartingWith("row 2, column \"Site\"");
        assertThat(column(Workbooks.written(sheet.rowErrors(RowErrors.MARK), rows), 0, 3))
                .containsExactly("https://example.org", "#N/A", "https://example.com");
    }

    @Test
    void listsTheRowsForTheOwnerOfTheTask() throws Exception {
        for (RowErrors rule : List.of(RowErrors.SKIP, RowErrors.MARK)) {
            try (TaskEngine tasks = TaskEngine.inMemory()) {
                TaskHandle<Artifact> handle =
                        tasks.submit("export", context -> SHEET.rowErrors(rule).export(ROWS, context));

                Outcome<Artifact> outcome = handle.await(ofSeconds(20)).orElseThrow();

                assertThat(outcome).isInstanceOf(Outcome.Partial.class);
                assertThat(handle.snapshot().progress().done()).isEqualTo(5);
                assertThat(handle.snapshot().progress().failed()).isEqualTo(3);
                assertThat(handle.snapshot().progress().failedItems())
                        .extracting(FailedItem::key)
                        .containsExactly("row 3", "row 5", "row 7");
                assertThat(handle.snapshot().progress().failedItems())
                        .extracting(FailedItem::message)
                        .satisfiesExactly(
                                first -> assertThat(first).isEqualTo("row 3, column \"Inverse\" cannot be read"),
                                second -> assertThat(second)
                                        .contains("text of row 5, column \"Text\"", "at most 32767 characters"),
                                third -> assertThat(third)
                                        .isEqualTo("number of row 7, column \"Double\" is NaN, but must be finite"));
                Artifact file = handle.snapshot().artifacts().getFirst();
                try (InputStream in = tasks.artifacts().open(file)) {
                    assertThat(Workbooks.read(in.readAllBytes()).getLastRowNum())
                            .isEqualTo(rule == RowErrors.SKIP ? 6 : 9);
                }
            }
        }
    }

    /** What is too long for a cell, or no number for it, is neither in CSV. */
    @Test
    void holdsInCsvToo() throws Exception {
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Errors")
                .column("Number", row -> row)
                .column("Inverse", row -> 60 / (row - 3))
                .column("After", row -> "a");

        assertThat(csv(sheet.rowErrors(RowErrors.SKIP), 2))
                .containsExactly("Number,Inverse,After", "2,-60,a", "4,60,a");
        assertThat(csv(sheet.rowErrors(RowErrors.MARK), 2))
                .containsExactly("Number,Inverse,After", "2,-60,a", "3,#N/A,a", "4,60,a");
        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(() -> csv(sheet, 2))
                .withMessageStartingWith("row 2, column \"Inverse\"");
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            TaskHandle<Artifact> handle = tasks.submit(
                    "export",
                    context -> CsvFile.of(sheet.rowErrors(RowErrors.SKIP)).export(List.of(2, 3, 4), context));

            assertThat(handle.await(ofSeconds(20)).orElseThrow()).isInstanceOf(Outcome.Partial.class);
            assertThat(handle.snapshot().progress().failedItems())
                    .extracting(FailedItem::message)
                    .containsExactly("row 2, column \"Inverse\" cannot be read");
        }
    }

    private static List<String> csv(ExcelSheet<Integer> sheet, int first) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rows = CsvFile.of(sheet).write(List.of(first, 3, 4).iterator(), out);
        assertThat(rows).as("those of the source").isEqualTo(3);
        return out.toString(UTF_8).lines().toList();
    }

    @Test
    void holdsInATemplateToo() throws Exception {
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Errors")
                .column("Number", row -> row)
                .column("Inverse", row -> 60 / (row - 3));
        ExcelTemplate template =
                ExcelTemplate.of(Workbooks.bytes(sheet, List.<Integer>of().iterator()));

        assertThat(column(filled(template, sheet.rowErrors(RowErrors.SKIP), List.of(2, 3, 4)), 1, 2))
                .containsExactly("-60", "60");
        assertThat(column(filled(template, sheet.rowErrors(RowErrors.MARK), List.of(2, 3, 4)), 1, 3))
                .containsExactly("-60", "#N/A", "60");
        assertThat(filled(template, sheet.rowErrors(RowErrors.SKIP), List.of(3)).getLastRowNum())
                .as("nothing but the headings")
                .isZero();
        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(() -> filled(template, sheet, List.of(2, 3)))
                .withMessageStartingWith("row 2, column \"Inverse\"");
    }

    private static XSSFSheet filled(ExcelTemplate template, ExcelSheet<Integer> columns, List<Integer> rows)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(template.write(columns, rows.iterator(), out)).isEqualTo(rows.size());
        return Workbooks.read(out.toByteArray());
    }

    @Test
    void aConditionThatThrowsIsAnErrorOfItsRow() throws Exception {
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Looks")
                .column("A", row -> row)
                .column("B", row -> row)
                .look(row -> 1 / (row - 2) > 0, CellLook.red())
                .look("B", row -> 1 / (row - 3) > 0, CellLook.red());

        assertThat(column(Workbooks.written(sheet.rowErrors(RowErrors.SKIP), List.of(1, 2, 3, 4)), 0, 2))
                .containsExactly("1", "4");
        XSSFSheet marked = Workbooks.written(sheet.rowErrors(RowErrors.MARK), List.of(1, 2, 3, 4));
        assertThat(column(marked, 0, 4)).containsExactly("1", "2", "3", "4");
        assertThat(column(marked, 1, 4)).containsExactly("1", "2", "#N/A", "4");
    }

    private static List<String> column(XSSFSheet sheet, int column, int rows) {
        DataFormatter formatter = new DataFormatter();
        formatter.setUseCachedValuesForFormulaCells(true);
        return IntStream.rangeClosed(1, rows)
                .mapToObj(row -> formatter.formatCellValue(sheet.getRow(row).getCell(column)))
                .toList();
    }
}

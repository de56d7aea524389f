package dev.errand.excel;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.TaskHandle;
import dev.errand.engine.TaskEngine;
import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.batch.EngineChoice.Engine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that one sheet has no room for, by sheets that are smaller than those of Excel. */
@Timeout(120)
class SheetSplitTest {

    private static final ExcelSheet<Integer> NUMBERS = ExcelSheet.<Integer>named("Numbers")
            .column("Number", row -> row)
            .column("Text", row -> "x".repeat(10 + row / 100))
            .rowsOfSheet(1_001);

    @ParameterizedTest
    @CsvSource({"0, 1", "999, 1", "1000, 1", "1001, 2", "1999, 2", "2000, 2", "2001, 3"})
    void beginsTheNextSheetWhenOneIsFull(int rows, int sheets) throws Exception {
        try (XSSFWorkbook book = written(NUMBERS, rows)) {
            assertThat(book.getNumberOfSheets()).isEqualTo(sheets);
            int next = 0;
            for (int i = 0; i < sheets; i++) {
                XSSFSheet sheet = book.getSheetAt(i);
                assertThat(sheet.getRow(0).getCell(0).getStringCellValue()).isEqualTo("Number");
                assertThat(sheet.getRow(0).getCell(1).getStringCellValue()).isEqualTo("Text");
                for (int row = 1; row <= sheet.getLastRowNum(); row++) {
                    assertThat(sheet.getRow(row).getCell(0).getNumericCellValue())
                            .isEqualTo(next++);
                }
                assertThat(sheet.getCTWorksheet().getAutoFilter().getRef())
                        .isEqualTo("A1:B" + (sheet.getLastRowNum() + 1));
                assertThat(sheet.getCTWorksheet().getDimension().getRef())
                        .isEqualTo("A1:B" + (sheet.getLastRowNum() + 1));
            }
            assertThat(next).isEqualTo(rows);
        }
    }

    @Test
    void fitsTheWidthsOfEachSheetToItsOwnRows() throws Exception {
        try (XSSFWorkbook book = written(NUMBERS, 2_500)) {
            assertThat(IntStream.range(0, 3).map(i -> book.getSheetAt(i).getColumnWidth(1) / 256))
                    .containsExactly(21, 31, 36);
        }
    }

    @Test
    void selectsOnlyTheFirstSheet() throws Exception {
        try (XSSFWorkbook book = written(NUMBERS, 2_500)) {
            assertThat(IntStream.range(0, 3).mapToObj(i -> book.getSheetAt(i).isSelected()))
                    .containsExactly(true, false, false);
        }
    }

    @Test
    void namesSheetsThatGoOn() throws Exception {
        try (XSSFWorkbook book = written(NUMBERS, 2_500)) {
            assertThat(names(book)).containsExactly("Numbers", "Numbers (2)", "Numbers (3)");
        }
    }

    @Test
    void cutsALongNameToMakeRoomForTheNumber() throws Exception {
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Claims of the year 2026, all branches")
                .column("A", row -> row)
                .rowsOfSheet(2);

        try (XSSFWorkbook book = written(sheet, 10)) {
            assertThat(names(book))
                    .startsWith("Claims of the year 2026, all br", "Claims of the year 2026, al (2)")
                    .endsWith("Claims of the year 2026, a (10)")
                    .allMatch(name -> name.length() <= 31);
        }
    }

    @Test
    void everyPartIsValid() throws Exception {
        byte[] bytes = Workbooks.bytes(
                NUMBERS.rowsOfSheet(21), IntStream.range(0, 50).boxed().iterator());

        for (int i = 1; i <= 3; i++) {
            assertThat(Schemas.errors(bytes, "/xl/worksheets/sheet" + i + ".xml"))
                    .isEmpty();
        }
        assertThat(Schemas.errors(bytes, "/xl/workbook.xml")).isEmpty();
        assertThat(Schemas.errors(bytes, "/xl/styles.xml")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void sheetsAreTheSameByteForByteWhoeverWritesThem(int workers) throws Exception {
        ExcelSheet<Integer> small = NUMBERS.rowsOfSheet(5_001);
        ExcelSheet<Integer> alone = small.workers(0).engines(() -> EngineChoice.always(Engine.ZLIB));

        byte[] expected = Workbooks.bytes(alone, rows(17_000));
        byte[] written = Workbooks.bytes(small.workers(workers), rows(17_000));

        for (int i = 1; i <= 4; i++) {
            String part = "xl/worksheets/sheet" + i + ".xml";
            assertThat(Workbooks.part(written, part)).isEqualTo(Workbooks.part(expected, part));
        }
    }

    @Test
    void countsAllRows() throws Exception {
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            List<Integer> rows = IntStream.range(0, 2_500).boxed().toList();
            TaskHandle<Artifact> handle = tasks.submit("export", context -> NUMBERS.export(rows, context));

            assertThat(handle.await(ofSeconds(20))).isPresent();
            assertThat(handle.snapshot().progress().done()).isEqualTo(2_500);
            assertThat(handle.snapshot().progress().total()).hasValue(2_500);
            assertThat(handle.snapshot().percent()).hasValue(100);
        }
        assertThat(NUMBERS.write(rows(2_500), OutputStream.nullOutputStream())).isEqualTo(2_500);
    }

    @Test
    void namesTheRowByItsNumberAmongAll() {
        ExcelSheet<Integer> sheet = NUMBERS.column("Inverse", row -> 1 / (row - 1_700));

        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(() -> sheet.write(rows(2_500), OutputStream.nullOutputStream()))
                .withMessageStartingWith("row 1701, column \"Inverse\"");
        ExcelSheet<Integer> tooLong = NUMBERS.column("Long", row -> row == 1_700 ? "x".repeat(40_000) : "");
        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> tooLong.write(rows(2_500), OutputStream.nullOutputStream()))
                .withMessageContaining("text of row 1701, column \"Long\"");
    }

    @Test
    void fillsASheetToTheLastRowThatExcelHas() throws Exception {
        ExcelSheet<Integer> one = ExcelSheet.<Integer>named("Full").column("A", row -> row);

        byte[] full = Workbooks.bytes(one, rows(1_048_575));
        byte[] more = Workbooks.bytes(one, rows(1_048_576));

        assertThat(Workbooks.text(full, "xl/workbook.xml"))
                .contains("'Full'!$A$1:$A$1048576")
                .doesNotContain("(2)");
        assertThat(Workbooks.text(more, "xl/workbook.xml")).contains("'Full'!$A$1:$A$1048576", "'Full (2)'!$A$1:$A$2");
        assertThat(Workbooks.text(more, "xl/worksheets/sheet1.xml"))
                .contains("<c r=\"A1048576\" s=\"2\"><v>1048574</v></c></row></sheetData>");
        assertThat(Workbooks.text(more, "xl/worksheets/sheet2.xml"))
                .contains("<c r=\"A2\" s=\"2\"><v>1048575</v></c></row></sheetData>");
    }

    @Test
    void refusesSheetsThatExcelDoesNotHave() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> NUMBERS.rowsOfSheet(1_048_577));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> NUMBERS.rowsOfSheet(1));
    }

    private static XSSFWorkbook written(ExcelSheet<Integer> sheet, int rows) throws IOException {
        return new XSSFWorkbook(new ByteArrayInputStream(Workbooks.bytes(sheet, rows(rows))));
    }

    private static Iterator<Integer> rows(int count) {
        return IntStream.range(0, count).boxed().iterator();
    }

    private static List<String> names(XSSFWorkbook book) {
        return IntStream.range(0, book.getNumberOfSheets())
                .mapToObj(book::getSheetName)
                .toList();
    }
}

package dev.errand.excel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.batch.EngineChoice.Engine;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sheets whose cells do not say where they are. */
@Timeout(120)
class CompactSheetTest {

    private static final int ROWS = 3_000;

    private final long seed = new Random().nextLong();
    private final List<List<@Nullable Object>> rows = new AnyRows(seed).rows(ROWS);

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyCellIsWhereItWas(Engine engine) throws Exception {
        ExcelSheet<List<@Nullable Object>> sheet =
                AnyRows.sheet().workers(2).engines(() -> EngineChoice.always(engine));

        XSSFSheet usual = Workbooks.written(sheet, rows);
        XSSFSheet compact = Workbooks.written(sheet.compact(), rows);

        assertThat(compact.getLastRowNum()).isEqualTo(ROWS);
        DataFormatter formatter = new DataFormatter();
        for (Row row : usual) {
            for (Cell cell : row) {
                Cell same = compact.getRow(row.getRowNum()).getCell(cell.getColumnIndex());
                String place = "seed " + seed + ", " + cell.getAddress();
                assertThat(same.getCellType()).as(place).isEqualTo(cell.getCellType());
                assertThat(same.getCellStyle().getIndex())
                        .as(place)
                        .isEqualTo(cell.getCellStyle().getIndex());
                assertThat(formatter.formatCellValue(same)).as(place).isEqualTo(formatter.formatCellValue(cell));
            }
        }
    }

    @Test
    void itIsSmaller() throws Exception {
        ExcelSheet<List<@Nullable Object>> sheet = AnyRows.sheet().engines(() -> EngineChoice.always(Engine.ROWS));
        byte[] usual = Workbooks.bytes(sheet, rows.iterator());
        byte[] compact = Workbooks.bytes(sheet.compact(), rows.iterator());

        assertThat(new String(Workbooks.sheetXml(compact), UTF_8))
                .contains("<row r=\"2\">")
                .doesNotContain("<c r=");
        assertThat(compact.length).isLessThan(usual.length * 9 / 10);
    }

    @Test
    void itIsValid() throws Exception {
        assertThat(Schemas.errors(Workbooks.bytes(
                        AnyRows.sheet().compact(), rows.subList(0, 200).iterator())))
                .isEmpty();
    }

    @Test
    void aTemplateMayBeFilledSo() throws Exception {
        ExcelTemplate template = ExcelTemplate.made(book -> {
            Row headings = book.createSheet("Data").createRow(0);
            headings.createCell(2).setCellValue("B");
            headings.createCell(4).setCellValue("A");
        });
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Numbers")
                .column("A", row -> row)
                .column("B", row -> -row)
                .compact();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        template.write(sheet, List.of(1, 2).iterator(), out);

        Row last = Workbooks.read(out.toByteArray()).getRow(2);
        assertThat(last.getCell(2).getNumericCellValue()).isEqualTo(-2);
        assertThat(last.getCell(4).getNumericCellValue()).isEqualTo(2);
    }
}

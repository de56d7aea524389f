package dev.errand.excel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.batch.EngineChoice.Engine;
import dev.errand.excel.resume.Checkpoints;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.BorderStyle;
import org.apache.poi.ss.usermodel.ConditionalFormatting;
import org.apache.poi.ss.usermodel.Row.MissingCellPolicy;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that are mostly empty: cells that are not there look as if they were. */
@Timeout(180)
class SparseSheetTest {

    private static final int COLUMNS = 30;

    private final long seed = new Random().nextLong();

    @TempDir
    private Path directory;

    /** Rows of which each cell is filled with this probability. */
    private List<List<@Nullable Object>> rows(int count, double filled) {
        Random random = new Random(seed);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int column = 0; column < COLUMNS; column++) {
                boolean text = column % 2 == 0;
                Object value = text ? "Text " + random.nextInt(100) : (Object) random.nextInt(10_000);
                row.add(random.nextDouble() < filled ? value : null);
            }
            rows.add(row);
        }
        return rows;
    }

    private static ExcelSheet<List<@Nullable Object>> sheet() {
        ExcelSheet<List<@Nullable Object>> sheet = ExcelSheet.named("Sparse");
        for (int i = 0; i < COLUMNS; i++) {
            int column = i;
            sheet = sheet.column("Column " + i, row -> row.get(column));
        }
        return sheet.workers(2);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyValueIsInItsPlace(Engine engine) throws Exception {
        List<List<@Nullable Object>> rows = rows(2_500, 0.1);
        rows.addAll(rows(100, 0.9));
        rows.add(rows(1, 0).getFirst());

        byte[] workbook = Workbooks.bytes(sheet().engines(() -> EngineChoice.always(engine)), rows.iterator());

        XSSFSheet read = Workbooks.read(workbook);
        assertThat(read.getLastRowNum()).isEqualTo(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < COLUMNS; column++) {
                XSSFCell cell = read.getRow(row + 1).getCell(column, MissingCellPolicy.CREATE_NULL_AS_BLANK);
                Object expected = rows.get(row).get(column);
                assertThat(valueOf(cell))
                        .as("seed " + seed + ", " + cell.getAddress())
                        .isEqualTo(String.valueOf(expected));
            }
        }
    }

    /** Of so many columns that a batch has more rows than it would have whole ones. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void fewCellsOfManyColumnsAreInTheirPlaces(Engine engine) throws Exception {
        ExcelSheet<Integer> sheet =
                wide(500).look(row -> row == 900, CellLook.plain().bold()).engines(() -> EngineChoice.always(engine));

        byte[] workbook = Workbooks.bytes(sheet, IntStream.range(0, 1_500).iterator());

        XSSFSheet read = Workbooks.read(workbook);
        assertThat(Schemas.errors(workbook)).isEmpty();
        for (int row = 0; row < 1_500; row++) {
            XSSFRow cells = read.getRow(row + 1);
            assertThat(cells.getCell(0).getStringCellValue()).isEqualTo("Text " + row);
            assertThat(cells.getCell(499).getNumericCellValue()).isEqualTo(row);
        }
        assertThat(read.getRow(901).getCell(0).getCellStyle().getFont().getBold())
                .isTrue();
        assertThat(read.getRow(902).getCell(0).getCellStyle().getFont().getBold())
                .isFalse();
    }

    /** As many rows of them are compressed at once as of narrow sheets. */
    @Test
    void emptyColumnsTakeLittleRoom() throws Exception {
        assertThat(size(wide(500))).isLessThan(size(wide(2)) * 8 / 5);
    }

    private static int size(ExcelSheet<Integer> sheet) throws Exception {
        Iterator<Integer> rows =
                IntStream.range(0, 10_000).map(i -> i * 7_919 % 100_003).iterator();
        return Workbooks.bytes(sheet.engines(() -> EngineChoice.always(Engine.ROWS)), rows).length;
    }

    /** The first column and the last one have values. */
    private static ExcelSheet<Integer> wide(int columns) {
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Wide").column("First", row -> "Text " + row);
        for (int i = 1; i < columns - 1; i++) {
            sheet = sheet.column("Column " + i, row -> null);
        }
        return sheet.column("Last", row -> row);
    }

    private static String valueOf(XSSFCell cell) {
        return switch (cell.getCellType()) {
            case BLANK -> "null";
            case NUMERIC -> Integer.toString((int) cell.getNumericCellValue());
            default -> cell.getStringCellValue();
        };
    }

    @Test
    void bordersAreDrawnWhereNoCellsAre() throws Exception {
        byte[] workbook = Workbooks.bytes(sheet(), rows(100, 0.1).iterator());
        XSSFSheet read = Workbooks.read(workbook);

        assertThat(read.getRow(1).getPhysicalNumberOfCells()).isLessThan(COLUMNS / 2);
        ConditionalFormatting format = read.getSheetConditionalFormatting().getConditionalFormattingAt(0);
        assertThat(format.getFormattingRanges()).extracting(Object::toString).hasSize(1);
        assertThat(format.getFormattingRanges()[0].formatAsString()).isEqualTo("A2:AD101");
        assertThat(format.getRule(0).getFormula1()).isEqualTo("TRUE");
        assertThat(format.getRule(0).getBorderFormatting().getBorderBottom()).isEqualTo(BorderStyle.THIN);
        assertThat(Schemas.errors(workbook)).isEmpty();
    }

    @Test
    void rowsThatAreMostlyFilledHaveAllTheirCells() throws Exception {
        List<List<@Nullable Object>> rows = rows(50, 0.8);

        XSSFSheet read = Workbooks.written(sheet(), rows);

        for (int row = 1; row <= rows.size(); row++) {
            assertThat(read.getRow(row).getPhysicalNumberOfCells()).isEqualTo(COLUMNS);
        }
        assertThat(read.getSheetConditionalFormatting().getNumConditionalFormattings())
                .isZero();
    }

    @Test
    void aFewRowsHaveAllTheirCells() throws Exception {
        XSSFSheet read = Workbooks.written(sheet(), rows(20, 0));

        assertThat(read.getRow(20).getPhysicalNumberOfCells()).isEqualTo(COLUMNS);
        assertThat(read.getSheetConditionalFormatting().getNumConditionalFormattings())
                .isZero();
    }

    /** Where an empty cell looks or behaves otherwise than none, it is there. */
    @ParameterizedTest
    @CsvSource({"zebra", "locked", "compact", "resumable"})
    void emptyCellsThatCountAreThere(String what) throws Exception {
        ExcelSheet<List<@Nullable Object>> sheet = switch (what) {
            case "zebra" -> sheet().zebra();
            case "compact" -> sheet().compact();
            case "resumable" -> sheet().resumable(Checkpoints.in(directory).named("sparse"));
            default -> sheet().column("Locked", row -> null, ColumnStyle.plain().locked());
        };

        XSSFSheet read = Workbooks.written(sheet, rows(200, 0.05));

        assertThat(read.getRow(150).getPhysicalNumberOfCells())
                .isEqualTo(sheet.columns().size());
    }
}

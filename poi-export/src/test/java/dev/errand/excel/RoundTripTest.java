package dev.errand.excel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.batch.EngineChoice.Engine;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.Row.MissingCellPolicy;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of all kinds, written and read back, by all engines and any number of workers. */
@Timeout(180)
class RoundTripTest {

    private static final int ROWS = Boolean.getBoolean("errand.long") ? 100_000 : 3_000;

    /** XmlBeans checks itself a great deal when assertions are on. */
    private static final int ROWS_TO_VALIDATE = 200;

    private final long seed = new Random().nextLong();
    private final List<List<@Nullable Object>> rows = new AnyRows(seed).rows(ROWS);

    @Test
    void everyValueComesBackAsItWasOrAsIsDocumented() throws IOException {
        XSSFSheet sheet = Workbooks.read(bytes(AnyRows.sheet().workers(2)));

        assertThat(sheet.getLastRowNum()).isEqualTo(ROWS);
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                Cell cell = sheet.getRow(row + 1).getCell(column, MissingCellPolicy.CREATE_NULL_AS_BLANK);
                String place = "seed " + seed + ", row " + (row + 1) + ", column " + column;
                check(cell, rows.get(row).get(column), place);
            }
        }
    }

    private static void check(Cell cell, @Nullable Object value, String place) {
        switch (value) {
            case null -> assertThat(cell.getCellType()).as(place).isEqualTo(CellType.BLANK);
            case Optional<?> optional -> check(cell, optional.orElse(null), place);
            case Boolean bool ->
                assertThat(cell.getBooleanCellValue()).as(place).isEqualTo(bool);
            case Float number -> checkNumber(cell, Double.parseDouble(number.toString()), place);
            case Double number -> checkNumber(cell, number, place);
            case Number number -> checkExact(cell, exact(number), place);
            case LocalDate date -> checkMoment(cell, date.atStartOfDay(), date.toString(), place);
            case LocalDateTime moment -> checkMoment(cell, moment, null, place);
            case Instant moment -> checkMoment(cell, LocalDateTime.ofInstant(moment, ZoneOffset.UTC), null, place);
            case Duration duration ->
                assertThat(Math.round(cell.getNumericCellValue() * 86_400_000))
                        .as(place)
                        .isEqualTo(duration.toMillis());
            case LocalTime time ->
                assertThat(Math.round(cell.getNumericCellValue() * 86_400_000))
                        .as(place)
                        .isEqualTo(time.toNanoOfDay() / 1_000_000);
            default -> {
                assertThat(cell.getCellType()).as(place).isEqualTo(CellType.STRING);
                assertThat(cell.getStringCellValue()).as(place).isEqualTo(value.toString());
            }
        }
    }

    private static BigDecimal exact(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case BigInteger integer -> new BigDecimal(integer);
            default -> BigDecimal.valueOf(number.longValue());
        };
    }

    private static void checkNumber(Cell cell, double number, String place) {
        if (Double.isFinite(number)) {
            assertThat(cell.getNumericCellValue()).as(place).isEqualTo(number);
        } else {
            assertThat(cell.getStringCellValue()).as(place).isEqualTo(Double.toString(number));
        }
    }

    private static void checkExact(Cell cell, BigDecimal number, String place) {
        if (number.stripTrailingZeros().precision() <= 15) {
            assertThat(cell.getNumericCellValue()).as(place).isEqualTo(number.doubleValue());
        } else {
            assertThat(cell.getStringCellValue()).as(place).isEqualTo(number.toPlainString());
        }
    }

    private static void checkMoment(Cell cell, LocalDateTime moment, @Nullable String text, String place) {
        if (moment.getYear() >= 1900) {
            assertThat(cell.getLocalDateTimeCellValue().truncatedTo(ChronoUnit.MILLIS))
                    .as(place)
                    .isEqualTo(moment.truncatedTo(ChronoUnit.MILLIS));
        } else {
            String expected = text == null ? moment.toLocalDate() + " " : text;
            assertThat(cell.getStringCellValue()).as(place).startsWith(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void theSheetIsTheSameByteForByteWhoeverWritesIt(int workers) throws IOException {
        byte[] expected =
                Workbooks.sheetXml(bytes(AnyRows.sheet().workers(0).engines(() -> EngineChoice.always(Engine.ZLIB))));

        for (Engine engine : Engine.values()) {
            byte[] written = bytes(AnyRows.sheet().workers(workers).engines(() -> EngineChoice.always(engine)));
            assertThat(Workbooks.sheetXml(written))
                    .as("seed " + seed + ", " + engine)
                    .isEqualTo(expected);
        }
        assertThat(Workbooks.sheetXml(bytes(AnyRows.sheet().workers(workers))))
                .as("seed " + seed + ", the quicker")
                .isEqualTo(expected);
    }

    @Test
    void everyPartIsValid() throws Exception {
        byte[] workbook = Workbooks.bytes(
                AnyRows.sheet(), rows.subList(0, ROWS_TO_VALIDATE).iterator());

        assertThat(Schemas.errors(workbook, "/xl/worksheets/sheet1.xml")).isEmpty();
        assertThat(Schemas.errors(workbook, "/xl/styles.xml")).isEmpty();
        assertThat(Schemas.errors(workbook, "/xl/workbook.xml")).isEmpty();
    }

    @Test
    void manyColumnsAreValidToo() throws Exception {
        ExcelSheet<Integer> sheet = ExcelSheet.named("Wide & \"full\" <of it's> columns");
        for (int i = 0; i < 1_000; i++) {
            int column = i;
            sheet = sheet.column("c" + i, row -> column % 3 == 0 ? null : row + column);
        }
        byte[] workbook = Workbooks.bytes(sheet, List.of(1, 2, 3).iterator());

        assertThat(Schemas.errors(workbook, "/xl/worksheets/sheet1.xml")).isEmpty();
        assertThat(Schemas.errors(workbook, "/xl/workbook.xml")).isEmpty();
        XSSFSheet read = Workbooks.read(workbook);
        assertThat(read.getSheetName()).isEqualTo("Wide & \"full\" <of it's> columns");
        assertThat(read.getRow(3).getCell(998).getNumericCellValue()).isEqualTo(1_001);
        assertThat(read.getWorkbook().getAllNames()).hasSize(1);
    }

    private byte[] bytes(ExcelSheet<List<@Nullable Object>> sheet) throws IOException {
        return Workbooks.bytes(sheet, rows.iterator());
    }
}

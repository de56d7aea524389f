package dev.errand.excel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordColumnsTest {

    private record Claim(
            @ExcelColumn(order = 2, width = 30) @Nullable String holderName,

            @ExcelColumn(order = 1, heading = "Claim <No.>", format = "@")
            int number,

            String secret,
            @ExcelColumn LocalDate filedOn,
            @ExcelColumn(order = 7, format = "#,##0.00") Optional<BigDecimal> amount) {}

    private static final List<Claim> ROWS = List.of(
            new Claim("Žofie", 7, "s", LocalDate.of(2026, 11, 29), Optional.of(new BigDecimal("12.5"))),
            new Claim(null, 8, "s", LocalDate.EPOCH, Optional.empty()));

    @Test
    void showsTheAnnotatedComponentsInTheirOrder() throws Exception {
        XSSFSheet sheet = Workbooks.written(ExcelSheet.of(Claim.class), ROWS);

        assertThat(sheet.getSheetName()).isEqualTo("Claim");
        assertThat(StreamSupport.stream(sheet.getRow(0).spliterator(), false))
                .extracting(cell -> cell.getStringCellValue())
                .containsExactly("Claim <No.>", "Holder name", "Amount", "Filed on");
        assertThat(sheet.getRow(1).getCell(0).getStringCellValue())
                .as("as text")
                .isEqualTo("7");
        assertThat(sheet.getRow(1).getCell(1).getStringCellValue()).isEqualTo("Žofie");
        assertThat(sheet.getRow(1).getCell(2).getNumericCellValue()).isEqualTo(12.5);
        assertThat(sheet.getRow(1).getCell(2).getCellStyle().getDataFormatString())
                .isEqualTo("#,##0.00");
        assertThat(sheet.getRow(1).getCell(3).getLocalDateTimeCellValue().toLocalDate())
                .isEqualTo(LocalDate.of(2026, 11, 29));
        assertThat(sheet.getRow(2).getCell(1).getCellType()).isEqualTo(CellType.BLANK);
        assertThat(sheet.getColumnWidth(1) / 256).isEqualTo(30);
    }

    @Test
    void isASheetLikeAnyOther() throws Exception {
        ExcelSheet<Claim> sheet = ExcelSheet.of("Open claims", Claim.class)
                .column("Twice", claim -> 2 * claim.number())
                .total("Amount", Total.sum());

        XSSFSheet read = Workbooks.written(sheet, ROWS);

        assertThat(read.getSheetName()).isEqualTo("Open claims");
        assertThat(read.getRow(2).getCell(4).getNumericCellValue()).isEqualTo(16);
        assertThat(read.getRow(3).getCell(2).getNumericCellValue()).isEqualTo(12.5);
    }

    private record Plain(int number) {}

    private record Twice(
            @ExcelColumn(order = 1) int first,
            @ExcelColumn(order = 1) int second) {}

    private record Negative(@ExcelColumn(order = -1) int first) {}

    private record Wide(@ExcelColumn(width = 256) int first) {}

    private record Damaged(@ExcelColumn(format = "\"open") int first) {}

    @Test
    void saysWhatIsWrongWithARecord() {
        refuses(Plain.class, "record is \"" + Plain.class.getName() + "\", but must have components with @ExcelColumn");
        refuses(Twice.class, "order of Twice.second is 1, but must be 1 or more, and that of no other component");
        refuses(Negative.class, "order of Negative.first is -1, but must be 1 or more");
        refuses(
                Wide.class,
                "column is \"Wide.first\", but must fit: column width is 256, but must be 1 to 255 characters");
        refuses(Damaged.class, "column is \"Damaged.first\", but must fit: cell format is \"\"open\"");
        refuses(Record.class, "row is \"java.lang.Record\", but must be a record");
    }

    private static void refuses(Class<? extends Record> type, String message) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> ExcelSheet.of(type))
                .withMessageStartingWith(message);
    }

    private record Broken(@ExcelColumn int number) {

        @Override
        @SuppressWarnings("UnusedMethod") // by reflection
        public int number() {
            return 10 / (number - 2);
        }
    }

    @Test
    void namesTheRowWhoseComponentThrows() {
        List<Broken> rows = IntStream.rangeClosed(1, 3).mapToObj(Broken::new).toList();

        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(() -> Workbooks.written(ExcelSheet.of(Broken.class), rows))
                .withMessage("row 2, column \"Number\" cannot be read: java.lang.ArithmeticException: / by zero");
    }

    @ParameterizedTest
    @CsvSource({
        "number, Number",
        "filedOn, Filed on",
        "vatID, Vat ID",
        "holder_name, Holder name",
        "x, X",
        "amount2024Net, Amount2024 net",
        "URL, URL"
    })
    void putsNamesIntoWords(String name, String words) {
        assertThat(RecordColumns.inWords(name)).isEqualTo(words);
    }
}

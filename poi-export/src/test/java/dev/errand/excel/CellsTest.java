package dev.errand.excel;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {

    private static final int SECONDS_OF_DAY = 86_400;

    @ParameterizedTest
    @MethodSource("numbers")
    void numbersStayNumbers(Object value, double expected) throws IOException {
        Cell cell = Workbooks.cell(value);

        assertThat(cell.getCellType()).isEqualTo(CellType.NUMERIC);
        assertThat(cell.getNumericCellValue()).isEqualTo(expected);
    }

    static List<Object[]> numbers() {
        return List.of(new Object[][] {
            {(byte) 1, 1},
            {(short) -2, -2},
            {3, 3},
            {4L, 4},
            {999_999_999_999_999L, 999_999_999_999_999.0},
            {1_000_000_000_000_000_000L, 1e18},
            {0.1f, 0.1},
            {0.30000000000000004, 0.30000000000000004},
            {Double.MIN_VALUE, Double.MIN_VALUE},
            {Double.MAX_VALUE, Double.MAX_VALUE},
            {new BigDecimal("1234567.89"), 1234567.89},
            {new BigDecimal("2.3E-308"), 2.3e-308},
            {new BigDecimal("1E+300"), 1e300},
            {BigInteger.TEN, 10},
            {BigDecimal.ZERO, 0},
            {Optional.of(7), 7}
        });
    }

    @ParameterizedTest
    @MethodSource("numbersThatExcelWouldRound")
    void numbersThatExcelWouldRoundAreText(Object value, String expected) throws IOException {
        Cell cell = Workbooks.cell(value);

        assertThat(cell.getCellType()).isEqualTo(CellType.STRING);
        assertThat(cell.getStringCellValue()).isEqualTo(expected);
    }

    static List<Object[]> numbersThatExcelWouldRound() {
        return List.of(new Object[][] {
            {9_007_199_254_740_993L, "9007199254740993"},
            {Long.MIN_VALUE, "-9223372036854775808"},
            {new BigDecimal("0.1234567890123456"), "0.1234567890123456"},
            {new BigInteger("12345678901234567890"), "12345678901234567890"},
            {new BigDecimal("1E+1000000000"), "1E+1000000000"},
            {new BigDecimal("-1.5E-2000000000"), "-1.5E-2000000000"},
            {new BigDecimal("1.23456789012345E-320"), new BigDecimal("1.23456789012345E-320").toPlainString()},
            {new BigDecimal("1E-400"), new BigDecimal("1E-400").toPlainString()},
            {Double.NaN, "NaN"},
            {Double.POSITIVE_INFINITY, "Infinity"},
            {Float.NEGATIVE_INFINITY, "-Infinity"}
        });
    }

    @ParameterizedTest
    @CsvSource({
        "1900-01-01, 1",
        "1900-02-28, 59",
        "1900-03-01, 61",
        "1999-12-31, 36525",
        "2024-02-29, 45351",
        "2026-11-22, 46348",
        "9999-12-31, 2958465"
    })
    void datesAreTheDaysOfExcel(LocalDate date, double day) throws IOException {
        Cell cell = Workbooks.cell(date);

        assertThat(cell.getNumericCellValue()).isEqualTo(day);
        assertThat(cell.getCellStyle().getDataFormatString()).isEqualTo("yyyy-mm-dd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1899-12-31", "0001-01-01", "+10000-01-01"})
    void datesThatExcelDoesNotKnowAreText(LocalDate date) throws IOException {
        assertThat(Workbooks.cell(date).getStringCellValue()).isEqualTo(date.toString());
        assertThat(Workbooks.cell(date.atTime(1, 2)).getStringCellValue()).contains("01:02:00");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T23:59:59.999999, 2026-11-22T23:59:59.999",
        "2026-11-22T23:59:59.5, 2026-11-22T23:59:59.5",
        "9999-12-31T23:59:59.999999999, 9999-12-31T23:59:59.999",
        "2026-11-22T18:07:33.0000009, 2026-11-22T18:07:33"
    })
    void fractionsNeverTurnTheDay(LocalDateTime dateTime, LocalDateTime expected) throws IOException {
        Cell cell = Workbooks.cell(dateTime);

        double millis = cell.getNumericCellValue() * 86_400_000;
        assertThat(Math.round(millis) % 86_400_000)
                .isEqualTo(expected.toLocalTime().toNanoOfDay() / 1_000_000);
        assertThat(Math.floor(cell.getNumericCellValue()))
                .isEqualTo(Workbooks.cell(dateTime.toLocalDate()).getNumericCellValue());
        assertThat(cell.getCellStyle().getDataFormatString())
                .isEqualTo(
                        expected.equals(expected.truncatedTo(ChronoUnit.SECONDS))
                                ? "yyyy-mm-dd hh:mm:ss"
                                : "yyyy-mm-dd hh:mm:ss.000");
    }

    @Test
    void anEveningDoesNotBecomeTheFalseLeapDayOrTheNextMidnight() throws IOException {
        assertThat(Workbooks.cell(LocalDateTime.of(1900, 2, 28, 23, 59, 59, 999_999_999))
                        .getNumericCellValue())
                .isBetween(59.99, 59.999_999_999);
        assertThat(Workbooks.cell(LocalTime.MAX).getNumericCellValue()).isLessThan(1);
    }

    @Test
    void momentsBeyondAllCalendarsAreText() throws IOException {
        assertThat(Workbooks.cell(Instant.MAX).getStringCellValue()).isEqualTo(Instant.MAX.toString());
        assertThat(Workbooks.cell(OffsetDateTime.MIN).getStringCellValue()).startsWith("-999999999-01-01");
        assertThat(Workbooks.cell(LocalDateTime.of(-43, 3, 15, 12, 0, 0, 5_000_000))
                        .getStringCellValue())
                .as("before Christ")
                .isEqualTo("-0043-03-15 12:00:00.005");
    }

    /** LibreOffice cuts what is below a second off: one that lacks a billionth is the one before. */
    @Test
    void everySecondOfADayIsTheNumberNearestToIt() throws IOException {
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Day")
                .column("Time", second -> LocalTime.ofSecondOfDay(second))
                .column("Length", second -> Duration.ofDays(2).plusSeconds(second));
        XSSFSheet day = Workbooks.read(
                Workbooks.bytes(sheet, IntStream.range(0, SECONDS_OF_DAY).iterator()));

        for (int second = 0; second < SECONDS_OF_DAY; second++) {
            Row row = day.getRow(second + 1);
            double part = (double) second / SECONDS_OF_DAY;
            assertThat(row.getCell(0).getNumericCellValue()).isEqualTo(part);
            assertThat(row.getCell(1).getNumericCellValue()).isEqualTo(2 + part);
        }
    }

    @Test
    void timesKeepTheirSeconds() throws IOException {
        LocalDateTime dateTime = LocalDateTime.of(2026, 11, 22, 18, 7, 33);

        Cell cell = Workbooks.cell(dateTime);

        assertThat(cell.getLocalDateTimeCellValue()).isEqualTo(dateTime);
        assertThat(cell.getCellStyle().getDataFormatString()).isEqualTo("yyyy-mm-dd hh:mm:ss");
        assertThat(Workbooks.cell(LocalTime.of(6, 0)).getNumericCellValue()).isEqualTo(0.25);
        assertThat(Workbooks.cell(Timestamp.valueOf(dateTime)).getLocalDateTimeCellValue())
                .isEqualTo(dateTime);
        assertThat(Workbooks.cell(java.sql.Date.valueOf("2026-11-22")).getLocalDateTimeCellValue())
                .isEqualTo(LocalDateTime.of(2026, 11, 22, 0, 0));
    }

    @Test
    void momentsAreShownByTheClockOfTheZone() throws IOException {
        Instant moment = Instant.parse("2026-11-22T23:30:00Z");
        ExcelSheet<Object> inPrague = ExcelSheet.<Object>named("Zone").column("Moment", row -> row);
        List<Object> rows = List.of(
                moment,
                moment.atZone(ZoneId.of("Asia/Tokyo")),
                moment.atOffset(UTC),
                Date.from(moment),
                GregorianCalendar.from(moment.atZone(ZoneId.of("Asia/Tokyo"))));

        XSSFSheet sheet = Workbooks.written(inPrague.zone(ZoneId.of("Europe/Prague")), rows);

        for (int row = 1; row <= rows.size(); row++) {
            assertThat(sheet.getRow(row).getCell(0).getLocalDateTimeCellValue())
                    .isEqualTo(LocalDateTime.of(2026, 11, 23, 0, 30));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "  blanks at the ends  ",
                "two\nlines",
                "carriage\r\nreturn",
                "tab\there",
                "quote\" & <tag>",
                "\u0000",
                "bell\u0007",
                "\u001f\u007f\u0085",
                "_x0041_",
                "_x005F_x0041_",
                "__x0041__",
                "_x00e9_ _xZZZZ_",
                "lone \ud83d high",
                "lone \ude00 low",
                "\ude00\ud83d swapped",
                "pair 😀",
                "\ufffe\uffff",
                "\u00a0nbsp",
                "漢字 العربية עברית",
                "=HYPERLINK(\"http://x\")",
                "+1",
                "-1",
                "@SUM(A1)",
                "'quoted"
            })
    void textsComeBackAsTheyWere(String text) throws IOException {
        assertThat(Workbooks.cell(text).getCellType()).isEqualTo(CellType.STRING);
        assertThat(Workbooks.cell(text).getStringCellValue()).isEqualTo(text);
    }

    /** The JDK's parsers refuse a document with more than 100,000 entities that have names. */
    @Test
    void manySignsOfXmlDoNotMakeASheetUnreadable() throws IOException {
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Signs").column("Text", row -> "<" + row + " & more>");

        XSSFSheet read =
                Workbooks.read(Workbooks.bytes(sheet, IntStream.range(0, 34_000).iterator()));

        assertThat(read.getRow(34_000).getCell(0).getStringCellValue()).isEqualTo("<33999 & more>");
    }

    @Test
    void anyTextComesBackAsItWas() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Object> texts =
                random.ints(500).mapToObj(n -> (Object) randomText(random)).toList();

        XSSFSheet sheet = Workbooks.written(ExcelSheet.<Object>named("Any").column("Text", row -> row), texts);

        for (int row = 0; row < texts.size(); row++) {
            assertThat(sheet.getRow(row + 1).getCell(0).getStringCellValue())
                    .as("seed " + seed + ", row " + row)
                    .isEqualTo(texts.get(row));
        }
    }

    @Test
    void otherValuesAreShownAsTheySayThemselves() throws IOException {
        assertThat(Workbooks.cell(DayOfWeek.FRIDAY).getStringCellValue()).isEqualTo("FRIDAY");
        assertThat(Workbooks.cell(true).getBooleanCellValue()).isTrue();
        assertThat(Workbooks.cell(false, CellFormat.bool()).getBooleanCellValue())
                .isFalse();
        assertThat(Workbooks.cell(Optional.empty()).getCellType()).isEqualTo(CellType.BLANK);
    }

    @Test
    void nothingIsAnEmptyCellWithBorders() throws IOException {
        Cell cell = Workbooks.written(
                        ExcelSheet.<Object>named("Null").column("A", row -> null, CellFormat.number(2)), List.of("x"))
                .getRow(1)
                .getCell(0);

        assertThat(cell.getCellType()).isEqualTo(CellType.BLANK);
        assertThat(cell.getCellStyle().getDataFormatString()).isEqualTo("#,##0.00");
        assertThat(cell.getCellStyle().getBorderTop()).isEqualTo(org.apache.poi.ss.usermodel.BorderStyle.THIN);
    }

    @Test
    void aTextColumnHoldsTexts() throws IOException {
        assertThat(Workbooks.cell(12_345, CellFormat.text()).getStringCellValue())
                .isEqualTo("12345");
        assertThat(Workbooks.cell(new BigDecimal("1E+3"), CellFormat.text()).getStringCellValue())
                .isEqualTo("1000");
        assertThat(Workbooks.cell(Optional.of("x"), CellFormat.text()).getStringCellValue())
                .isEqualTo("x");
        assertThat(Workbooks.cell("x", CellFormat.text()).getCellStyle().getDataFormatString())
                .isEqualTo("@");
    }

    @Test
    void formatsAreThoseOfExcel() throws IOException {
        assertThat(CellFormat.number(0).pattern()).isEqualTo("#,##0");
        assertThat(CellFormat.number(3).pattern()).isEqualTo("#,##0.000");
        assertThat(CellFormat.money("JPY").pattern()).isEqualTo("#,##0 [$JPY]");
        assertThat(CellFormat.money("KWD").pattern()).isEqualTo("#,##0.000 [$KWD]");
        assertThat(DateUtil.isCellDateFormatted(Workbooks.cell(LocalDate.EPOCH)))
                .isTrue();
        assertThat(Workbooks.cell(0.5, CellFormat.of("0.0%")).getCellStyle().getDataFormatString())
                .isEqualTo("0.0%");
    }

    @Test
    void formatsThatAreNoneAreRefused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CellFormat.money("EURO"))
                .withMessageContainingAll("currency", "\"EURO\"", "ISO 4217");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CellFormat.number(16))
                .withMessage("decimals is 16, but must be 0 to 15");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CellFormat.of("0".repeat(256)))
                .withMessageContaining("at most 255 characters");
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(30);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(5)) {
                case 0 -> text.append((char) random.nextInt(0x20));
                case 1 ->
                    text.append("_x00")
                            .append(Integer.toHexString(random.nextInt(0x100)))
                            .append('_');
                case 2 -> text.append((char) random.nextInt(0x10000));
                case 3 -> text.appendCodePoint(random.nextInt(0x110000));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }
}

package dev.errand.excel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.util.CellAddress;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SheetLanguageTest {

    private enum State {
        OPEN,
        PAID {
            @Override
            public String toString() {
                return "settled";
            }
        }
    }

    private record Claim(int number, LocalDate filed, LocalDateTime changed, State state, boolean urgent) {}

    private static final SheetTexts TEXTS = SheetTexts.bundle("sheets.test", SheetLanguageTest.class);
    private static final LocalDate DAY = LocalDate.of(2026, 11, 29);
    private static final Claim OPEN = new Claim(7, DAY, DAY.atTime(18, 7, 33), State.OPEN, true);
    private static final Claim PAID = new Claim(8, DAY, DAY.atTime(18, 7, 33), State.PAID, false);

    private static final ExcelSheet<Claim> CLAIMS = ExcelSheet.<Claim>named("title")
            .column("number", Claim::number, ColumnStyle.plain().note("note"))
            .column("filed", Claim::filed, CellFormat.date())
            .column("changed", Claim::changed)
            .column("State", Claim::state)
            .column("Urgent?", Claim::urgent)
            .jointHeading("both", "number", "filed")
            .total("number", Total.text("total"))
            .total("filed", Total.highest());

    @Test
    void saysItInTheLanguageOfTheReader() throws IOException {
        XSSFSheet sheet = Workbooks.written(CLAIMS.in(Locale.GERMAN, TEXTS), List.of(OPEN, PAID));

        assertThat(sheet.getSheetName()).isEqualTo("Schäden");
        assertThat(text(sheet, 0, 0)).isEqualTo("Beides");
        assertThat(text(sheet, 1, 0)).isEqualTo("Nummer");
        assertThat(sheet.getCellComment(new CellAddress("A2")).getString().getString())
                .isEqualTo("Siehe Brief");
        assertThat(text(sheet, 1, 1)).as("what has no text is shown as it is").isEqualTo("filed");
        assertThat(text(sheet, 2, 3)).isEqualTo("offen");
        assertThat(text(sheet, 2, 4)).isEqualTo("ja");
        assertThat(text(sheet, 3, 3)).isEqualTo("settled");
        assertThat(text(sheet, 3, 4)).isEqualTo("nein");
        assertThat(text(sheet, 4, 0)).isEqualTo("Summe");
    }

    @Test
    void datesHaveTheOrderOfTheLanguageAndStayDates() throws IOException {
        Row row = Workbooks.written(CLAIMS.in(Locale.GERMAN, TEXTS), List.of(OPEN))
                .getRow(2);

        assertThat(row.getCell(1).getCellStyle().getDataFormatString()).isEqualTo("dd.mm.yyyy");
        assertThat(row.getCell(1).getLocalDateTimeCellValue()).isEqualTo(DAY.atStartOfDay());
        assertThat(row.getCell(2).getCellStyle().getDataFormatString()).isEqualTo("dd.mm.yyyy hh:mm:ss");
    }

    @ParameterizedTest
    @CsvSource({
        "en-US, mm/dd/yyyy",
        "en-GB, dd/mm/yyyy",
        "de-CH, dd.mm.yyyy",
        "cs, dd.mm.yyyy",
        "fr, dd/mm/yyyy",
        "nl, dd-mm-yyyy",
        "hu, yyyy.mm.dd.",
        "ja, yyyy/mm/dd",
        "sv, yyyy-mm-dd",
        "ar, dd/mm/yyyy",
        "und, yyyy-mm-dd"
    })
    void eachLanguageHasItsOrder(String language, String pattern) {
        assertThat(LocalDates.in(Locale.forLanguageTag(language), "yyyy-mm-dd")).isEqualTo(pattern);
        assertThat(LocalDates.in(Locale.forLanguageTag(language), "0.00")).isEqualTo("0.00");
    }

    /** Whatever the JDK says of a language: Excel must take it, and the columns must be wide enough for it. */
    @Test
    void noLanguageBreaksAWorkbook() {
        for (Locale language : Locale.getAvailableLocales()) {
            String pattern = LocalDates.in(language, "yyyy-mm-dd");

            assertThat(NumberPatterns.fault(pattern))
                    .as(language + " " + pattern)
                    .isEmpty();
            assertThat(pattern).as(language.toString()).hasSizeBetween(10, 11).contains("yyyy", "mm", "dd");
        }
    }

    @Test
    void fallsBackToTheTextsWithoutALanguage() throws IOException {
        Locale machine = Locale.getDefault();
        Locale.setDefault(Locale.GERMAN);
        try {
            XSSFSheet french = Workbooks.written(CLAIMS.in(Locale.FRENCH, TEXTS), List.of(OPEN));

            assertThat(french.getSheetName()).isEqualTo("Claims");
            assertThat(text(french, 2, 4)).isEqualTo("yes");
            assertThat(TEXTS.find(Locale.forLanguageTag("de-AT"), "number")).hasValue("Nummer");
            assertThat(TEXTS.find(Locale.GERMAN, "only-root")).hasValue("Only here");
        } finally {
            Locale.setDefault(machine);
        }
    }

    @Test
    void booleansAreExcelsOwnUnlessThereAreWords() throws IOException {
        Row row = Workbooks.written(CLAIMS.in(Locale.GERMAN, (language, key) -> Optional.empty()), List.of(OPEN))
                .getRow(2);

        assertThat(row.getCell(4).getCellType()).isEqualTo(CellType.BOOLEAN);
    }

    @Test
    void rulesOfTheSheetComeFirst() throws IOException {
        ExcelSheet<Claim> sheet = CLAIMS.values(ValueRules.plain().show(State.class, state -> "Nr. " + state.name()));

        assertThat(text(Workbooks.written(sheet.in(Locale.GERMAN, TEXTS), List.of(OPEN)), 2, 3))
                .isEqualTo("Nr. OPEN");
    }

    @Test
    void aWorkbookIsInOneLanguage() throws IOException {
        ExcelWorkbook book =
                ExcelWorkbook.named("file").in(Locale.GERMAN, TEXTS).sheet(CLAIMS, List.of(OPEN));

        try (XSSFWorkbook read = read(book)) {
            assertThat(read.getSheetName(0)).isEqualTo("Schäden");
            assertThat(text(read.getSheetAt(0), 2, 4)).isEqualTo("ja");
            assertThat(read.getSheetAt(0).getRow(2).getCell(1).getCellStyle().getDataFormatString())
                    .isEqualTo("dd.mm.yyyy");
        }
        WorkbookForm form = WorkbookForm.of("file")
                .with(SheetOptions.defaults()
                        .withZone(ZoneOffset.UTC)
                        .withClock(InstantSource.fixed(Instant.parse("2026-11-29T18:07:33Z"))));
        assertThat(form.in(new Translation(Locale.GERMAN, TEXTS)).fileName())
                .isEqualTo("Abrechnung_2026-11-29_18-07-33.xlsx");
    }

    @Test
    void refusesTextsThatDoNotFit() {
        SheetTexts same = (language, key) -> Optional.of("Same");
        SheetTexts longOnes = (language, key) -> Optional.of("x".repeat(256));
        ExcelWorkbook book = ExcelWorkbook.named("Two")
                .sheet(CLAIMS, List.of(OPEN))
                .sheet(ExcelSheet.<Claim>named("other").column("number", Claim::number), List.of(OPEN));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> book.in(Locale.GERMAN, same))
                .withMessageContaining("must differ from those of the other sheets");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CLAIMS.in(Locale.GERMAN, longOnes))
                .withMessageContaining("must have at most 255 characters");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> SheetTexts.bundle("sheets.none", SheetLanguageTest.class))
                .withMessageContaining("resource bundle is \"sheets.none\"");
    }

    @Test
    void theSameColumnsAsCsvHaveTheSameHeadingsAndWords() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvFile.of(CLAIMS.in(Locale.GERMAN, TEXTS))
                .separator(';')
                .write(List.of(OPEN).iterator(), out);

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("Nummer;filed;changed;State;Urgent?", "7;2026-11-29;2026-11-29T18:07:33;offen;ja");
    }

    private static XSSFWorkbook read(ExcelWorkbook book) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        book.write(out);
        return new XSSFWorkbook(new ByteArrayInputStream(out.toByteArray()));
    }

    private static String text(XSSFSheet sheet, int row, int column) {
        return sheet.getRow(row).getCell(column).getStringCellValue();
    }
}

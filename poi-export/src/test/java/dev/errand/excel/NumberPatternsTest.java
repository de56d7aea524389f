package dev.errand.excel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberPatternsTest {

    private record Paid(@ExcelColumn(format = "0.00 EUR") int amount) {}

    /** Those that Excel has itself (ECMA-376 part 1, section 18.8.30), and such as people make. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "General",
                "0",
                "0.00",
                "#,##0.00",
                "0%",
                "0.00E+00",
                "##0.0E+0",
                "# ?/?",
                "# ??/??",
                "?/16",
                "mm-dd-yy",
                "d-mmm-yy",
                "h:mm AM/PM",
                "h:mm:ss a/p",
                "m/d/yy h:mm",
                "mm:ss",
                "[h]:mm:ss",
                "mmss.0",
                "@",
                "#,##0 ;[Red](#,##0)",
                "_-* #,##0.00 €_-;-* #,##0.00 €_-;_-* \"-\"?? €_-;_-@_-",
                "[$-409]mmmm d, yyyy;@",
                "[$-411]ggge\"年\"m\"月\"d\"日\"",
                "yyyy年MM月dd日",
                "#,##0.00 [$EUR]",
                "[<=9999999]###-####;(###) ###-####",
                "[>=1e6]0.0,,\" M\";0",
                "[Color 56]0;[color1]0",
                "[DBNum2]0",
                "General\" days\"",
                ";;;",
                "0\\ \\k\\g",
                "yyyy-mm-dd hh:mm:ss.000",
                "[ss].00",
                "[$-F800]dddd, mmmm dd, yyyy",
                "aaaa",
                "$0.00",
                "0.0°",
                "b1yyyy"
            })
    void areFormatsOfExcel(String pattern) {
        assertThat(CellFormat.of(pattern).pattern()).isEqualTo(pattern);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "0.00 EUR, 0.00 \"EUR\": E (character 6) is no sign of Excel there",
                "EUR 0.00, \"EUR\" 0.00: U (character 2) is no sign of Excel there",
                "0 days;@, 0 \"days\";@: d (character 3) is no sign of Excel there",
                "0k, 0\"k\": k (character 2) is no sign of Excel there",
                "yyyy Q, yyyy \"Q\": Q (character 6) is no sign of Excel there",
                "0.00E00, 0.00\"E\"00: E (character 5) is no sign of Excel there",
                "0;0 x, 0;0 \"x\": x (character 5) is no sign of Excel there"
            })
    void textsNeedQuotes(String pattern, String asItMayBe) {
        assertRefused(pattern, "have texts in quotes, such as " + asItMayBe);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[EUR]0", "[]0", "[Rot]0", "[hm]", "[>]0", "[>=x]0", "[Color 57]0", "[Color]0", "[DBNum9]0"})
    void whatIsInBracketsIsKnown(String pattern) {
        assertRefused(
                pattern,
                "have in brackets (character 1) a colour, a condition, a currency such as [$EUR], or [h], [m], [s]");
    }

    @ParameterizedTest
    @CsvSource({"d 0, 3", "yyyy#, 5", "mm:ss.0?, 8", "hh.0 0, 6"})
    void datesHaveNoDigits(String pattern, int character) {
        assertRefused(
                pattern,
                "not have digits (character " + character
                        + ") beside a date or time, but those of a fraction such as ss.000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0\"", "[Red", "0\\", "_", "*", "0\n", "\"\u0007\"", "0\\\n", "\ud83d"})
    void areWhole(String pattern) {
        assertRefused(
                pattern,
                "be a number format of Excel: one line, quotes and brackets closed, nothing escaped at its end");
    }

    @Test
    void haveFourSections() {
        assertRefused("0;0;0;@;", "have at most 4 sections");
    }

    @Test
    void aRecordNamesItsColumn() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> ExcelSheet.of(Paid.class))
                .withMessage(
                        "column is \"Paid.amount\", but must fit: cell format is \"0.00 EUR\", but must have texts in"
                                + " quotes, such as 0.00 \"EUR\": E (character 6) is no sign of Excel there");
    }

    private static void assertRefused(String pattern, String must) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CellFormat.of(pattern))
                .satisfies(e -> assertThat(e.field()).isEqualTo("cell format"))
                .satisfies(e -> assertThat(e.limit()).isEqualTo(must));
    }
}

package dev.errand.excel.sheet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellTextTest {

    private static final int ROUNDS = Boolean.getBoolean("errand.long") ? 10_000_000 : 50_000;
    private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "a_b, a_b",
        "<a & b>, &#60;a &#38; b&#62;",
        "_x0041_, _x005F_x0041_",
        "_x0041, _x0041",
        "_xZZZZ_, _xZZZZ_",
        "__x00e9_, __x005F_x00e9_"
    })
    void writesTheEscapesOfExcelAndOfXml(String text, String expected) {
        assertThat(written(text)).isEqualTo(expected);
    }

    @Test
    void escapesWhatXmlCannotHold() {
        assertThat(written("\u0000\u001f\u007f\u0085")).isEqualTo("_x0000__x001F_\u007f\u0085");
        assertThat(written("\ud83d \ude00 \ufffe\uffff")).isEqualTo("_xD83D_ _xDE00_ _xFFFE__xFFFF_");
        assertThat(written("a\r\nb\tc")).isEqualTo("a&#13;\nb\tc");
        assertThat(written("é漢😀")).isEqualTo("é漢😀");
    }

    @Test
    void escapesAnUnderscoreThatTheNextEscapeWouldComplete() {
        assertThat(written("_x0041\u0001")).isEqualTo("_x005F_x0041_x0001_");
    }

    @Test
    void anyTextIsReadBackAsItWas() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            String text = anyText(random);
            String xml = written(text);
            String read = read(xml);
            assertThat(read.equals(text))
                    .as(() -> "seed " + seed + ": " + HexFormat.of().formatHex(text.getBytes(UTF_8)) + " as " + xml)
                    .isTrue();
            assertThat(CellText.escapedLength(text)).isEqualTo(unescapedXml(xml).length());
        }
    }

    private static String anyText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            switch (random.nextInt(7)) {
                case 0 -> text.append((char) random.nextInt(0x20));
                case 1 -> text.append("_x").append(HexFormat.of().toHexDigits((char) random.nextInt(0x10000)));
                case 2 -> text.append('_');
                case 3 -> text.append((char) random.nextInt(0x10000));
                case 4 -> text.appendCodePoint(random.nextInt(0x110000));
                case 5 -> text.append("&<>\"'".charAt(random.nextInt(5)));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }

    /** As Excel and POI read: from left to right, each escape once. */
    private static String read(String xml) {
        return ESCAPE.matcher(unescapedXml(xml)).replaceAll(escape -> {
            String c = String.valueOf((char) HexFormat.fromHexDigits(escape.group(1)));
            return java.util.regex.Matcher.quoteReplacement(c);
        });
    }

    private static String unescapedXml(String xml) {
        return xml.replace("&#13;", "\r")
                .replace("&#60;", "<")
                .replace("&#62;", ">")
                .replace("&#38;", "&");
    }

    private static String written(String text) {
        byte[] bytes = new byte[CellText.MOST_BYTES * text.length() + 8];
        return new String(Arrays.copyOf(bytes, CellText.put(bytes, 0, text)), UTF_8);
    }
}

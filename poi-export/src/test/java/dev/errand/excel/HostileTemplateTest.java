package dev.errand.excel;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small templates that would take all memory. */
class HostileTemplateTest {

    private static final ExcelSheet<Integer> NUMBERS =
            ExcelSheet.<Integer>named("Numbers").column("Number", row -> row);

    @Test
    void refusesAFileThatUnpacksToTooMuch() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bomb)) {
            for (int i = 0; i < 65; i++) {
                zip.putNextEntry(new ZipEntry("part" + i));
                zip.write(new byte[1 << 20]);
            }
        }

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> ExcelTemplate.of(bomb.toByteArray()))
                .withMessage("unpacked size of the template is 67108865, but must be at most 67108864 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"90000000", "-1"})
    void refusesStylesThatItDoesNotHave(String style) throws IOException {
        byte[] plain = Workbooks.bytes(NUMBERS, List.of(1).iterator());
        byte[] changed = Workbooks.with(
                plain,
                "xl/worksheets/sheet1.xml",
                xml -> xml.replaceFirst("<c r=\"A2\" s=\"[0-9]+\"", "<c r=\"A2\" s=\"" + style + "\""));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> ExcelTemplate.of(changed)
                        .write(NUMBERS, List.of(1).iterator(), OutputStream.nullOutputStream()))
                .withMessageStartingWith("style of a cell of the template is " + style + ", but must be one of its ");
    }
}

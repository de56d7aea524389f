package dev.errand.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "claims.csv|claims.csv|claims.csv",
                "škody 1.csv|skody 1.csv|%C5%A1kody%201.csv",
                "€ rates (50%) + 'x'.xlsx|_ rates (50_) + 'x'.xlsx|%E2%82%AC%20rates%20%2850%25%29%20+%20%27x%27.xlsx",
                "漢字😀.pdf|___.pdf|%E6%BC%A2%E5%AD%97%F0%9F%98%80.pdf",
                "a;b,c=d.txt|a;b,c=d.txt|a%3Bb%2Cc%3Dd.txt"
            })
    void offersAFileUnderItsName(String fileName, String plain, String encoded) {
        assertThat(FileNames.contentDisposition(fileName))
                .isEqualTo("attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded)
                .isASCII();
        assertThat(URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8))
                .isEqualTo(fileName);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b.csv", "a\r\nSet-Cookie: x", "..", ""})
    void offersNothingUnderANameThatIsNone(String fileName) {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> FileNames.contentDisposition(fileName));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"console.csv", "nullable", "com10.csv", "com.txt", "a.con", "my nul.txt", "\u05d0\u05d1.csv"})
    void takesWhatOnlyLooksLikeADevice(String fileName) {
        FileNames.require(fileName);
        assertThat(FileNames.contentDisposition(fileName)).startsWith("attachment");
    }

    @Test
    void takesMediaTypesWithParameters() {
        FileNames.requireMediaType("text/csv; charset=utf-8");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> FileNames.requireMediaType("text"))
                .withMessageContaining("RFC 6838");
    }
}

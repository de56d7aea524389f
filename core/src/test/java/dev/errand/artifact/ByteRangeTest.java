package dev.errand.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {

    private static final Artifact TEN_BYTES =
            new Artifact(UUID.randomUUID(), "a.csv", "text/csv", 10, "0".repeat(64), Instant.EPOCH);

    @Test
    void isAllOfAFile() {
        assertThat(ByteRange.all(TEN_BYTES)).isEqualTo(new ByteRange(0, 10));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 10", "9, 1", "10, 0"})
    void liesWithinAFile(long from, long length) {
        assertThatCode(() -> new ByteRange(from, length).requireWithin(TEN_BYTES))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"0, 11", "10, 1", "11, 0", "9223372036854775807, 9223372036854775807"})
    void doesNotEndBeyondTheFile(long from, long length) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new ByteRange(from, length).requireWithin(TEN_BYTES))
                .withMessage(
                        "byte range is ByteRange[from=%d, length=%d], but must lie within the file, which has 10"
                                + " bytes",
                        from, length);
    }

    @Test
    void isNotNegative() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new ByteRange(-1, 5))
                .withMessage("first byte is -1, but must be zero or more");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new ByteRange(0, -5))
                .withMessage("number of bytes is -5, but must be zero or more");
    }
}

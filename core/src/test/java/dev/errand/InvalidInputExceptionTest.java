package dev.errand;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InvalidInputExceptionTest {

    @Test
    void namesFieldValueAndLimit() {
        InvalidInputException e = new InvalidInputException("delay", Duration.ofSeconds(-5), "be zero or more");

        assertThat(e).hasMessage("delay is PT-5S, but must be zero or more");
        assertThat(e.field()).isEqualTo("delay");
        assertThat(e.value()).isEqualTo("PT-5S");
        assertThat(e.limit()).isEqualTo("be zero or more");
    }

    @Test
    void showsTextOnOneLine() {
        assertThat(new InvalidInputException("header", "a\r\nb\u202ec\ud800", "be one line"))
                .hasMessage("header is \"a\\u000d\\u000ab\\u202ec\\ud800\", but must be one line");
    }

    @Test
    void cutsLongText() {
        assertThat(new InvalidInputException("text", "x".repeat(40_000), "be shorter").value())
                .hasSizeLessThan(200)
                .contains("(40000 characters)");
    }

    @Test
    void showsNull() {
        assertThat(new InvalidInputException("input", null, "be given")).hasMessage("input is null, but must be given");
    }
}

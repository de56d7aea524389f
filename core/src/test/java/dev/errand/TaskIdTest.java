package dev.errand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskIdTest {

    private static final String TEXT = "01976f2c-4b1e-7a31-9c0d-5f2b7e8a9d10";

    @Test
    void isReadFromItsText() {
        assertThat(TaskId.parse(TEXT)).hasToString(TEXT);
        assertThat(TaskId.parse(TEXT).reference()).isEqualTo("7E8A9D10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "1-2-3-4-5", "01976f2c-4b1e-7a31-9c0d-5f2b7e8a9d1g", "../../etc/passwd"})
    void refusesWhatIsNoId(String text) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TaskId.parse(text))
                .satisfies(e -> assertThat(e.field()).isEqualTo("task id"))
                .withMessageContaining(text);
    }
}

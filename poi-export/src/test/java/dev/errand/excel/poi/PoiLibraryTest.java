package dev.errand.excel.poi;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import org.junit.jupiter.api.Test;

class PoiLibraryTest {

    @Test
    void saysWhatToAddWhereItIsMissing() {
        ClassLoader withoutPoi = new ClassLoader(null) {};

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> PoiLibrary.require("workbook with a password", withoutPoi))
                .withMessageContainingAll("workbook with a password", "org.apache.poi:poi-ooxml");
        assertThatCode(() -> PoiLibrary.require("workbook with a password")).doesNotThrowAnyException();
    }
}

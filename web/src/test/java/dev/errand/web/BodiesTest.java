package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {

    @ParameterizedTest
    @ValueSource(strings = {"12345678901234567.89", "1e400", "0.10", "-1E-7", "123456789012345678901234567890"})
    void readANumberAsTheOneItIs(String number) {
        String json = read("{\"input\":[" + number + "]}").json("input").orElseThrow();

        assertThat(json).startsWith("[").endsWith("]");
        assertThat(new BigDecimal(json.substring(1, json.length() - 1))).isEqualTo(new BigDecimal(number));
    }

    @Test
    void haveNoLimitThatCannotBeLookedBeyond() {
        HttpLimits longest = HttpLimits.DEFAULT.withBodyBytes(Integer.MAX_VALUE - 1);

        assertThat(new Bodies(longest).read(call("{\"type\":\"a\"}")).text("type"))
                .contains("a");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> longest.withBodyBytes(Integer.MAX_VALUE))
                .withMessageContaining("2147483647");
    }

    private static JsonFields read(String body) {
        return new Bodies(HttpLimits.DEFAULT).read(call(body));
    }

    private static HttpCall call(String body) {
        return new HttpCall(
                "POST",
                new HttpCall.Target("http://localhost", "", Site.BASE + "/tasks", ""),
                new HttpFields(Map.of("Content-Type", List.of("application/json"))),
                Optional.of(Caller.user("ana")),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
}

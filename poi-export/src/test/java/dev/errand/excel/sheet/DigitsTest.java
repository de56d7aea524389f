package dev.errand.excel.sheet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsTest {

    private static final int ROUNDS = Boolean.getBoolean("errand.long") ? 50_000_000 : 300_000;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final byte[] bytes = new byte[64];
    private final Decimals decimals = new Decimals(2);

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                9,
                10,
                99_999_999,
                100_000_000,
                9_999_999_999_999_999L,
                10_000_000_000_000_000L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                -1,
                -100_000_000
            })
    void writesNumbersAtTheEdgesOfItsSteps(long number) {
        assertThat(shown(Digits.putLong(bytes, 3, number))).isEqualTo(Long.toString(number));
    }

    @Test
    void writesAnyNumber() {
        for (int i = 0; i < ROUNDS; i++) {
            long number = random.nextLong() >> random.nextInt(Long.SIZE);
            if (!shown(Digits.putLong(bytes, 3, number)).equals(Long.toString(number))) {
                assertThat(shown(Digits.putLong(bytes, 3, number)))
                        .as("seed " + seed)
                        .isEqualTo(Long.toString(number));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2, ''",
        "5, 1, .5",
        "50, 2, .5",
        "5, 2, .05",
        "123456789, 9, .123456789",
        "100000000, 11, .001",
        "99999998843, 11, .99999998843",
        "1, 11, .00000000001"
    })
    void writesFractionsWithoutZerosBehind(long fraction, int digits, String expected) {
        assertThat(shown(Digits.putFraction(bytes, 3, fraction, digits))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0",
        "-0.0, -0",
        "0.1, 0.1",
        "-12.5, -12.5",
        "1234567.89, 1234567.89",
        "0.001, 0.001",
        "1.0E7, 10000000",
        "1.0E15, 1.0E15",
        "999999999999999, 999999999999999",
        "0.30000000000000004, 0.30000000000000004",
        "4.9E-324, 4.9E-324",
        "1.7976931348623157E308, 1.7976931348623157E308"
    })
    void writesDoublesAsShortAsTheyAre(double number, String expected) {
        assertThat(shown(decimals.put(bytes, 3, number, 0))).isEqualTo(expected);
    }

    @Test
    void writesAnyDoubleSoThatItIsReadBackAsTheSame() {
        for (int i = 0; i < ROUNDS; i++) {
            if (i % 1_000 == 0) {
                decimals.forget();
            }
            double number = anyDouble(i);
            String shown = shown(decimals.put(bytes, 3, number, i & 1));
            boolean same = Double.doubleToLongBits(Double.parseDouble(shown)) == Double.doubleToLongBits(number);
            boolean shortest = new BigDecimal(shown).compareTo(new BigDecimal(Double.toString(number))) == 0;
            if (!same || !shortest) {
                assertThat(shown).as("seed " + seed + ", round " + i).isEqualTo(Double.toString(number));
            }
        }
    }

    private double anyDouble(int round) {
        double places = Math.pow(10, random.nextInt(12));
        return switch (round % 4) {
            case 0 -> random.nextInt(1_000_000_000) / places;
            case 1 -> -random.nextLong(1_000_000_000_000_000L) / places;
            case 2 -> random.nextGaussian();
            default -> {
                double any = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(any) ? any : 0;
            }
        };
    }

    private String shown(int end) {
        return new String(Arrays.copyOfRange(bytes, 3, end), US_ASCII);
    }
}

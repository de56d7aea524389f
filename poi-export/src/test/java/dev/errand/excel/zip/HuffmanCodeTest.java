package dev.errand.excel.zip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A complete prefix code within its limit, whatever the counts. */
class HuffmanCodeTest {

    private static final int LIMIT = 12;

    @Test
    void isCompleteAndWithinItsLimit() {
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            int[] counts = new int[2 + random.nextInt(285)];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = 1 + (random.nextInt() >>> (1 + random.nextInt(31)));
            }
            assertComplete(counts);
        }
    }

    @Test
    void keepsItsLimitWhereTheTreeIsDeepest() {
        int[] fibonacci = new int[40];
        fibonacci[0] = 1;
        fibonacci[1] = 1;
        for (int i = 2; i < fibonacci.length; i++) {
            fibonacci[i] = fibonacci[i - 1] + fibonacci[i - 2];
        }
        assertComplete(fibonacci);
    }

    private static void assertComplete(int[] counts) {
        HuffmanCode code = new HuffmanCode(counts.length, LIMIT);
        code.build(counts);
        int sum = 0;
        Set<Integer> prefixes = new HashSet<>();
        for (int symbol = 0; symbol < counts.length; symbol++) {
            int length = code.length(symbol);
            assertThat(length).isBetween(1, LIMIT);
            sum += 1 << (LIMIT - length);
            // each code stands for all the words of twelve bits that begin with it, and no two share one
            for (int rest = 0; rest < 1 << (LIMIT - length); rest++) {
                assertThat(prefixes.add(code.code(symbol) | (rest << length))).isTrue();
            }
        }
        assertThat(sum).isEqualTo(1 << LIMIT);
    }

    @Test
    void absentSymbolsHaveNoCode() {
        HuffmanCode code = new HuffmanCode(4, LIMIT);
        code.build(new int[] {0, 5, 0, 3});
        assertThat(code.length(0)).isZero();
        assertThat(code.length(1)).isEqualTo(1);
        assertThat(code.length(3)).isEqualTo(1);
        code.build(new int[] {0, 0, 0, 3});
        assertThat(code.length(1)).isZero();
        assertThat(code.length(3)).isEqualTo(1);
    }

    @Test
    void moreFrequentSymbolsAreNotLonger() {
        HuffmanCode code = new HuffmanCode(5, LIMIT);
        code.build(new int[] {50, 1, 20, 2, 9});
        assertThat(new int[] {code.length(0), code.length(2), code.length(4), code.length(3), code.length(1)})
                .containsExactly(1, 2, 3, 4, 4);
    }
}

package dev.errand.excel.zip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** The same as one CRC32 over both parts. */
class Crc32CombinationTest {

    @Test
    void isTheChecksumOfBoth() {
        Random random = new Random(11);
        for (int round = 0; round < 1_000; round++) {
            byte[] bytes = new byte[random.nextInt(3_000)];
            random.nextBytes(bytes);
            int cut = random.nextInt(bytes.length + 1);
            int first = crc(bytes, 0, cut);
            int second = crc(bytes, cut, bytes.length - cut);
            assertThat(Crc32Combination.combine(first, second, bytes.length - cut))
                    .isEqualTo(crc(bytes, 0, bytes.length));
        }
    }

    /** Of a length that has more than 32 bits: put together from its halves again and again. */
    @Test
    void combinesVeryLongParts() {
        int zeros = crc(new byte[1], 0, 1);
        for (int doubled = 0; doubled < 35; doubled++) {
            zeros = Crc32Combination.combine(zeros, zeros, 1L << doubled);
        }
        int step = 0;
        int part = crc(new byte[1 << 20], 0, 1 << 20);
        for (int i = 0; i < 1 << 15; i++) {
            step = Crc32Combination.combine(step, part, 1 << 20);
        }
        assertThat(zeros).isEqualTo(step);
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}

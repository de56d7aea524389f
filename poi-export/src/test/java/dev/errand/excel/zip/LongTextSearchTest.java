package dev.errand.excel.zip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongTextSearchTest {

    private static final String[] WORDS =
            "contract renewal partner supplier quarter region claims holder amount filed remarks ".split(" ");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 258, 259, 32_767, 32_768, 32_769, 300_000})
    void comesBackAsItWas(int length) throws Exception {
        for (PieceBuffer pieces : new PieceBuffer[] {words(length), noise(length), same(length)}) {
            assertThat(LongTextSearch.suits(pieces)).isTrue();
            DeflatedBatch batch = deflated(new RowBatchDeflater(RepeatSearch.IN_TEXTS), pieces);

            assertThat(Inflation.of(batch))
                    .as("seed " + seed)
                    .isEqualTo(java.util.Arrays.copyOf(pieces.array(), pieces.length()));
        }
    }

    @Test
    void isAsSmallAsTheMiddleLevelsOfZlib() {
        PieceBuffer pieces = words(400_000);

        int ours = deflated(new RowBatchDeflater(RepeatSearch.IN_TEXTS), pieces).length();
        try (ZlibBatchDeflater zlib = new ZlibBatchDeflater(4)) {
            assertThat(ours).isLessThan(deflated(zlib, pieces).length() * 11 / 10);
        }
    }

    private static DeflatedBatch deflated(BatchDeflater deflater, PieceBuffer pieces) {
        DeflatedBatch batch = new DeflatedBatch();
        deflater.deflate(pieces, batch);
        return batch;
    }

    private PieceBuffer words(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(WORDS[random.nextInt(WORDS.length)])
                    .append(random.nextInt(4) == 0 ? random.nextInt(1_000) : " ");
        }
        return buffer(text.substring(0, length).getBytes(UTF_8));
    }

    private PieceBuffer noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return buffer(bytes);
    }

    private static PieceBuffer same(int length) {
        return buffer("x".repeat(length).getBytes(UTF_8));
    }

    private static PieceBuffer buffer(byte[] bytes) {
        PieceBuffer buffer = new PieceBuffer(RowLayout.UNMARKED, bytes.length);
        buffer.append(bytes);
        return buffer;
    }
}

package dev.errand.excel.zip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes in comes out again, by the JDK's Inflater: for any bytes with any marks. */
@Timeout(600)
class BatchDeflaterTest {

    private static final int ROUNDS = Boolean.getBoolean("errand.long") ? 2_500_000 : 2_000;

    /** All that there is to be tested. */
    enum Engine {
        ROWS_SEARCHED_NOWHERE,
        ROWS_SEARCHED_IN_TEXTS,
        ROWS_SEARCHED_EVERYWHERE,
        ZLIB;

        BatchDeflater make() {
            return switch (this) {
                case ROWS_SEARCHED_NOWHERE -> new RowBatchDeflater(RepeatSearch.NOWHERE);
                case ROWS_SEARCHED_IN_TEXTS -> new RowBatchDeflater(RepeatSearch.IN_TEXTS);
                case ROWS_SEARCHED_EVERYWHERE -> new RowBatchDeflater(RepeatSearch.EVERYWHERE);
                case ZLIB -> new ZlibBatchDeflater(1);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void comesBackWhateverItWas(Engine engine) {
        int seed = engine.name().hashCode();
        Random random = new Random(seed);
        DeflatedBatch result = new DeflatedBatch();
        try (BatchDeflater deflater = engine.make()) {
            for (int round = 0; round < ROUNDS; round++) {
                PieceBuffer pieces = RandomPieces.of(random);
                deflater.deflate(pieces, result);
                assertRoundTrip(pieces, result, "seed " + seed + ", round " + round);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void comesBackAtEachLength(Engine engine) {
        DeflatedBatch result = new DeflatedBatch();
        try (BatchDeflater deflater = engine.make()) {
            for (int length :
                    new int[] {0, 1, 2, 3, 4, 5, 7, 8, 9, 257, 258, 259, 262, 65_534, 65_535, 65_536, 131_070}) {
                byte[] noise = new byte[length];
                new Random(length).nextBytes(noise);
                for (byte[] content : List.of(noise, new byte[length])) {
                    PieceBuffer pieces = new PieceBuffer(RowLayout.UNMARKED, 0);
                    pieces.append(content);
                    deflater.deflate(pieces, result);
                    assertRoundTrip(pieces, result, "length " + length);
                }
            }
        }
    }

    /** The same piece twice, as far apart as a match reaches, and one byte farther; marked and not. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void comesBackFromTheFarthestDistance(Engine engine) {
        byte[] piece = "</is></c><c r=".getBytes(UTF_8);
        DeflatedBatch result = new DeflatedBatch();
        try (BatchDeflater deflater = engine.make()) {
            for (int distance = 32_766; distance <= 32_770; distance++) {
                for (int marks = 0; marks <= 1; marks++) {
                    byte[] content = new byte[40_000];
                    System.arraycopy(piece, 0, content, 1_000, piece.length);
                    System.arraycopy(piece, 0, content, 1_000 + distance, piece.length);
                    PieceBuffer pieces = new PieceBuffer(RowLayout.ofMarks(marks), 0);
                    pieces.append(content);
                    mark(pieces, 1_000);
                    mark(pieces, 1_000 + distance);
                    deflater.deflate(pieces, result);
                    assertRoundTrip(pieces, result, "distance " + distance + ", " + marks + " marks");
                }
            }
        }
    }

    private static void mark(PieceBuffer pieces, int position) {
        if (pieces.layout().marks() > 0) {
            pieces.marks()[pieces.markCount()] = position;
            pieces.endRow(pieces.length());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void takesTenMegabytes(Engine engine) {
        DeflatedBatch result = new DeflatedBatch();
        try (BatchDeflater deflater = engine.make()) {
            PieceBuffer pieces = SampleRows.of(new Random(1), 110_000);
            assertThat(pieces.length()).isGreaterThan(10_000_000);
            deflater.deflate(pieces, result);
            assertRoundTrip(pieces, result, engine.name());
            assertThat(result.length()).isLessThan(pieces.length() / 2);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void isTheSameWhateverCameBefore(Engine engine) {
        Random random = new Random(5);
        DeflatedBatch fresh = new DeflatedBatch();
        DeflatedBatch used = new DeflatedBatch();
        try (BatchDeflater old = engine.make()) {
            for (int round = 0; round < 100; round++) {
                PieceBuffer pieces = RandomPieces.of(random);
                old.deflate(pieces, used);
                try (BatchDeflater young = engine.make()) {
                    young.deflate(pieces, fresh);
                }
                assertThat(Arrays.equals(fresh.array(), 0, fresh.length(), used.array(), 0, used.length()))
                        .as("round " + round)
                        .isTrue();
            }
        }
    }

    @Test
    void batchesOfAllKindsFollowEachOther() {
        Random random = new Random(8);
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        DeflatedBatch result = new DeflatedBatch();
        int crc = 0;
        for (int round = 0; round < 400; round++) {
            PieceBuffer pieces = RandomPieces.of(random);
            try (BatchDeflater deflater = Engine.values()[round % Engine.values().length].make()) {
                deflater.deflate(pieces, result);
            }
            raw.write(pieces.array(), 0, pieces.length());
            deflated.write(result.array(), 0, result.length());
            crc = Crc32Combination.combine(crc, result.crc(), result.rawLength());
        }
        assertThat(Inflation.of(deflated.toByteArray())).isEqualTo(raw.toByteArray());
        CRC32 whole = new CRC32();
        whole.update(raw.toByteArray());
        assertThat(crc).isEqualTo((int) whole.getValue());
    }

    @ParameterizedTest
    @EnumSource(RepeatSearch.class)
    void noiseDoesNotGrow(RepeatSearch search) {
        byte[] noise = new byte[200_000];
        new Random(3).nextBytes(noise);
        PieceBuffer pieces = new PieceBuffer(RowLayout.UNMARKED, 0);
        pieces.append(noise);
        DeflatedBatch result = new DeflatedBatch();
        try (RowBatchDeflater deflater = new RowBatchDeflater(search)) {
            deflater.deflate(pieces, result);
        }
        assertThat(result.length()).isEqualTo(200_000 + 4 * 5);
    }

    @Test
    void searchingMakesRowsSmaller() {
        PieceBuffer pieces = SampleRows.of(new Random(4), 2_000);
        assertThat(size(pieces, new RowBatchDeflater(RepeatSearch.IN_TEXTS)))
                .isLessThan(size(pieces, new RowBatchDeflater(RepeatSearch.NOWHERE)))
                .isLessThan((int) (1.1 * size(pieces, new ZlibBatchDeflater(1))));
        assertThat(size(pieces, new RowBatchDeflater(RepeatSearch.EVERYWHERE)))
                .isLessThanOrEqualTo(size(pieces, new RowBatchDeflater(RepeatSearch.IN_TEXTS)));
    }

    private static int size(PieceBuffer pieces, BatchDeflater deflater) {
        DeflatedBatch result = new DeflatedBatch();
        try (deflater) {
            deflater.deflate(pieces, result);
        }
        return result.length();
    }

    @Test
    void zlibHasNineLevels() {
        assertThatThrownBy(() -> new ZlibBatchDeflater(0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("level is 0, but must be from 1 to 9");
    }

    private static void assertRoundTrip(PieceBuffer pieces, DeflatedBatch result, String what) {
        byte[] raw = Arrays.copyOf(pieces.array(), pieces.length());
        byte[] back = Inflation.of(result);
        CRC32 crc = new CRC32();
        crc.update(raw);
        if (!Arrays.equals(raw, back) || result.crc() != (int) crc.getValue() || result.rawLength() != raw.length) {
            assertThat(back).as(what).isEqualTo(raw);
            assertThat(result.crc()).as(what).isEqualTo((int) crc.getValue());
            assertThat(result.rawLength()).as(what).isEqualTo(raw.length);
        }
    }
}

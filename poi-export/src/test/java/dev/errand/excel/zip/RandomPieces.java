package dev.errand.excel.zip;

import java.util.Random;

/** Batches out of a seed: rows and noise, long runs and far repeats, with right marks, wrong ones, and none. */
final class RandomPieces {

    private static final int MOST_MARKS = 6;

    private RandomPieces() {}

    static PieceBuffer of(Random random) {
        if (random.nextInt(4) == 0) {
            return SampleRows.of(random, random.nextInt(60));
        }
        byte[] content = content(random);
        int marksPerRow = random.nextInt(MOST_MARKS);
        RowLayout layout = RowLayout.ofMarks(marksPerRow);
        for (int mark = 0; mark < marksPerRow; mark++) {
            layout = random.nextBoolean() ? layout.withTextAfter(mark) : layout;
        }
        PieceBuffer pieces = new PieceBuffer(layout, random.nextInt(64));
        pieces.append(content);
        int style = random.nextInt(4);
        for (int row = random.nextInt(1 + content.length / 8); row > 0; row--) {
            int[] marks = pieces.marks();
            for (int mark = 0; mark < marksPerRow; mark++) {
                marks[pieces.markCount() + mark] = mark(random, style, pieces.markCount() + mark, content.length);
            }
            pieces.endRow(content.length);
        }
        return pieces;
    }

    /** Ascending by about eight bytes; anywhere within; a little outside; or anything at all. */
    private static int mark(Random random, int style, int index, int length) {
        return switch (style) {
            case 0 -> Math.min(length, 8 * index + random.nextInt(3));
            case 1 -> random.nextInt(length + 1);
            case 2 -> random.nextInt(-20, length + 20);
            default -> random.nextInt(8) == 0 ? Integer.MIN_VALUE : random.nextInt();
        };
    }

    private static byte[] content(Random random) {
        int length = 1 << random.nextInt(random.nextInt(20) == 0 ? 18 : 12);
        byte[] content = new byte[random.nextInt(length + 1)];
        int alphabet = 1 << random.nextInt(9);
        int at = 0;
        while (at < content.length) {
            int part = Math.min(content.length - at, 1 + random.nextInt(600));
            if (at > 0 && random.nextInt(3) > 0) {
                int from = Math.max(0, at - 1 - random.nextInt(random.nextBoolean() ? 16 : 40_000));
                for (int i = 0; i < part; i++) {
                    content[at + i] = content[from + i];
                }
            } else {
                for (int i = 0; i < part; i++) {
                    content[at + i] = (byte) random.nextInt(alphabet);
                }
            }
            at += part;
        }
        return content;
    }
}

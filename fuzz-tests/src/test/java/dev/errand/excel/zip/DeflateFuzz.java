package dev.errand.excel.zip;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Two batches of whatever bytes with whatever marks come back by the JDK's zlib as they were. */
public final class DeflateFuzz {

    private static final int MOST_MARKS = 5;
    private static final int MOST_ROWS = 40;
    private static final int LONGEST_RUN = 600;

    private DeflateFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) throws DataFormatException {
        RepeatSearch search = data.pickValue(RepeatSearch.values());
        try (BatchDeflater deflater = new RowBatchDeflater(search)) {
            DeflatedBatch result = new DeflatedBatch();
            for (int batch = 0; batch < 2; batch++) {
                PieceBuffer pieces = pieces(data);
                deflater.deflate(pieces, result);
                byte[] content = Arrays.copyOf(pieces.array(), pieces.length());
                if (!Arrays.equals(content, inflated(result))) {
                    throw new AssertionError("other bytes come back");
                }
            }
        }
    }

    private static PieceBuffer pieces(FuzzedDataProvider data) {
        int marks = data.consumeInt(0, MOST_MARKS);
        RowLayout layout = RowLayout.ofMarks(marks);
        for (int mark = 0; mark < marks; mark++) {
            layout = data.consumeBoolean() ? layout.withTextAfter(mark) : layout;
        }
        PieceBuffer pieces = new PieceBuffer(layout, 0);
        for (int rows = data.consumeInt(0, MOST_ROWS); rows > 0; rows--) {
            int start = pieces.length();
            byte[] row = data.consumeBytes(data.consumeInt(0, 40));
            for (int times = data.consumeBoolean() ? data.consumeInt(1, LONGEST_RUN) : 1; times > 0; times--) {
                pieces.append(row);
            }
            int[] places = pieces.marks();
            for (int mark = 0; mark < marks; mark++) {
                int anywhere = data.consumeBoolean() ? data.consumeInt() : start;
                places[pieces.markCount() + mark] =
                        data.consumeBoolean() ? anywhere : start + data.consumeInt(0, row.length);
            }
            pieces.endRow(pieces.length());
        }
        return pieces;
    }

    private static byte[] inflated(DeflatedBatch batch) throws DataFormatException {
        ByteArrayOutputStream closed = new ByteArrayOutputStream();
        closed.write(batch.array(), 0, batch.length());
        closed.writeBytes(StoredBlocks.finalBlock());
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(closed.toByteArray());
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            byte[] part = new byte[1 << 14];
            while (!inflater.finished()) {
                int length = inflater.inflate(part);
                if (length == 0 && !inflater.finished()) {
                    throw new AssertionError("the stream ends too early");
                }
                content.write(part, 0, length);
            }
            return content.toByteArray();
        } finally {
            inflater.end();
        }
    }
}

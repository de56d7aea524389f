package dev.errand.excel.zip;

import dev.errand.InvalidInputException;
import java.util.zip.Deflater;

/**
 * Compresses by the zlib of the JDK, which makes nothing of marks: the reference, and quicker than a
 * {@link RowBatchDeflater} that is not compiled yet.
 */
public final class ZlibBatchDeflater implements BatchDeflater {

    private static final int LEAST_ROOM = 64;
    private static final int USUAL_RATIO = 4;

    private final Deflater deflater;

    /**
     * A deflater of a level.
     *
     * @param level from 1 (quickest) to 9 (smallest)
     * @throws InvalidInputException if there is no such level
     */
    public ZlibBatchDeflater(int level) {
        if (level < Deflater.BEST_SPEED || level > Deflater.BEST_COMPRESSION) {
            throw new InvalidInputException("level", level, "be from 1 to 9");
        }
        deflater = new Deflater(level, true);
    }

    @Override
    public void deflate(PieceBuffer pieces, DeflatedBatch result) {
        deflater.reset();
        deflater.setInput(pieces.array(), 0, pieces.length());
        byte[] output = result.room(pieces.length() / USUAL_RATIO + LEAST_ROOM);
        int written = 0;
        while (pieces.length() > 0) { // nothing at all becomes of nothing
            written += deflater.deflate(output, written, output.length - written, Deflater.SYNC_FLUSH);
            if (written < output.length) {
                break;
            }
            output = result.room(output.length * 2);
        }
        result.filled(written, pieces);
    }

    @Override
    public void close() {
        deflater.end();
    }
}

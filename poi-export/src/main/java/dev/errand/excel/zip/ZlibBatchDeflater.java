package dev.errand.excel.zip;

import dev.errand.InvalidInputException;

/** Compresses by zlib: the reference, and quicker than {@link RowBatchDeflater} while that one is not compiled yet. */
public final class ZlibBatchDeflater implements BatchDeflater {

    /**
     * A deflater of a level.
     *
     * @param level from 1 (quickest) to 9 (smallest)
     * @throws InvalidInputException if there is no such level
     */
    public ZlibBatchDeflater(int level) {
        if (level < 1 || level > 9) {
            throw new InvalidInputException("level", level, "be from 1 to 9");
        }
    }

    @Override
    public void deflate(PieceBuffer pieces, DeflatedBatch result) {
        throw new UnsupportedOperationException("interface only");
    }

    @Override
    public void close() {}
}

package dev.errand.excel.zip;

/** Compresses rows by what is known of them: their fixed pieces are matched with those of the row before. */
public final class RowBatchDeflater implements BatchDeflater {

    /**
     * A deflater.
     *
     * @param search where to look for repeats
     */
    public RowBatchDeflater(RepeatSearch search) {}

    @Override
    public void deflate(PieceBuffer pieces, DeflatedBatch result) {
        throw new UnsupportedOperationException("interface only");
    }

    /** Does nothing: all is on the heap. */
    @Override
    public void close() {}
}

package dev.errand.excel.zip;

/**
 * Compresses batches of rows to raw DEFLATE (RFC 1951), each independently of all others.
 *
 * <p>What comes out ends at a byte boundary with an empty stored block, and is not final: the results of several
 * batches, by whichever implementation, put one behind the other and closed by a final block, are one valid stream. The
 * same batch gives the same bytes, whatever was compressed before. For one thread at a time.
 */
public interface BatchDeflater extends AutoCloseable {

    /**
     * Compresses all that is in the buffer.
     *
     * @param pieces what to compress; not changed
     * @param result takes the compressed bytes, their number, the checksum and length of what went in; what it held
     *     before is lost
     */
    void deflate(PieceBuffer pieces, DeflatedBatch result);

    /** Gives back what was taken outside of the heap. */
    @Override
    void close();
}

package dev.errand.excel.zip;

import java.io.IOException;

/** An entry of a {@link ZipPackage} that is put together from batches. For one thread at a time. */
public final class LargeEntry {

    LargeEntry() {}

    /**
     * Appends a compressed batch.
     *
     * @param batch what to append; free again afterwards
     * @throws IOException if the target fails
     */
    public void append(DeflatedBatch batch) throws IOException {
        throw new UnsupportedOperationException("interface only");
    }

    /**
     * Appends bytes as they are.
     *
     * @param content what to append, not compressed
     * @throws IOException if the target fails
     */
    public void appendStored(byte[] content) throws IOException {
        throw new UnsupportedOperationException("interface only");
    }

    /**
     * Replaces the first bytes of the entry; only where {@link ZipPackage#canPatch}.
     *
     * @param head as many bytes as those it was begun with
     * @throws IOException if the target fails
     */
    public void patchHead(byte[] head) throws IOException {
        throw new UnsupportedOperationException("interface only");
    }

    /**
     * Ends the entry: writes its last block, and its sizes and checksum.
     *
     * @throws IOException if the target fails
     */
    public void end() throws IOException {
        throw new UnsupportedOperationException("interface only");
    }
}

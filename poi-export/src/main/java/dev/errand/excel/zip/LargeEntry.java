package dev.errand.excel.zip;

import dev.errand.InvalidInputException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.zip.CRC32;

/**
 * An entry of a {@link ZipPackage} that is put together from batches: first a head that may be replaced later, then
 * batches in order, at last {@link #end}. For one thread at a time; all methods block as long as the target does.
 */
public final class LargeEntry {

    private final ZipPackage owner;
    private final ZipEntryFacts beginning;
    private final ZipTarget target;
    private final long headPosition;
    private final int headLength;
    private int headCrc;
    private int restCrc; // of what follows the head; no bytes have 0
    private long restLength;
    private boolean ended;

    LargeEntry(ZipPackage owner, ZipEntryFacts beginning, byte[] head) throws IOException {
        this.owner = owner;
        this.beginning = beginning;
        this.target = owner.target();
        this.headPosition = target.position();
        this.headLength = head.length;
        this.headCrc = crcOf(head);
        target.writeReplaceable(StoredBlocks.of(head));
    }

    /** Goes on with one that was saved. */
    LargeEntry(ZipPackage owner, DataInput saved) throws IOException {
        this.owner = owner;
        this.target = owner.target();
        this.beginning = ZipEntryFacts.read(saved);
        this.headPosition = saved.readLong();
        this.headLength = saved.readInt();
        this.headCrc = saved.readInt();
        this.restCrc = saved.readInt();
        this.restLength = saved.readLong();
    }

    String name() {
        return beginning.name();
    }

    /**
     * Saves how far it has come, for {@link ZipPackage#reopen}.
     *
     * @param out where to
     * @throws IOException if that fails
     */
    public void save(DataOutput out) throws IOException {
        beginning.save(out);
        out.writeLong(headPosition);
        out.writeInt(headLength);
        out.writeInt(headCrc);
        out.writeInt(restCrc);
        out.writeLong(restLength);
    }

    /**
     * Appends a compressed batch.
     *
     * @param batch what to append; free again afterwards
     * @throws IllegalStateException if the entry has ended
     * @throws IOException if the target fails
     */
    public void append(DeflatedBatch batch) throws IOException {
        append(batch.array(), batch.length(), batch.crc(), batch.rawLength());
    }

    /**
     * Appends bytes as they are.
     *
     * @param content what to append, not compressed
     * @throws IllegalStateException if the entry has ended
     * @throws IOException if the target fails
     */
    public void appendStored(byte[] content) throws IOException {
        byte[] blocks = StoredBlocks.of(content);
        append(blocks, blocks.length, crcOf(content), content.length);
    }

    /** Appends raw DEFLATE that ends at a byte boundary, of bytes with this checksum and length. */
    void append(byte[] deflated, int length, int crc, long rawLength) throws IOException {
        checkOpen();
        target.write(deflated, length);
        restCrc = Crc32Combination.combine(restCrc, crc, rawLength);
        restLength += rawLength;
    }

    /**
     * Replaces the first bytes of the entry, any number of times; only where {@link ZipPackage#canPatch}.
     *
     * @param head as many bytes as those it was begun with
     * @throws InvalidInputException if they are more or less
     * @throws IllegalStateException if the entry has ended, or the target cannot be patched
     * @throws IOException if the target fails
     */
    public void patchHead(byte[] head) throws IOException {
        checkOpen();
        if (head.length != headLength) {
            throw new InvalidInputException("length of the head", head.length, "stay " + headLength);
        }
        target.patch(headPosition, StoredBlocks.of(head));
        headCrc = crcOf(head);
    }

    /**
     * Ends the entry: writes its last block, and its sizes and checksum.
     *
     * @throws IllegalStateException if the entry has ended before
     * @throws IOException if the target fails
     */
    public void end() throws IOException {
        checkOpen();
        ended = true;
        write(StoredBlocks.finalBlock());
        int crc = Crc32Combination.combine(headCrc, restCrc, restLength);
        owner.end(beginning.completed(crc, target.position() - headPosition, headLength + restLength));
    }

    private void checkOpen() {
        if (ended) {
            throw new IllegalStateException("the entry has ended: " + beginning.name());
        }
    }

    private void write(byte[] bytes) throws IOException {
        target.write(bytes, bytes.length);
    }

    private static int crcOf(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}

package dev.errand.excel.zip;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the records of a zip package say about one entry.
 *
 * @param name its path
 * @param completion when its sizes become known
 * @param offset where its local header begins
 * @param crc the CRC-32 of its content
 * @param deflatedLength how many bytes it takes
 * @param rawLength how many bytes its content has
 */
record ZipEntryFacts(String name, Completion completion, long offset, int crc, long deflatedLength, long rawLength) {

    /** When the sizes of an entry become known, and where they stand then. */
    enum Completion {
        /** Before it is written: in its header. */
        AT_ONCE,
        /** At its end: its header is patched. */
        BY_PATCH,
        /** At its end: a descriptor follows. */
        BY_DESCRIPTOR
    }

    private static final int FLAG_DESCRIPTOR = 1 << 3;
    private static final int FLAG_UTF_8 = 1 << 11;

    /** An entry that begins, of which nothing is known yet. */
    static ZipEntryFacts beginning(String name, Completion completion, long offset) {
        return new ZipEntryFacts(name, completion, offset, 0, 0, 0);
    }

    /** The same entry, complete. */
    ZipEntryFacts completed(int crc, long deflatedLength, long rawLength) {
        return new ZipEntryFacts(name, completion, offset, crc, deflatedLength, rawLength);
    }

    static ZipEntryFacts read(DataInput in) throws IOException {
        return new ZipEntryFacts(
                in.readUTF(),
                Completion.valueOf(in.readUTF()),
                in.readLong(),
                in.readInt(),
                in.readLong(),
                in.readLong());
    }

    void save(DataOutput out) throws IOException {
        out.writeUTF(name);
        out.writeUTF(completion.name());
        out.writeLong(offset);
        out.writeInt(crc);
        out.writeLong(deflatedLength);
        out.writeLong(rawLength);
    }

    boolean patched() {
        return completion == Completion.BY_PATCH;
    }

    boolean described() {
        return completion == Completion.BY_DESCRIPTOR;
    }

    boolean hasLargeSize() {
        return deflatedLength >= ZipRecords.LARGEST || rawLength >= ZipRecords.LARGEST;
    }

    short flags() {
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(name);
        return (short) ((described() ? FLAG_DESCRIPTOR : 0) | (ascii ? 0 : FLAG_UTF_8));
    }
}

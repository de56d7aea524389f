package dev.errand.excel.zip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;

/**
 * The records of a zip package, byte by byte (APPNOTE 6.3.10 sections 4.3.7 to 4.3.16 and 4.5.3).
 *
 * <p>The local header of an entry that is patched later has an extra field of 20 bytes: OPC's growth hint 0xA220
 * (ECMA-376 part 2), or the zip64 field, which has the same size, if it turns out to be needed.
 */
final class ZipRecords {

    static final long LARGEST = 0xffffffffL;
    static final int MOST_ENTRIES = 0xffff;

    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int CENTRAL_HEADER = 0x02014b50;
    private static final int ZIP64_END = 0x06064b50;
    private static final int ZIP64_LOCATOR = 0x07064b50;
    private static final int END = 0x06054b50;

    private static final short DEFLATED = 8;
    private static final short VERSION = 20;
    private static final short ZIP64_VERSION = 45;
    private static final short ZIP64_FIELD = 1;
    private static final short GROWTH_HINT = (short) 0xa220;
    private static final short GROWTH_HINT_SIGNATURE = (short) 0xa028;
    private static final short EXTRA_DATA = 16;
    private static final int EXTRA_FIELD = 4 + EXTRA_DATA;
    private static final int ZIP64_END_AFTER_SIZE = 44;

    private final short time;
    private final short date;

    ZipRecords(LocalDateTime at) {
        time = (short) ((at.getHour() << 11) | (at.getMinute() << 5) | (at.getSecond() / 2));
        date = (short) (((at.getYear() - 1980) << 9) | (at.getMonthValue() << 5) | at.getDayOfMonth());
    }

    /** The header before an entry; with sizes of zero while they are not known. */
    byte[] localHeader(ZipEntryFacts entry) {
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        boolean zip64 = entry.patched() && entry.hasLargeSize();
        byte[] bytes = new byte[30 + name.length + (entry.patched() ? EXTRA_FIELD : 0)];
        ByteBuffer record = record(bytes);
        record.putInt(LOCAL_HEADER).putShort(zip64 ? ZIP64_VERSION : VERSION);
        putCommon(record, entry);
        boolean later = entry.described();
        record.putInt(later ? 0 : entry.crc());
        record.putInt(later ? 0 : zip64 ? -1 : (int) entry.deflatedLength());
        record.putInt(later ? 0 : zip64 ? -1 : (int) entry.rawLength());
        record.putShort((short) name.length).putShort((short) (entry.patched() ? EXTRA_FIELD : 0));
        record.put(name);
        if (zip64) {
            record.putShort(ZIP64_FIELD).putShort(EXTRA_DATA);
            record.putLong(entry.rawLength()).putLong(entry.deflatedLength());
        } else if (entry.patched()) {
            record.putShort(GROWTH_HINT).putShort(EXTRA_DATA).putShort(GROWTH_HINT_SIGNATURE);
        }
        return bytes;
    }

    private void putCommon(ByteBuffer record, ZipEntryFacts entry) {
        record.putShort(entry.flags()).putShort(DEFLATED).putShort(time).putShort(date);
    }

    /** What follows an entry whose sizes were not known: 8 bytes for each size if one of them needs it. */
    static byte[] descriptor(ZipEntryFacts entry) {
        boolean zip64 = entry.deflatedLength() > LARGEST || entry.rawLength() > LARGEST; // not at LARGEST itself
        byte[] bytes = new byte[zip64 ? 24 : 16];
        ByteBuffer record = record(bytes);
        record.putInt(DESCRIPTOR).putInt(entry.crc());
        if (zip64) {
            record.putLong(entry.deflatedLength()).putLong(entry.rawLength());
        } else {
            record.putInt((int) entry.deflatedLength()).putInt((int) entry.rawLength());
        }
        return bytes;
    }

    /**
     * The entry in the directory. Its zip64 field has only what does not fit elsewhere; but both sizes as soon as one of
     * them is large, since readers (the JDK's, for one) take the second value for the compressed size.
     */
    byte[] centralHeader(ZipEntryFacts entry) {
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        boolean largeSize = entry.hasLargeSize();
        boolean largeOffset = entry.offset() >= LARGEST;
        int values = (largeSize ? 2 * Long.BYTES : 0) + (largeOffset ? Long.BYTES : 0);
        int extraLength = values == 0 ? 0 : values + 4;
        short version = values == 0 ? VERSION : ZIP64_VERSION;
        byte[] bytes = new byte[46 + name.length + extraLength];
        ByteBuffer record = record(bytes);
        record.putInt(CENTRAL_HEADER).putShort(version).putShort(version);
        putCommon(record, entry);
        record.putInt(entry.crc());
        record.putInt(largeSize ? -1 : (int) entry.deflatedLength());
        record.putInt(largeSize ? -1 : (int) entry.rawLength());
        record.putShort((short) name.length).putShort((short) extraLength);
        record.position(42).putInt(largeOffset ? -1 : (int) entry.offset()).put(name);
        if (values > 0) {
            record.putShort(ZIP64_FIELD).putShort((short) values);
        }
        if (largeSize) {
            record.putLong(entry.rawLength()).putLong(entry.deflatedLength());
        }
        if (largeOffset) {
            record.putLong(entry.offset());
        }
        return bytes;
    }

    /** The end of the package, preceded by that of zip64 if need be. */
    static byte[] end(long entries, long directory, long end) {
        long size = end - directory;
        boolean zip64 = entries >= MOST_ENTRIES || size >= LARGEST || directory >= LARGEST;
        byte[] bytes = new byte[zip64 ? 56 + 20 + 22 : 22];
        ByteBuffer record = record(bytes);
        if (zip64) {
            record.putInt(ZIP64_END).putLong(ZIP64_END_AFTER_SIZE);
            record.putShort(ZIP64_VERSION).putShort(ZIP64_VERSION).putInt(0).putInt(0);
            record.putLong(entries).putLong(entries).putLong(size).putLong(directory);
            record.putInt(ZIP64_LOCATOR).putInt(0).putLong(end).putInt(1);
        }
        short count = (short) Math.min(entries, MOST_ENTRIES);
        record.putInt(END).putInt(0).putShort(count).putShort(count);
        record.putInt((int) Math.min(size, LARGEST)).putInt((int) Math.min(directory, LARGEST));
        return bytes;
    }

    private static ByteBuffer record(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}

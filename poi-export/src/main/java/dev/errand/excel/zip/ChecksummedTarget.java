package dev.errand.excel.zip;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A channel that can seek, with checksums of what was written to it, so that whoever goes on knows whether it is all there.
 *
 * <p>Sections end where bytes begin that are to be replaced: those have a checksum once they are.
 */
final class ChecksummedTarget implements ZipTarget {

    private static final int PIECE = 1 << 16;

    private record Section(long length, int crc) {}

    private final ZipTarget target;
    private final Map<Long, Section> sections = new TreeMap<>();
    private final CRC32 crc = new CRC32();
    private long sectionStart;

    /** A channel to be written to from its beginning on. */
    ChecksummedTarget(SeekableByteChannel channel) throws IOException {
        channel.position(0);
        this.target = new ChannelTarget(channel);
    }

    /** A channel to be written to from its end on, after what was saved of it was found to be there. */
    ChecksummedTarget(SeekableByteChannel channel, DataInput saved) throws IOException {
        for (int rest = saved.readInt(); rest > 0; rest--) {
            sections.put(saved.readLong(), new Section(saved.readLong(), saved.readInt()));
        }
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (Map.Entry<Long, Section> section : sections.entrySet()) {
            channel.position(section.getKey());
            check(channel, section.getValue(), piece);
        }
        long end = saved.readLong();
        channel.position(end);
        this.target = new ChannelTarget(channel, end);
        this.sectionStart = end;
    }

    private void check(SeekableByteChannel channel, Section section, ByteBuffer piece) throws IOException {
        for (long rest = section.length; rest > 0; rest -= piece.position()) {
            piece.clear().limit((int) Math.min(piece.capacity(), rest));
            if (channel.read(piece) <= 0) {
                break;
            }
            crc.update(piece.flip());
        }
        if ((int) crc.getValue() != section.crc) {
            throw new StreamCorruptedException("the partial file is damaged before byte " + channel.position());
        }
        crc.reset();
    }

    void save(DataOutput out) throws IOException {
        Map<Long, Section> all = new TreeMap<>(sections);
        if (position() > sectionStart) {
            all.put(sectionStart, section());
        }
        out.writeInt(all.size());
        for (Map.Entry<Long, Section> section : all.entrySet()) {
            out.writeLong(section.getKey());
            out.writeLong(section.getValue().length);
            out.writeInt(section.getValue().crc);
        }
        out.writeLong(position());
    }

    private Section section() {
        return new Section(position() - sectionStart, (int) crc.getValue());
    }

    @Override
    public long position() {
        return target.position();
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
        target.write(bytes, length);
        crc.update(bytes, 0, length);
    }

    @Override
    public void writeReplaceable(byte[] bytes) throws IOException {
        if (position() > sectionStart) {
            sections.put(sectionStart, section());
            crc.reset();
        }
        target.write(bytes, bytes.length);
        sectionStart = position();
    }

    @Override
    public boolean canPatch() {
        return true;
    }

    @Override
    public void patch(long position, byte[] bytes) throws IOException {
        target.patch(position, bytes);
        CRC32 ofBytes = new CRC32();
        ofBytes.update(bytes);
        sections.put(position, new Section(bytes.length, (int) ofBytes.getValue()));
    }
}

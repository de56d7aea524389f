package dev.errand.excel.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A channel that can seek. Large arrays go in slices, since the JDK copies each one outside of the heap first. */
final class ChannelTarget implements ZipTarget {

    private static final int SLICE = 1 << 16;

    private final SeekableByteChannel channel;
    private final long start;
    private long position;

    ChannelTarget(SeekableByteChannel channel) throws IOException {
        this(channel, 0);
    }

    /** A channel to which so many bytes of the package were written before. */
    ChannelTarget(SeekableByteChannel channel, long written) throws IOException {
        this.channel = channel;
        this.start = channel.position() - written;
        this.position = written;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
        for (int from = 0; from < length; from += SLICE) {
            ByteBuffer slice = ByteBuffer.wrap(bytes, from, Math.min(SLICE, length - from));
            while (slice.hasRemaining()) {
                position += channel.write(slice);
            }
        }
    }

    @Override
    public boolean canPatch() {
        return true;
    }

    @Override
    public void patch(long position, byte[] bytes) throws IOException {
        channel.position(start + position);
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        channel.position(start + this.position);
    }
}

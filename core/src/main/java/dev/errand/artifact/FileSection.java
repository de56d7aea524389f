package dev.errand.artifact;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** Reads a part of an open file, neither more nor less, and closes the file. For one thread. */
final class FileSection extends InputStream {

    private final FileChannel file;
    private final long end;
    private long position;

    FileSection(FileChannel file, ByteRange range) {
        this.file = file;
        this.position = range.from();
        this.end = range.from() + range.length();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (position == end) {
            return -1;
        }
        int wanted = (int) Math.min(length, end - position);
        int read = file.read(ByteBuffer.wrap(target, offset, wanted), position);
        if (read < 0) {
            throw new EOFException("the file should go on to byte " + end + ", and ends before byte " + position);
        }
        position += read;
        return read;
    }

    @Override
    public long skip(long bytes) {
        long skipped = Math.clamp(bytes, 0, end - position);
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(end - position, Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

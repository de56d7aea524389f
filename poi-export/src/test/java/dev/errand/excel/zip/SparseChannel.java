package dev.errand.excel.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file in which long runs of zeros are holes, so that one of several gigabytes is written in no time. */
final class SparseChannel implements SeekableByteChannel {

    /** Zeros of which a hole is made. */
    static final byte[] HOLE = new byte[1 << 26];

    private final FileChannel file;

    SparseChannel(Path path) throws IOException {
        file = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
    }

    @Override
    @SuppressWarnings({"ByteBufferBackingArray", "ReferenceEquality"}) // it is the identity that counts
    public int write(ByteBuffer source) throws IOException {
        if (source.array() != HOLE) {
            return file.write(source);
        }
        int length = source.remaining();
        file.position(file.position() + length);
        source.position(source.limit());
        return length;
    }

    @Override
    public int read(ByteBuffer target) {
        throw new UnsupportedOperationException("only written to");
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        return file.position(position);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new UnsupportedOperationException("only written to");
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

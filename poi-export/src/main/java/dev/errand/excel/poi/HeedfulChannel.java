package dev.errand.excel.poi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A file that asks now and then whether to go on, for a library that copies much of it without asking. For one thread; does
 * not close the file.
 */
final class HeedfulChannel extends FileChannel {

    /** Blocks of a container have 512 bytes. */
    private static final int BLOCKS_BETWEEN = 128;

    private final FileChannel file;
    private final Runnable heed;
    private int blocks;

    HeedfulChannel(FileChannel file, Runnable heed) {
        this.file = file;
        this.heed = heed;
    }

    private FileChannel asked() {
        if (++blocks % BLOCKS_BETWEEN == 0) {
            heed.run();
        }
        return file;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return asked().read(target);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return asked().read(targets, offset, length);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return asked().read(target, position);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return asked().write(source);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        return asked().write(sources, offset, length);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        return asked().write(source, position);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return asked().map(mode, position, size);
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return file.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        return file.transferFrom(source, position, count);
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public FileChannel position(long changed) throws IOException {
        file.position(changed);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        file.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        file.force(metaData);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return file.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() {}
}

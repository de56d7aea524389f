package dev.errand.excel.zip;

import java.io.IOException;
import java.io.OutputStream;

/** A stream: what is written is gone. */
final class StreamTarget implements ZipTarget {

    private final OutputStream stream;
    private long position;

    StreamTarget(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
        stream.write(bytes, 0, length);
        position += length;
    }

    @Override
    public boolean canPatch() {
        return false;
    }

    @Override
    public void patch(long position, byte[] bytes) {
        throw new IllegalStateException("a plain stream cannot be patched");
    }
}

package dev.errand.excel;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Looks up whenever something is written, since putting a large package together takes a while, too. */
final class WatchfulOutput extends FilterOutputStream {

    private final Runnable beforeEach;

    WatchfulOutput(OutputStream out, Runnable beforeEach) {
        super(out);
        this.beforeEach = beforeEach;
    }

    @Override
    public void write(int b) throws IOException {
        beforeEach.run();
        out.write(b);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        beforeEach.run();
        out.write(data, offset, length);
    }
}

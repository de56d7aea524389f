package dev.errand.excel;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Looks around whenever something is written, since putting a large package together takes a while, too: for a cancel,
 * and for others who wait for the carrier.
 */
final class ConsiderateOutput extends FilterOutputStream {

    private final Runnable beforeEach;
    private long writes;

    ConsiderateOutput(OutputStream out, Runnable beforeEach) {
        super(out);
        this.beforeEach = beforeEach;
    }

    @Override
    public void write(int b) throws IOException {
        lookAround();
        out.write(b);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        lookAround();
        out.write(data, offset, length);
    }

    private void lookAround() {
        beforeEach.run();
        Carrier.share(++writes);
    }
}

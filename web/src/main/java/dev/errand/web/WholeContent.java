package dev.errand.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Content that says, once, when it was read to its end: what breaks off on its way was not fetched. */
final class WholeContent extends FilterInputStream {

    private final Runnable whenRead;
    private long left;
    private boolean said;

    WholeContent(InputStream content, long length, Runnable whenRead) {
        super(content);
        this.left = length;
        this.whenRead = whenRead;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        passed(value < 0 ? -1 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = in.read(target, offset, length);
        passed(read);
        return read;
    }

    private void passed(int bytes) {
        left -= Math.max(0, bytes);
        if (!said && (left <= 0 || bytes < 0)) {
            said = true;
            whenRead.run();
        }
    }
}

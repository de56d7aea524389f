package dev.errand.excel.file;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream that belongs to somebody else: whoever closes it here only has it flushed. */
public final class LeftOpenStream extends FilterOutputStream {

    /**
     * A stream that stays open.
     *
     * @param out somebody else's
     */
    public LeftOpenStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}

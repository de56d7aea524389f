package dev.errand.excel.file;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Tells how many bytes have passed, before they are written on. */
public final class CountingStream extends FilterOutputStream {

    private final LongConsumer check;
    private long count;

    /**
     * A stream that counts.
     *
     * @param out where the bytes go
     * @param check is told the new count before each piece is written; what it throws ends the writing
     */
    public CountingStream(OutputStream out, LongConsumer check) {
        super(out);
        this.check = check;
    }

    @Override
    public void write(int b) throws IOException {
        check.accept(++count);
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        count += length;
        check.accept(count);
        out.write(bytes, offset, length);
    }
}

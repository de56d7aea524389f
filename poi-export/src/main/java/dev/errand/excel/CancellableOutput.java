package dev.errand.excel;

import dev.errand.TaskContext;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Looks for a cancel whenever something is written, since putting a large package together takes a while, too. */
final class CancellableOutput extends FilterOutputStream {

    private final TaskContext context;

    CancellableOutput(OutputStream out, TaskContext context) {
        super(out);
        this.context = context;
    }

    @Override
    public void write(int b) throws IOException {
        context.checkCancelled();
        out.write(b);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        context.checkCancelled();
        out.write(data, offset, length);
    }
}

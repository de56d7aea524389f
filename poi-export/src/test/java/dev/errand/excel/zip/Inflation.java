package dev.errand.excel.zip;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Raw DEFLATE taken apart again by the JDK's zlib. */
final class Inflation {

    private Inflation() {}

    /** What a batch stands for: its bytes, closed by a final block. */
    static byte[] of(DeflatedBatch batch) {
        return of(Arrays.copyOf(batch.array(), batch.length()));
    }

    /** What the bytes stand for, closed by a final block. */
    static byte[] of(byte[] deflated) {
        ByteArrayOutputStream closed = new ByteArrayOutputStream();
        closed.writeBytes(deflated);
        closed.writeBytes(StoredBlocks.finalBlock());
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(closed.toByteArray());
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            byte[] part = new byte[1 << 16];
            while (!inflater.finished()) {
                int length = inflater.inflate(part);
                if (length == 0 && !inflater.finished()) {
                    throw new AssertionError("the stream ends too early");
                }
                content.write(part, 0, length);
            }
            if (inflater.getRemaining() > 0) {
                throw new AssertionError("the stream ended before its final block");
            }
            return content.toByteArray();
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        } finally {
            inflater.end();
        }
    }
}

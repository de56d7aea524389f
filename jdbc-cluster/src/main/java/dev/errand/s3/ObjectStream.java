package dev.errand.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/** Reads what a server sends of an object, neither more nor less, and does not wait for the rest. For one thread. */
final class ObjectStream extends InputStream {

    private final ResponseInputStream<?> response;
    private long left;

    ObjectStream(ResponseInputStream<?> response, long length) {
        this.response = response;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int read = received(target, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the connection ended " + left + " bytes before the file");
        }
        left -= read;
        return read;
    }

    private int received(byte[] target, int offset, int length) throws IOException {
        try {
            return response.read(target, offset, length);
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public int available() throws IOException {
        return Math.clamp(left, 0, response.available());
    }

    /** A connection that is closed is first read to its end, to be used again; one that is aborted is not. */
    @Override
    public void close() throws IOException {
        if (left > 0) {
            response.abort();
        } else {
            response.close();
        }
    }
}

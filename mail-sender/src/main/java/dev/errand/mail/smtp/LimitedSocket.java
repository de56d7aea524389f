package dev.errand.mail.smtp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.eclipse.angus.mail.util.WriteTimeoutSocket;

/**
 * A socket that limits how long a write may take, and how long one waits for something to be complete: a server that says a
 * byte now and then never exceeds the limit of a single read. For one thread.
 */
final class LimitedSocket extends WriteTimeoutSocket {

    private long began = System.nanoTime();
    private long limitNanos = Long.MAX_VALUE;

    LimitedSocket(Socket socket, Duration writeLimit) throws IOException {
        super(socket, Math.toIntExact(writeLimit.toMillis()));
    }

    /** How long all reads together may take, from now on. */
    void limit(Duration time) {
        began = System.nanoTime();
        limitNanos = time.toNanos();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Limited(super.getInputStream());
    }

    private final class Limited extends FilterInputStream {

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            check();
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            check();
            return super.read(bytes, offset, length);
        }

        private void check() throws SocketTimeoutException {
            if (System.nanoTime() - began > limitNanos) {
                throw new SocketTimeoutException("what the server says does not come to an end");
            }
        }
    }
}

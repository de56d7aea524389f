package dev.errand.mail.smtp;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.eclipse.angus.mail.util.WriteTimeoutSocket;

/**
 * A socket that limits how long a write may take, and how long one waits for something to be complete: a server that says a
 * byte now and then never exceeds the limit of a single read. For one thread.
 *
 * <p>It is a {@link WriteTimeoutSocket} for all that this hands on to another socket, but for its limit, which starts a timer
 * for each write.
 */
final class LimitedSocket extends WriteTimeoutSocket {

    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final Socket socket;
    private final Duration writeLimit;
    private final Deadline deadline;

    LimitedSocket(Socket socket, SmtpServer.Timeouts timeouts) throws IOException {
        super(socket, Math.toIntExact(timeouts.write().toMillis()));
        this.socket = socket;
        this.writeLimit = timeouts.write();
        this.deadline = new Deadline(socket, shorter(PERIOD, shorter(timeouts.reply(), timeouts.write())));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** How long all reads together may take, from now on. */
    void limit(Duration time) {
        deadline.start(time);
    }

    /** What was waited for is there. */
    void endLimit() {
        deadline.clear();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Limited(socket.getInputStream());
    }

    @Override
    public synchronized OutputStream getOutputStream() throws IOException {
        return new LimitedOut(socket.getOutputStream());
    }

    @Override
    public void close() throws IOException {
        deadline.clear();
        super.close();
    }

    /** Says why the socket was closed, if it was not us. */
    private IOException explained(IOException broken) {
        if (!deadline.isOver()) {
            return broken;
        }
        SocketTimeoutException late = new SocketTimeoutException("the server takes too long");
        late.initCause(broken);
        return late;
    }

    private final class Limited extends FilterInputStream {

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException broken) {
                throw explained(broken);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException broken) {
                throw explained(broken);
            }
        }
    }

    private final class LimitedOut extends FilterOutputStream {

        LimitedOut(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            long reply = deadline.startSooner(writeLimit);
            try {
                out.write(bytes, offset, length);
            } catch (IOException broken) {
                throw explained(broken);
            }
            deadline.set(reply);
        }
    }
}

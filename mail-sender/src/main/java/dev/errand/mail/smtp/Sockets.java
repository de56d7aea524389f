package dev.errand.mail.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Objects;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where one connection gets its socket from, which Angus would keep to itself. What is written leaves at once (TCP_NODELAY): a
 * message that waits for the acknowledgement of its commands waits 40 ms.
 */
final class Sockets {

    /** Greeting, EHLO and the login may take as long as that many replies. */
    private static final int REPLIES_OF_OPENING = 3;

    private final SmtpServer.Timeouts timeouts;
    private @Nullable LimitedSocket plain;
    private @Nullable Socket last;

    /** For a connection that does not stand yet. */
    Sockets(SmtpServer.Timeouts timeouts) {
        this.timeouts = timeouts;
    }

    /** The socket of the connection, with the encryption that was agreed on. */
    Socket socket() {
        return Objects.requireNonNull(last, "not connected");
    }

    /** From now on, it is we who wait, and no longer for each single read. */
    void opened() throws SocketException {
        known().setSoTimeout(0);
        known().endLimit();
    }

    /** From now on, the next reply must be complete in time. */
    void awaitReply() {
        known().limit(timeouts.reply());
    }

    /** From now on, the reply to the end of a message must be complete in time. */
    void awaitReplyToEnd() {
        known().limit(timeouts.end());
    }

    /** The reply is complete. */
    void endReply() {
        known().endLimit();
    }

    private LimitedSocket known() {
        return Objects.requireNonNull(plain, "not connected");
    }

    private LimitedSocket limited(Socket socket) throws IOException {
        LimitedSocket limited = new LimitedSocket(socket, timeouts);
        limited.setTcpNoDelay(true);
        limited.limit(timeouts.connect().plus(timeouts.reply().multipliedBy(REPLIES_OF_OPENING)));
        plain = limited;
        last = limited;
        return limited;
    }

    SocketFactory plain() {
        return new Plain();
    }

    /** Encrypts with another factory's sockets. */
    SSLSocketFactory encrypted(SSLSocketFactory by) {
        return new Encrypted(by);
    }

    private final class Plain extends SocketFactory {

        @Override
        public Socket createSocket() throws IOException {
            return limited(new Socket());
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("sockets are connected later");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int localPort) {
            throw new UnsupportedOperationException("sockets are connected later");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("sockets are connected later");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int localPort) {
            throw new UnsupportedOperationException("sockets are connected later");
        }
    }

    private final class Encrypted extends SSLSocketFactory {

        private final SSLSocketFactory by;

        Encrypted(SSLSocketFactory by) {
            this.by = by;
        }

        @Override
        public Socket createSocket(Socket under, String host, int port, boolean autoClose) throws IOException {
            Socket limited = under instanceof LimitedSocket ? under : limited(under);
            last = by.createSocket(limited, host, port, autoClose);
            return last;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("encryption is put on a connection");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int localPort) {
            throw new UnsupportedOperationException("encryption is put on a connection");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("encryption is put on a connection");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int localPort) {
            throw new UnsupportedOperationException("encryption is put on a connection");
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return by.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return by.getSupportedCipherSuites();
        }
    }
}

package dev.errand.samples.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.subethamail.smtp.helper.SimpleMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/**
 * A mail server in this process, which speaks real SMTP and keeps what it takes in an mbox file (RFC 4155), for any
 * mail program to open. It does not know the mailboxes of one domain, unless somebody has them opened.
 */
public final class MailServer implements SimpleMessageListener, AutoCloseable {

    /** The domain whose mailboxes are gone. */
    public static final String CLOSED_DOMAIN = "closed.example";

    private static final byte[] SEPARATOR = "From claims@example.org Sun Nov 22 12:00:00 2026\n".getBytes(US_ASCII);
    private static final byte[] FROM = "From ".getBytes(US_ASCII);

    private final ReentrantLock lock = new ReentrantLock();
    private final OutputStream mailbox;
    private final SMTPServer server;
    private volatile boolean knowsAllMailboxes;

    /**
     * Starts on any free port of this machine, for this machine only.
     *
     * @param file where to keep what it takes; replaced
     * @throws IOException if the file cannot be written
     */
    public MailServer(Path file) throws IOException {
        mailbox = new BufferedOutputStream(Files.newOutputStream(file));
        server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .simpleMessageListener(this)
                .executorService(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        server.start();
    }

    /**
     * Where it listens.
     *
     * @return a port of localhost
     */
    public int port() {
        return server.getPortAllocated();
    }

    /** From now on, the mailboxes of the closed domain take mail. */
    public void openAllMailboxes() {
        knowsAllMailboxes = true;
    }

    @Override
    public boolean accept(String from, String recipient) {
        return knowsAllMailboxes || !recipient.endsWith("@" + CLOSED_DOMAIN);
    }

    @Override
    public void deliver(String from, String recipient, InputStream data) throws IOException {
        byte[] message = data.readAllBytes();
        lock.lock();
        try {
            mailbox.write(SEPARATOR);
            writeQuoted(message);
            mailbox.write('\n');
        } finally {
            lock.unlock();
        }
    }

    /** Lines that look like the separator get a sign before them; line ends are those of Unix. */
    private void writeQuoted(byte[] message) throws IOException {
        boolean lineStart = true;
        for (int i = 0; i < message.length; i++) {
            if (lineStart && startsWithFrom(message, i)) {
                mailbox.write('>');
            }
            if (message[i] != '\r') {
                mailbox.write(message[i]);
            }
            lineStart = message[i] == '\n';
        }
        if (!lineStart) {
            mailbox.write('\n');
        }
    }

    private static boolean startsWithFrom(byte[] message, int at) {
        for (int i = 0; i < FROM.length; i++) {
            if (at + i >= message.length || message[at + i] != FROM[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        server.stop();
        mailbox.close();
    }
}

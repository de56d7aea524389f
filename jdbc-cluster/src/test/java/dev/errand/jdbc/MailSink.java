package dev.errand.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A mail server that takes everything and throws it away, with PIPELINING and CHUNKING. It remembers to which members there was a
 * message, who are {@code m0@example.org} and so on, and how many there were.
 */
final class MailSink implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final BitSet members = new BitSet();
    private int messages;

    MailSink() throws IOException {
        Thread.ofPlatform().daemon().start(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    synchronized int messages() {
        return messages;
    }

    /** How many different members have got one. */
    synchronized int members() {
        return members.cardinality();
    }

    private synchronized void note(int member) {
        messages++;
        members.set(member);
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 65_536);
            OutputStream out = socket.getOutputStream();
            say(out, "220 sink");
            int member = 0;
            while (true) {
                String line = line(in);
                String[] words = line.split("[ :]", 3);
                switch (words[0].toUpperCase(Locale.ROOT)) {
                    case "EHLO" -> say(out, "250-sink", "250-PIPELINING", "250 CHUNKING");
                    case "RCPT" -> {
                        member = Integer.parseInt(line, line.indexOf('<') + 2, line.indexOf('@'), 10);
                        say(out, "250 ok");
                    }
                    case "BDAT" -> {
                        in.skipNBytes(Long.parseLong(words[1]));
                        note(member);
                        say(out, "250 taken");
                    }
                    case "DATA" -> {
                        say(out, "354 go ahead");
                        skipToDot(in);
                        note(member);
                        say(out, "250 taken");
                    }
                    default -> say(out, "250 ok");
                }
            }
        } catch (IOException broken) {
            // the client has gone
        }
    }

    private static void skipToDot(InputStream in) throws IOException {
        String line = line(in);
        while (!line.equals(".")) {
            line = line(in);
        }
    }

    /** Without its end. */
    private static String line(InputStream in) throws IOException {
        byte[] line = new byte[1_000];
        int length = 0;
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the client has gone");
            }
            line[length++] = (byte) b;
        }
        return new String(line, 0, Math.max(0, length - 1), ISO_8859_1);
    }

    private static void say(OutputStream out, String... lines) throws IOException {
        out.write((String.join("\r\n", lines) + "\r\n").getBytes(ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

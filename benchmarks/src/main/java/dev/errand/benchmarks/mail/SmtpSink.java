package dev.errand.benchmarks.mail;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A mail server that takes everything and keeps nothing, as a process of its own. At the end of a delay line, if it has one:
 * what arrives is seen after a while, so that what was sent together waits together.
 *
 * <p>It has a platform thread for each connection, which computes half as much for a message as a virtual one: it shares two
 * cores with those who are measured.
 */
final class SmtpSink {

    /** What arrived, and when it is seen; nothing at the end. */
    private static final class Chunk {

        private final long due;
        private final byte[] bytes;

        Chunk(long due, byte[] bytes) {
            this.due = due;
            this.bytes = bytes;
        }
    }

    private static final int BUFFER = 65_536;
    private static final byte[] END = {};

    private SmtpSink() {}

    /**
     * Listens on a port for each argument, such as {@code 20:CHUNKING} for a delay of 20 ms; prints the ports on one line. Ends
     * with its parent's input.
     */
    public static void main(String... arguments) throws IOException {
        for (String argument : arguments) {
            int colon = argument.indexOf(':');
            Duration delay = Duration.ofMillis(Long.parseLong(argument.substring(0, colon)));
            String offers = argument.substring(colon + 1);
            ServerSocket listener = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
            System.out.print(listener.getLocalPort() + " ");
            Thread.ofPlatform().daemon().start(() -> acceptAll(listener, delay, offers));
        }
        System.out.println();
        while (System.in.read() >= 0) {
            // until the comparison has gone
        }
    }

    private static void acceptAll(ServerSocket listener, Duration delay, String offers) {
        while (true) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                Thread.ofPlatform().daemon().start(() -> serve(socket, delay, offers));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Socket socket, Duration delay, String offers) {
        try (socket) {
            SinkSession session = new SinkSession(socket.getOutputStream(), offers);
            session.greet();
            if (delay.isZero()) {
                readAll(socket.getInputStream(), session);
            } else {
                BlockingQueue<Chunk> line = new LinkedBlockingQueue<>();
                Thread.ofPlatform().daemon().start(() -> fill(line, socket, delay));
                drain(line, session);
            }
        } catch (IOException broken) {
            // the client has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void readAll(InputStream in, SinkSession session) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0 && session.isOpen(); read = in.read(buffer)) {
            session.take(buffer, read);
            session.flush();
        }
    }

    private static void fill(BlockingQueue<Chunk> line, Socket socket, Duration delay) {
        try {
            byte[] buffer = new byte[BUFFER];
            InputStream in = socket.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                line.add(new Chunk(System.nanoTime() + delay.toNanos(), Arrays.copyOf(buffer, read)));
            }
        } catch (IOException broken) {
            // the client has gone
        } finally {
            line.add(new Chunk(System.nanoTime(), END));
        }
    }

    private static void drain(BlockingQueue<Chunk> line, SinkSession session) throws IOException, InterruptedException {
        for (Chunk chunk = line.take(); chunk.bytes.length > 0 && session.isOpen(); chunk = line.take()) {
            TimeUnit.NANOSECONDS.sleep(chunk.due - System.nanoTime());
            session.take(chunk.bytes, chunk.bytes.length);
            session.flush();
        }
    }
}

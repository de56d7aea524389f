package dev.errand.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that takes everything and keeps nothing, as a process of its own so that it does not share the client's
 * heap. It answers one command at a time, as a server without PIPELINING does.
 */
final class SmtpSink {

    private static final int LONGEST_LINE = 4_096;

    private SmtpSink() {}

    /** Listens, and prints its port. Ends with its parent's input. */
    public static void main(String... arguments) throws IOException {
        ServerSocket listener = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
        System.out.println(listener.getLocalPort());
        Thread.startVirtualThread(() -> acceptAll(listener));
        while (System.in.read() >= 0) {
            // until the benchmark has gone
        }
    }

    private static void acceptAll(ServerSocket listener) {
        while (true) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
            OutputStream out = socket.getOutputStream();
            say(out, "220 sink");
            for (String command = line(in); command != null && !command.startsWith("QUIT"); command = line(in)) {
                if (command.startsWith("DATA")) {
                    say(out, "354 go ahead");
                    skipMessage(in);
                }
                say(out, "250 ok");
            }
        } catch (IOException broken) {
            // the client has gone
        }
    }

    private static void skipMessage(InputStream in) throws IOException {
        String line = line(in);
        while (line != null && !line.equals(".")) {
            line = line(in);
        }
    }

    private static @Nullable String line(InputStream in) throws IOException {
        byte[] line = new byte[LONGEST_LINE];
        int length = 0;
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (b != '\r' && length < LONGEST_LINE) {
                line[length++] = (byte) b;
            }
        }
        return new String(line, 0, Math.min(length, 80), US_ASCII).toUpperCase(Locale.ROOT);
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(US_ASCII));
    }
}

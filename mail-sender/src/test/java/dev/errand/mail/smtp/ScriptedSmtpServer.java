package dev.errand.mail.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A mail server that says what the test tells it to: to a command, to the connection ({@code CONNECT}) or to the end of a
 * message ({@code .}). {@code DROP} closes the connection without a word; {@code HANG} says nothing at all.
 */
final class ScriptedSmtpServer implements AutoCloseable {

    static final String DROP = "DROP";
    static final String HANG = "HANG";

    /** Behind a reply: the server then closes the connection. */
    static final String THEN_CLOSE = " (closing)";

    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();

    private final ServerSocket listener;
    private final Map<String, String> script = new ConcurrentHashMap<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    private final Optional<SSLSocketFactory> startTls;

    ScriptedSmtpServer() throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), Optional.empty());
    }

    private ScriptedSmtpServer(ServerSocket listener, Optional<SSLSocketFactory> startTls) {
        this.listener = listener;
        this.startTls = startTls;
        Thread.startVirtualThread(this::acceptAll);
    }

    /** A server that encrypts, and knows a user. */
    static ScriptedSmtpServer secured(TestCertificate certificate, SmtpTls mode) throws IOException {
        ServerSocket listener = mode == SmtpTls.IMPLICIT
                ? certificate.serverSockets().createServerSocket(0, 50, InetAddress.getLoopbackAddress())
                : new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return new ScriptedSmtpServer(
                        listener, mode == SmtpTls.STARTTLS ? Optional.of(certificate.sockets()) : Optional.empty())
                .reply(
                        "EHLO",
                        "250-scripted\r\n" + (mode == SmtpTls.STARTTLS ? "250-STARTTLS\r\n" : "") + "250 AUTH LOGIN");
    }

    /** What to say to a command from now on. */
    ScriptedSmtpServer reply(String command, String reply) {
        script.put(command, reply);
        return this;
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (say(socket.getOutputStream(), "CONNECT", "220 scripted ESMTP")) {
                converse(socket);
            }
        } catch (IOException broken) {
            // the client has gone
        }
    }

    private void converse(Socket socket) throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            OutputStream out = socket.getOutputStream();
            boolean open = true;
            while (open) {
                String line = in.readLine();
                if (line == null) {
                    return;
                }
                commands.add(line);
                String verb = line.replaceAll("[ :].*", "").toUpperCase(Locale.ROOT);
                open = switch (verb) {
                    case "EHLO" -> say(out, verb, "250-scripted\r\n250 8BITMIME");
                    case "DATA" -> say(out, verb, "354 go ahead") && (refused(verb) || takeMessage(in, out));
                    case "QUIT" -> false;
                    case "STARTTLS" -> say(out, verb, "220 go ahead") && upgrade(socket);
                    case "AUTH" -> say(out, verb, "334 VXNlcm5hbWU6") && (refused(verb) || takeLogin(in, out));
                    default -> say(out, verb, "250 ok");
                };
            }
        }
    }

    private boolean refused(String verb) {
        return Optional.ofNullable(script.get(verb))
                .filter(reply -> !reply.startsWith("3"))
                .isPresent();
    }

    private boolean takeMessage(BufferedReader in, OutputStream out) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            message.append(line).append('\n');
        }
        messages.add(message.toString());
        return say(out, ".", "250 taken");
    }

    /** Goes on over TLS, and then has nothing more to say here. */
    private boolean upgrade(Socket plain) throws IOException {
        try (Socket secure = startTls.orElseThrow().createSocket(plain, null, plain.getPort(), false)) {
            ((SSLSocket) secure).setUseClientMode(false);
            converse(secure);
        }
        return false;
    }

    private static boolean takeLogin(BufferedReader in, OutputStream out) throws IOException {
        in.readLine();
        out.write("334 UGFzc3dvcmQ6\r\n".getBytes(US_ASCII));
        in.readLine();
        out.write("235 welcome\r\n".getBytes(US_ASCII));
        return true;
    }

    private boolean say(OutputStream out, String command, String otherwise) throws IOException {
        String reply = script.getOrDefault(command, otherwise);
        if (reply.equals(HANG)) {
            hang();
            return false;
        }
        if (reply.equals(DROP)) {
            return false;
        }
        out.write((reply + "\r\n").getBytes(US_ASCII));
        out.flush();
        return !reply.startsWith("421") && !reply.endsWith(THEN_CLOSE);
    }

    private void hang() {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}

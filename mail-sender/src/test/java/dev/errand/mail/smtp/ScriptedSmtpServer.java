package dev.errand.mail.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that says what the test tells it to: to a command, to the connection ({@code CONNECT}) or to the end of a
 * message ({@code .}). {@code DROP} closes the connection without a word, {@code RESET} rudely, {@code HALF} within one;
 * {@code HANG} says nothing at all, {@code ENDLESS} and {@code TRICKLE} never come to an end.
 */
final class ScriptedSmtpServer implements AutoCloseable {

    static final String DROP = "DROP";
    static final String HANG = "HANG";
    static final String RESET = "RESET";
    static final String HALF = "HALF";
    static final String ENDLESS = "ENDLESS";
    static final String TRICKLE = "TRICKLE";

    /** Behind a reply: the server then closes the connection. */
    static final String THEN_CLOSE = " (closing)";

    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger bareLineBreaks = new AtomicInteger();

    private final ServerSocket listener;
    private final Map<String, String> script = new ConcurrentHashMap<>();
    private final Map<String, Queue<String>> turns = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicBoolean resets = new AtomicBoolean();
    private volatile boolean takesDataForNobody;

    private final Optional<SSLSocketFactory> startTls;
    private final Thread acceptor;

    ScriptedSmtpServer() throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), Optional.empty());
    }

    private ScriptedSmtpServer(ServerSocket listener, Optional<SSLSocketFactory> startTls) {
        this.listener = listener;
        this.startTls = startTls;
        this.acceptor = Thread.startVirtualThread(this::acceptAll);
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

    /**
     * What to say to a command the next times, each once; then what was said without this. For one recipient, the command is
     * such as {@code RCPT ana@example.org}.
     */
    ScriptedSmtpServer inTurn(String command, String... replies) {
        turns.computeIfAbsent(command, key -> new ConcurrentLinkedQueue<>()).addAll(List.of(replies));
        return this;
    }

    /** What saves round trips, and is announced from now on: such as {@code PIPELINING}. */
    ScriptedSmtpServer offering(String... extensions) {
        return reply(
                "EHLO",
                "250-scripted\r\n" + "250-%s\r\n".repeat(extensions.length).formatted((Object[]) extensions)
                        + "250 8BITMIME");
    }

    /** Says nothing to a command until the gate opens. */
    ScriptedSmtpServer waitingAt(String command, CountDownLatch gate) {
        gates.put(command, gate);
        return this;
    }

    /** Wants a message although there is nobody to give it to, as RFC 2920, section 3.1, has it. */
    ScriptedSmtpServer takingDataForNobody() {
        takesDataForNobody = true;
        return this;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Nobody is let in afterwards, also not who is at the door. */
    @Override
    public void close() throws IOException {
        end.countDown();
        listener.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
            if (resets.get()) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException broken) {
            // the client has gone
        }
    }

    private void converse(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        Envelope envelope = new Envelope();
        boolean open = true;
        while (open) {
            String line = line(in);
            if (line == null) {
                return;
            }
            commands.add(line);
            String verb = line.replaceAll("[ :].*", "").toUpperCase(Locale.ROOT);
            delayed(verb);
            open = switch (verb) {
                case "EHLO" -> say(out, verb, "250-scripted\r\n250 8BITMIME");
                case "DATA" -> takeData(in, out, envelope);
                case "BDAT" -> takeChunk(line, in, out, envelope);
                case "QUIT" -> false;
                case "STARTTLS" -> say(out, verb, "220 go ahead") && upgrade(socket);
                case "AUTH" -> say(out, verb, "334 VXNlcm5hbWU6") && (refused(verb) || takeLogin(in, out));
                case "RCPT" -> {
                    String command = scriptedFor(line);
                    yield say(out, command, envelope.replyTo(verb, !refused(command)));
                }
                default -> say(out, verb, envelope.replyTo(verb, !refused(verb)));
            };
        }
    }

    /** What a server knows of a message that has begun: it takes none without a recipient, nor two at the same time. */
    private static final class Envelope {

        private boolean begun;
        private boolean addressed;

        String replyTo(String verb, boolean accepts) {
            boolean inOrder = verb.equals("MAIL") ? !begun : !verb.equals("RCPT") || begun;
            if (!inOrder) {
                return "503 5.5.1 not now";
            }
            switch (verb) {
                case "MAIL" -> begun = accepts;
                case "RCPT" -> addressed = accepts;
                case "RSET" -> end();
                default -> {
                    // says nothing about a message
                }
            }
            return "250 ok";
        }

        void end() {
            begun = false;
            addressed = false;
        }
    }

    /** {@code RCPT ana@example.org} if there is something to say to that, {@code RCPT} otherwise. */
    private String scriptedFor(String line) {
        String command = "RCPT " + line.replaceAll("^[^<]*<|>.*$", "");
        return script.containsKey(command)
                        || !turns.getOrDefault(command, new ConcurrentLinkedQueue<>())
                                .isEmpty()
                ? command
                : "RCPT";
    }

    private @Nullable String next(String command) {
        String inTurn =
                turns.getOrDefault(command, new ConcurrentLinkedQueue<>()).peek();
        return inTurn == null ? script.get(command) : inTurn;
    }

    private boolean refused(String verb) {
        return Optional.ofNullable(next(verb))
                .filter(reply -> !reply.startsWith("3") && !reply.startsWith("2"))
                .isPresent();
    }

    private void delayed(String verb) {
        CountDownLatch gate = gates.get(verb);
        if (gate != null) {
            await(gate);
        }
    }

    private boolean takeData(InputStream in, OutputStream out, Envelope envelope) throws IOException {
        if (!envelope.addressed && !takesDataForNobody) {
            return write(out, "554 5.5.1 no valid recipients");
        }
        boolean refused = refused("DATA");
        if (!say(out, "DATA", "354 go ahead")) {
            return false;
        }
        if (refused) {
            return true;
        }
        StringBuilder message = new StringBuilder();
        for (String line = line(in); !".".equals(line); line = line(in)) {
            if (line == null) {
                return false;
            }
            message.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
        }
        return take(message.toString(), out, envelope);
    }

    /** All of it, whether it is wanted or not (RFC 3030, section 2). */
    private boolean takeChunk(String command, InputStream in, OutputStream out, Envelope envelope) throws IOException {
        assertThat(command).matches("BDAT \\d+ LAST");
        int length = Integer.parseInt(command.replaceAll("\\D", ""));
        if (script.getOrDefault("BDAT", "").equals(DROP)) {
            return false;
        }
        byte[] chunk = in.readNBytes(length);
        if (chunk.length < length) {
            return false;
        }
        if (!envelope.addressed) {
            return write(out, "554 5.5.1 no valid recipients");
        }
        if (refused("BDAT")) {
            envelope.end();
            return say(out, "BDAT", "");
        }
        return take(new String(chunk, UTF_8).replace("\r\n", "\n"), out, envelope);
    }

    private boolean take(String message, OutputStream out, Envelope envelope) throws IOException {
        if (envelope.addressed) {
            messages.add(message);
        }
        boolean addressed = envelope.addressed;
        envelope.end();
        delayed(".");
        return say(out, ".", addressed ? "250 taken" : "554 5.5.1 no valid recipients");
    }

    /** A line without its end, in which nothing but that end may be a line break. */
    private @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                byte[] bytes = line.toByteArray();
                if (bytes.length == 0 || bytes[bytes.length - 1] != '\r') {
                    bareLineBreaks.incrementAndGet();
                }
                return new String(bytes, UTF_8).replaceFirst("\r$", "");
            }
            line.write(b);
        }
        return null;
    }

    /** Goes on over TLS, and then has nothing more to say here. */
    private boolean upgrade(Socket plain) throws IOException {
        try (Socket secure = startTls.orElseThrow().createSocket(plain, null, plain.getPort(), false)) {
            ((SSLSocket) secure).setUseClientMode(false);
            converse(secure);
        }
        return false;
    }

    private boolean takeLogin(InputStream in, OutputStream out) throws IOException {
        line(in);
        out.write("334 UGFzc3dvcmQ6\r\n".getBytes(US_ASCII));
        line(in);
        out.write("235 welcome\r\n".getBytes(US_ASCII));
        return true;
    }

    private boolean say(OutputStream out, String command, String otherwise) throws IOException {
        String next = next(command);
        turns.getOrDefault(command, new ConcurrentLinkedQueue<>()).poll();
        String reply = next == null ? otherwise : next;
        return switch (reply) {
            case HANG -> {
                await(end);
                yield false;
            }
            case DROP -> false;
            case RESET -> {
                resets.set(true);
                yield false;
            }
            case HALF -> {
                out.write("25".getBytes(US_ASCII));
                yield false;
            }
            case ENDLESS -> {
                out.write("250-and more\r\n".repeat(1_000).getBytes(US_ASCII));
                yield false;
            }
            case TRICKLE -> {
                trickle(out);
                yield false;
            }
            default -> write(out, reply);
        };
    }

    private static boolean write(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(US_ASCII));
        out.flush();
        return !reply.startsWith("421") && !reply.endsWith(THEN_CLOSE);
    }

    /** A reply that never comes to its end, and never pauses for long. */
    private void trickle(OutputStream out) throws IOException {
        out.write("250 ".getBytes(US_ASCII));
        try {
            while (!end.await(20, TimeUnit.MILLISECONDS)) {
                out.write('.');
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}

package dev.errand.jdbc.parts;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client's connection to a server through a proxy: two threads carry messages, as the mode of the proxy has it. */
final class ProxiedConnection implements AutoCloseable {

    /** How often what passes slowly passes at all. */
    private static final int STEPS_PER_SECOND = 20;

    private final ModeSwitch modes;
    private final WireProtocol wire;
    private final Socket client;
    private final Socket server = new Socket();
    private final Consumer<ProxiedConnection> farewell;

    /** Who wants the reply that is under way to be lost. */
    private volatile @Nullable ReplyCutter cutter;

    private volatile boolean closed;

    /**
     * One that carries nothing yet.
     *
     * @param farewell is told when it is closed, perhaps more than once
     */
    ProxiedConnection(ModeSwitch modes, WireProtocol wire, Socket client, Consumer<ProxiedConnection> farewell) {
        this.modes = modes;
        this.wire = wire;
        this.client = client;
        this.farewell = farewell;
    }

    void start(InetSocketAddress target) {
        onThread("client", () -> {
            modes.awaitPassage(this::isClosed);
            server.connect(target);
            server.setTcpNoDelay(true);
            onThread("server", this::carryReplies);
            carryRequests();
        });
    }

    /** Closes it on both sides. It counts no more when the client sees that. */
    @Override
    public void close() {
        closed = true;
        farewell.accept(this);
        try {
            client.close();
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        modes.wake();
    }

    private boolean isClosed() {
        return closed;
    }

    private void carryRequests() throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
        OutputStream out = new BufferedOutputStream(server.getOutputStream());
        while (true) {
            WireProtocol.Request request = wire.fromClient(in);
            FaultMode mode = modes.awaitPassage(this::isClosed);
            if (mode instanceof FaultMode.CutReply cut
                    && request.statement().filter(cut.cutter()::chooses).isPresent()) {
                cutter = cut.cutter();
            }
            pass(request.bytes().array(), out, mode);
            if (in.available() == 0) {
                out.flush();
            }
        }
    }

    private void carryReplies() throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(server.getInputStream()));
        OutputStream out = new BufferedOutputStream(client.getOutputStream());
        while (true) {
            WireProtocol.Reply reply = wire.fromServer(in);
            FaultMode mode = modes.awaitPassage(this::isClosed);
            ReplyCutter losing = cutter;
            if (losing == null) {
                pass(reply.bytes().array(), out, mode);
                if (in.available() == 0) {
                    out.flush();
                }
            } else if (reply.last()) {
                losing.hasCut();
                return;
            }
        }
    }

    private void pass(byte[] bytes, OutputStream out, FaultMode mode) throws IOException, InterruptedException {
        if (mode instanceof FaultMode.Slow slow) {
            passSlowly(bytes, out, slow);
        } else {
            out.write(bytes);
        }
    }

    private void passSlowly(byte[] bytes, OutputStream out, FaultMode.Slow slow)
            throws IOException, InterruptedException {
        int step = Math.max(1, slow.bytesPerSecond() / STEPS_PER_SECOND);
        long nanosPerByte = TimeUnit.SECONDS.toNanos(1) / slow.bytesPerSecond();
        for (int start = 0; start < bytes.length; start += step) {
            int length = Math.min(step, bytes.length - start);
            modes.hold(slow, length * nanosPerByte, this::isClosed);
            modes.awaitPassage(this::isClosed);
            out.write(bytes, start, length);
            out.flush();
        }
    }

    /** Whatever ends the one direction ends both. */
    private void onThread(String from, Carrier carrier) {
        Thread.ofPlatform().daemon().name("proxy, from the " + from).start(() -> {
            try {
                carrier.carry();
            } catch (IOException | InterruptedException hungUp) {
                awaitPassageToTell();
            } finally {
                close();
            }
        });
    }

    /** That somebody has hung up passes only when something passes. */
    private void awaitPassageToTell() {
        try {
            modes.awaitPassage(this::isClosed);
        } catch (IOException | InterruptedException alreadyClosed) {
            // nobody is left to be told
        }
    }

    /** Carries until there is no more to carry. */
    private interface Carrier {
        void carry() throws IOException, InterruptedException;
    }
}

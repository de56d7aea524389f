package dev.errand.jdbc.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network between clients and a database server that does what the test wants: to be reached by
 * {@link ServerDatabase#through}.
 *
 * <p>It passes everything on until it is told otherwise. Every method may be called from any thread, at any time.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int BACKLOG = 200;

    private final DatabaseServer server;
    private final ServerSocket listener;
    private final ModeSwitch modes = new ModeSwitch();
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    private FaultProxy(DatabaseServer server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    /** One on a free port of this machine, for this machine. */
    public static FaultProxy before(DatabaseServer server) throws IOException {
        return before(server, InetAddress.getLoopbackAddress());
    }

    /** One on a free port at this address, such as {@link NetworkNamespace#outerAddress()}. */
    public static FaultProxy before(DatabaseServer server, InetAddress address) throws IOException {
        FaultProxy proxy = new FaultProxy(server, new ServerSocket(0, BACKLOG, address));
        Thread.ofPlatform().daemon().name("proxy, accepting").start(proxy::acceptAll);
        return proxy;
    }

    /** What it does from now on, also to the connections that are open, and to what it holds back. */
    public void turn(FaultMode mode) {
        modes.turn(mode);
        if (mode instanceof FaultMode.Refuse) {
            dropAll();
        }
    }

    /** Passes everything on again, first of all what it has held back. */
    public void heal() {
        turn(new FaultMode.Pass());
    }

    public void blackhole() {
        turn(new FaultMode.Blackhole());
    }

    public void refuse() {
        turn(new FaultMode.Refuse());
    }

    public void slow(int bytesPerSecond) {
        turn(new FaultMode.Slow(bytesPerSecond));
    }

    public void cut(ReplyCutter cutter) {
        turn(new FaultMode.CutReply(cutter));
    }

    /** Closes all connections that are open, and forgets what it has held back of them. */
    public void dropAll() {
        open.forEach(ProxiedConnection::close);
    }

    /** How many clients have come so far, the refused ones among them. */
    public int accepted() {
        return accepted.get();
    }

    /** How many connections are open now. */
    public int open() {
        return open.size();
    }

    public String host() {
        return listener.getInetAddress().getHostAddress();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Closes it, and all connections. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        refuse();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                enter(listener.accept());
            } catch (IOException closed) {
                // then it ends here
            }
        }
    }

    /** It is entered first and looked at afterwards, so that a refusal in between sees it, or is seen. */
    private void enter(Socket client) throws IOException {
        accepted.incrementAndGet();
        client.setTcpNoDelay(true);
        ProxiedConnection connection = new ProxiedConnection(modes, server.wire(), client, open::remove);
        open.add(connection);
        if (modes.mode() instanceof FaultMode.Refuse) {
            connection.close();
        } else {
            connection.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        }
    }
}

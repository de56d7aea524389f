package dev.errand.jdbc.parts;

import static java.time.Duration.ofSeconds;

import java.net.InetAddress;
import java.time.Duration;
import javax.sql.DataSource;

/** A database on a server, and a way to it: straight, or by a detour on which things happen. */
public final class ServerDatabase extends TestDatabase {

    /**
     * How clients get to a database.
     *
     * @param connectTimeout how long a client waits to be let in
     * @param socketTimeout how long a client waits for each reply
     */
    record Way(String host, int port, Duration connectTimeout, Duration socketTimeout) {}

    private static final Duration CONNECT_TIMEOUT = ofSeconds(5);
    private static final Duration SOCKET_TIMEOUT = ofSeconds(10);

    private final DatabaseServer server;
    private final String name;
    private final Way way;
    private final boolean own;

    private ServerDatabase(DatabaseServer server, String name, Way way, boolean own) {
        this.server = server;
        this.name = name;
        this.way = way;
        this.own = own;
    }

    /**
     * The straight way.
     *
     * @param own whether the database is the test's own, and is removed when it is closed
     */
    static ServerDatabase on(DatabaseServer server, String name, boolean own) {
        Way straight = new Way(DatabaseServer.LOOPBACK, server.port(), CONNECT_TIMEOUT, SOCKET_TIMEOUT);
        return new ServerDatabase(server, name, straight, own);
    }

    /** The same database, reached through a proxy, which must be one in front of its server. Stays when it is closed. */
    public ServerDatabase through(FaultProxy proxy) {
        return by(new Way(proxy.host(), proxy.port(), way.connectTimeout, way.socketTimeout));
    }

    /** The same database, reached at another address, on which its server has to listen. Stays when it is closed. */
    public ServerDatabase at(InetAddress address) {
        return by(new Way(address.getHostAddress(), way.port, way.connectTimeout, way.socketTimeout));
    }

    /**
     * The same database, for clients of other patience. Stays when it is closed.
     *
     * @param limit to wait for a connection, and for each reply; whole seconds. By default it is 5 and 10 seconds
     */
    public ServerDatabase timeout(Duration limit) {
        return by(new Way(way.host, way.port, limit, limit));
    }

    @Override
    public String url() {
        return server.url(name, way);
    }

    @Override
    public DataSource dataSource() {
        return server.dataSource(url());
    }

    public String name() {
        return name;
    }

    @Override
    void remove() {
        if (own && server.isRunning()) {
            server.execute(server.drop(name));
        }
    }

    @Override
    public String toString() {
        return url();
    }

    private ServerDatabase by(Way other) {
        return new ServerDatabase(server, name, other, false);
    }
}

package dev.errand.jdbc.parts;

import static java.time.Duration.ofSeconds;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A database server that tests have started, in a directory and on a port of its own, and may kill.
 *
 * <p>It is gone with all that it held when it is closed; and when this JVM dies, it dies. All methods may be called from any
 * thread, and all block until what they say has happened.
 */
public abstract sealed class DatabaseServer implements AutoCloseable permits PostgresServer, MySqlFamily {

    static final String LOOPBACK = "127.0.0.1";
    static final int CONNECTIONS = 200;

    private static final Duration START_LIMIT = ofSeconds(60);
    private static final Duration STOP_LIMIT = ofSeconds(30);

    private final ScratchDirectory directory;
    private final int port = freePort();
    private final AtomicInteger databases = new AtomicInteger();
    private Optional<GuardedProcess> process = Optional.empty();

    DatabaseServer(ScratchDirectory directory) {
        this.directory = directory;
    }

    /** The program with its options, to be run in the foreground. */
    abstract List<String> command();

    /** Whether the process that was started takes connections by now. */
    abstract boolean isReady(long pid) throws IOException;

    /** On which it ends in good order, whoever is connected. */
    abstract String stopSignal();

    /**
     * Ends all connections, as an administrator does.
     *
     * @return how many there were
     */
    public abstract int endConnections() throws SQLException;

    /** The database that a new server has. */
    abstract String firstDatabase();

    /** The statement that removes a database, whoever is connected to it. */
    abstract String drop(String database);

    abstract String url(String database, ServerDatabase.Way way);

    abstract DataSource dataSource(String url);

    /** What its clients speak with it. */
    abstract WireProtocol wire();

    /** An empty database on this server; the cheap way to have one. Its name begins with what it is for. */
    public ServerDatabase newDatabase(String purpose) {
        String name = purpose + "_" + databases.incrementAndGet();
        execute("CREATE DATABASE " + name);
        return ServerDatabase.on(this, name, true);
    }

    /** The database that it had from the beginning, for tests that need not be alone. */
    public ServerDatabase database() {
        return ServerDatabase.on(this, firstDatabase(), false);
    }

    /** Where {@link #database()} is. */
    public String url() {
        return database().url();
    }

    /** Connections to {@link #database()}. */
    public DataSource dataSource() {
        return database().dataSource();
    }

    /** A pool in front of {@link #database()}, which the caller closes. */
    public HikariDataSource pool(int size) {
        return database().pool(size);
    }

    /** On the loopback address. */
    public int port() {
        return port;
    }

    public synchronized boolean isRunning() {
        return process.filter(GuardedProcess::isAlive).isPresent();
    }

    /** Of the process that was started last. */
    synchronized long pid() {
        return process.orElseThrow().pid();
    }

    /** Kills it with all its processes, as by {@code kill -9}; returns when they are gone. */
    public synchronized void kill() {
        try {
            if (process.isPresent()) {
                process.get().kill();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has it end in good order, whoever is connected. */
    public synchronized void stop() {
        try {
            if (isRunning()) {
                process.orElseThrow().signal(stopSignal());
                process.orElseThrow().awaitEnd(STOP_LIMIT);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it if it runs, and starts it again on its old data and port; returns when it takes connections. */
    public synchronized void restart() {
        stop();
        try {
            GuardedProcess started = GuardedProcess.start(new ProcessBuilder(command())
                    .directory(directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(logFile().toFile()));
            process = Optional.of(started);
            Await.until("start of the server on port " + port, START_LIMIT, () -> {
                if (!started.isAlive()) {
                    throw new AssertionError("the server ended instead of starting:\n" + log());
                }
                return isReady(started.pid());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it for the first time, or leaves nothing of it. */
    final void startNew() {
        try {
            restart();
        } catch (AssertionError | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** What it has logged since it was last started. */
    public String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it, and deletes its data. */
    @Override
    public void close() {
        kill();
        directory.close();
    }

    /** Has it closed when this JVM ends. */
    final void shareUntilExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stops the server on port " + port));
    }

    final Path directory() {
        return directory.path();
    }

    final void execute(String sql) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql + " on port " + port, e);
        }
    }

    private Path logFile() {
        return directory().resolve("server.log");
    }

    /**
     * One that is free, and stays free while its server is down: it is below those that systems choose for outgoing
     * connections.
     */
    private static int freePort() {
        while (true) {
            int candidate = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket probe = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // the next one, then
            }
        }
    }
}

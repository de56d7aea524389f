package dev.errand.jdbc.parts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** A real MariaDB, of the Debian package mariadb-server, which {@code ./verify} installs where it may. */
public final class MariaDbServer extends DatabaseServer {

    private static final String USER = "root";

    /** One whose clocks are put forward and back. */
    private static final String TIME_ZONE = "Europe/Prague";

    /** Quick, and forgetful: for tests that kill no machine. */
    private static final List<String> DEFAULTS = List.of(
            "innodb-flush-log-at-trx-commit=0",
            "innodb-doublewrite=0",
            "innodb-buffer-pool-size=64M",
            "max-connections=" + CONNECTIONS,
            "bind-address=" + LOOPBACK,
            "skip-name-resolve");

    private final Path program;
    private final List<String> settings = new ArrayList<>(DEFAULTS);

    private MariaDbServer(Path program, ScratchDirectory directory, List<String> settings) {
        super(directory);
        this.program = program;
        this.settings.addAll(settings);
    }

    private static final class Shared {

        private static final MariaDbServer SERVER = start();

        static {
            SERVER.shareUntilExit();
        }
    }

    /** Whether there is one on this machine to be started. */
    public static boolean isInstalled() {
        return DebianPackage.MARIADB.find().isPresent();
    }

    /** The one that all tests of this JVM share that do it no harm. Quick, and for no claim about what outlives a crash. */
    public static MariaDbServer shared() {
        DebianPackage.MARIADB.require();
        return Shared.SERVER;
    }

    /**
     * Starts one of the test's own, by default one that does not sync, and has room for 200 connections.
     *
     * @param settings further ones, and other ones, such as {@code "max-connections=20"}
     */
    public static MariaDbServer start(String... settings) {
        Path program = DebianPackage.MARIADB.require();
        MariaDbServer server = new MariaDbServer(program, ScratchDirectory.of("mariadb"), List.of(settings));
        server.initialise();
        server.startNew();
        return server;
    }

    /** Starts one that keeps what it has acknowledged, as it does by itself: for claims about what outlives a crash. */
    public static MariaDbServer startDurable() {
        return start("innodb-flush-log-at-trx-commit=1", "innodb-doublewrite=1");
    }

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "TZ=" + TIME_ZONE,
                program.toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data(),
                "--tmpdir=" + directory(),
                "--port=" + port(),
                "--socket=socket",
                "--pid-file=" + directory().resolve("pid")));
        settings.forEach(setting -> command.add("--" + setting));
        return command;
    }

    @Override
    boolean isReady(long pid) {
        return log().contains("ready for connections");
    }

    @Override
    String stopSignal() {
        return "TERM";
    }

    @Override
    public int endConnections() throws SQLException {
        List<Long> others = new ArrayList<>();
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet ids = statement.executeQuery("SELECT id FROM information_schema.processlist WHERE user = '"
                    + USER + "' AND id <> CONNECTION_ID()")) {
                while (ids.next()) {
                    others.add(ids.getLong(1));
                }
            }
            for (long id : others) {
                statement.execute("KILL " + id);
            }
        }
        return others.size();
    }

    @Override
    String firstDatabase() {
        return "test";
    }

    @Override
    String drop(String database) {
        return "DROP DATABASE " + database;
    }

    @Override
    String url(String database, ServerDatabase.Way way) {
        return "jdbc:mariadb://%s:%d/%s?user=%s&connectTimeout=%d&socketTimeout=%d&tcpKeepAlive=true"
                .formatted(
                        way.host(),
                        way.port(),
                        database,
                        USER,
                        way.connectTimeout().toMillis(),
                        way.socketTimeout().toMillis());
    }

    @Override
    DataSource dataSource(String url) {
        try {
            return new MariaDbDataSource(url);
        } catch (SQLException e) {
            throw new AssertionError(url, e);
        }
    }

    @Override
    WireProtocol wire() {
        return new MariaDbWire();
    }

    private Path data() {
        return directory().resolve("data");
    }

    private void initialise() {
        List<String> command = List.of(
                "mariadb-install-db",
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data(),
                "--tmpdir=" + directory(),
                "--auth-root-authentication-method=normal",
                "--skip-name-resolve");
        try {
            Process install =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(install.getInputStream().readAllBytes(), UTF_8);
            if (install.onExit().join().exitValue() != 0) {
                throw new AssertionError("mariadb-install-db failed:\n" + printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

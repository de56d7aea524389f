package dev.errand.jdbc.parts;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** A real MariaDB, of the Debian package mariadb-server, which {@code ./verify} installs where it may. */
public final class MariaDbServer extends MySqlFamily {

    private final Path program;

    private MariaDbServer(Path program, ScratchDirectory directory, List<String> settings) {
        super(directory, settings);
        this.program = program;
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
        initialise(List.of(
                "mariadb-install-db",
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + server.data(),
                "--tmpdir=" + server.directory(),
                "--auth-root-authentication-method=normal",
                "--skip-name-resolve"));
        server.startNew();
        return server;
    }

    /** Starts one that keeps what it has acknowledged, as it does by itself: for claims about what outlives a crash. */
    public static MariaDbServer startDurable() {
        return start(DURABLE);
    }

    @Override
    String program() {
        return program.toString();
    }

    @Override
    String firstDatabase() {
        return "test";
    }

    @Override
    String scheme() {
        return "mariadb";
    }

    @Override
    String options() {
        return "tcpKeepAlive=true";
    }

    @Override
    DataSource dataSource(String url) {
        try {
            return new MariaDbDataSource(url);
        } catch (SQLException e) {
            throw new AssertionError(url, e);
        }
    }
}

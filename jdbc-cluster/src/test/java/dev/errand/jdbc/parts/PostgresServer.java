package dev.errand.jdbc.parts;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL. It refuses to run as root; then it is told that it is nobody. */
public final class PostgresServer extends DatabaseServer {

    private static final String USER = "postgres";

    /** Quick, and forgetful: for tests that kill no machine. */
    private static final List<String> DEFAULTS = List.of(
            "fsync=off",
            "full_page_writes=off",
            "max_connections=" + CONNECTIONS,
            "shared_buffers=32MB",
            "listen_addresses=" + LOOPBACK,
            "unix_socket_directories=",
            // After a crash, otherwise, it opens a thousand files to sync each
            "recovery_init_sync_method=syncfs",
            "log_checkpoints=off");

    /** Which line of the file with its process id says how far it is; see its own miscinit.c. */
    private static final int STATUS_LINE = 7;

    private final PostgresPrograms programs;
    private final List<String> settings = new ArrayList<>(DEFAULTS);

    private PostgresServer(PostgresPrograms programs, ScratchDirectory directory, List<String> settings) {
        super(directory);
        this.programs = programs;
        this.settings.addAll(settings);
    }

    private static final class Shared {

        private static final PostgresServer SERVER = start();

        static {
            SERVER.shareUntilExit();
        }
    }

    /** The one that all tests of this JVM share that do it no harm. Quick, and for no claim about what outlives a crash. */
    public static PostgresServer shared() {
        return Shared.SERVER;
    }

    /**
     * Starts one of the test's own, by default with {@code fsync=off} and room for 200 connections.
     *
     * @param settings further ones, and other ones, such as {@code "max_connections=20"}
     */
    public static PostgresServer start(String... settings) {
        PostgresPrograms programs = PostgresPrograms.unpacked();
        PostgresServer server = new PostgresServer(programs, ScratchDirectory.of("postgres"), List.of(settings));
        programs.initialise(server.data());
        server.startNew();
        return server;
    }

    /** Starts one that keeps what it has acknowledged, as it does by itself: for claims about what outlives a crash. */
    public static PostgresServer startDurable() {
        return start("fsync=on", "full_page_writes=on", "synchronous_commit=on");
    }

    @Override
    public int endConnections() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet count =
                        statement.executeQuery("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
                                + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")) {
            count.next();
            return count.getInt(1);
        }
    }

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(PostgresPrograms.AS_NOBODY);
        }
        command.addAll(List.of(programs.postgres().toString(), "-D", data().toString(), "-p", "" + port()));
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        return command;
    }

    @Override
    boolean isReady(long pid) throws IOException {
        List<String> lines = processFile();
        return lines.size() > STATUS_LINE
                && lines.getFirst().equals("" + pid)
                && lines.get(STATUS_LINE).strip().equals("ready");
    }

    /** Empty as long as there is none; after a crash, the server deletes the old one before it writes its own. */
    private List<String> processFile() throws IOException {
        try {
            return Files.readAllLines(data().resolve("postmaster.pid"));
        } catch (NoSuchFileException notYet) {
            return List.of();
        }
    }

    @Override
    String stopSignal() {
        return "INT";
    }

    @Override
    String firstDatabase() {
        return "postgres";
    }

    @Override
    String drop(String database) {
        return "DROP DATABASE " + database + " WITH (FORCE)";
    }

    @Override
    String url(String database, ServerDatabase.Way way) {
        return "jdbc:postgresql://%s:%d/%s?user=%s&connectTimeout=%d&socketTimeout=%d&tcpKeepAlive=true"
                .formatted(
                        way.host(),
                        way.port(),
                        database,
                        USER,
                        way.connectTimeout().toSeconds(),
                        way.socketTimeout().toSeconds());
    }

    @Override
    DataSource dataSource(String url) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        return dataSource;
    }

    @Override
    WireProtocol wire() {
        return new PostgresWire();
    }

    private Path data() {
        return directory().resolve("data");
    }
}

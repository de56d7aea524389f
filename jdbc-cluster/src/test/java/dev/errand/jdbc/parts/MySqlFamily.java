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

/** What MariaDB and MySQL have in common. Each of them is started in a place where summer time comes and goes. */
abstract sealed class MySqlFamily extends DatabaseServer permits MariaDbServer, MySqlServer {

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

    /** With which it keeps what it has acknowledged, as it does by itself. */
    static final String[] DURABLE = {"innodb-flush-log-at-trx-commit=1", "innodb-doublewrite=1"};

    private final List<String> settings = new ArrayList<>(DEFAULTS);

    MySqlFamily(ScratchDirectory directory, List<String> settings) {
        super(directory);
        this.settings.addAll(settings);
    }

    abstract String program();

    /** Of its driver, in an address. */
    abstract String scheme();

    /** Of its driver, beside those that all have. */
    abstract String options();

    @Override
    String url(String database, ServerDatabase.Way way) {
        return "jdbc:%s://%s:%d/%s?user=%s&connectTimeout=%d&socketTimeout=%d&%s"
                .formatted(
                        scheme(),
                        way.host(),
                        way.port(),
                        database,
                        USER,
                        way.connectTimeout().toMillis(),
                        way.socketTimeout().toMillis(),
                        options());
    }

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "TZ=" + TIME_ZONE,
                program(),
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
    String drop(String database) {
        return "DROP DATABASE " + database;
    }

    @Override
    WireProtocol wire() {
        return new MySqlWire();
    }

    final Path data() {
        return directory().resolve("data");
    }

    /** Runs a program that makes the files of a new server. */
    static void initialise(List<String> command) {
        try {
            Process install =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(install.getInputStream().readAllBytes(), UTF_8);
            if (install.onExit().join().exitValue() != 0) {
                throw new AssertionError(command.getFirst() + " failed:\n" + printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.errand.benchmarks.cluster;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/** A PostgreSQL of our own that keeps what it has committed, unlike those of tests. */
final class Postgres implements AutoCloseable {

    private final EmbeddedPostgres server;
    private final ProcessHandle postmaster;
    private int databases;

    Postgres() throws IOException, SQLException {
        Path data = Files.createTempDirectory("cluster-comparison");
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .start();
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        postmaster = ProcessHandle.of(pid).orElseThrow();
        for (String setting : new String[] {"fsync", "synchronous_commit"}) {
            if (!value("SHOW " + setting).equals("on")) {
                throw new IllegalStateException(setting + " is off, so nothing here would be worth a comparison");
            }
        }
    }

    /** Which one it is. */
    String version() throws SQLException {
        return value("SHOW server_version");
    }

    /** All of its processes. */
    Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(postmaster), postmaster.children());
    }

    /** Makes an empty database, after everything before it has been written. */
    String newDatabase() throws SQLException {
        String name = "comparison" + databases++;
        run("postgres", "CREATE DATABASE " + name);
        run("postgres", "CHECKPOINT");
        return url(name);
    }

    /** Collects the statistics that autovacuum would in the next minute. */
    void analyze(String url) throws SQLException {
        runAt(url, "VACUUM ANALYZE");
    }

    /** Throws a database away, whoever is still connected. */
    void drop(String url) throws SQLException {
        run("postgres", "DROP DATABASE " + url.replaceFirst(".*/(\\w+)\\?.*", "$1") + " WITH (FORCE)");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private String url(String database) {
        return server.getJdbcUrl("postgres", database);
    }

    private void run(String database, String statement) throws SQLException {
        runAt(url(database), statement);
    }

    private static void runAt(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String value(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "";
        }
    }
}

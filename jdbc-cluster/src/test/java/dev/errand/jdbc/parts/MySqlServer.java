package dev.errand.jdbc.parts;

import com.mysql.cj.jdbc.MysqlDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;

/** A real MySQL 8.0, whose programs come with Maven, for Linux on x86-64. */
public final class MySqlServer extends MySqlFamily {

    private static final String PROGRAMS = "mysql-Linux-amd64.tar.gz";

    /** It keeps a log for replicas by itself, and syncs it. */
    private static final List<String> DEFAULTS = List.of("skip-log-bin", "innodb-flush-method=nosync");

    private MySqlServer(ScratchDirectory directory, List<String> settings) {
        super(directory, Stream.concat(DEFAULTS.stream(), settings.stream()).toList());
    }

    private static final class Shared {

        private static final MySqlServer SERVER = start();

        static {
            SERVER.shareUntilExit();
        }
    }

    /** The one that all tests of this JVM share that do it no harm. Quick, and for no claim about what outlives a crash. */
    public static MySqlServer shared() {
        requirePrograms();
        return Shared.SERVER;
    }

    /**
     * Starts one of the test's own, by default one that does not sync, and has room for 200 connections.
     *
     * @param settings further ones, and other ones, such as {@code "max-connections=20"}
     */
    public static MySqlServer start(String... settings) {
        requirePrograms();
        MySqlServer server = new MySqlServer(ScratchDirectory.of("mysql"), List.of(settings));
        server.unpack();
        initialise(List.of(
                server.program(),
                "--no-defaults",
                "--initialize-insecure",
                "--init-file=" + server.firstStatements(),
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + server.data(),
                "--tmpdir=" + server.directory()));
        server.startNew();
        return server;
    }

    /** Starts one that keeps what it has acknowledged: for claims about what outlives a crash. */
    public static MySqlServer startDurable() {
        return start(Stream.concat(Stream.of(DURABLE), Stream.of("innodb-flush-method=fsync"))
                .toArray(String[]::new));
    }

    /** Aborts the test where the programs do not run. */
    private static void requirePrograms() {
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "MySQL comes with Maven for Linux on x86-64: this was not tested");
    }

    private void unpack() {
        try (InputStream programs = ClassLoader.getSystemResourceAsStream(PROGRAMS)) {
            Process tar = new ProcessBuilder("tar", "-xz")
                    .directory(directory().toFile())
                    .redirectErrorStream(true)
                    .start();
            try (OutputStream in = tar.getOutputStream()) {
                programs.transferTo(in);
            }
            if (tar.onExit().join().exitValue() != 0) {
                throw new AssertionError(PROGRAMS + " cannot be unpacked");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By itself it lets its administrator in by a local socket only. */
    private Path firstStatements() {
        try {
            return Files.writeString(directory().resolve("first.sql"), """
                    CREATE USER root@'%';
                    GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;
                    CREATE DATABASE test;
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    String program() {
        return directory().resolve("bin").resolve("mysqld").toString();
    }

    @Override
    String firstDatabase() {
        return "test";
    }

    @Override
    String scheme() {
        return "mysql";
    }

    @Override
    String options() {
        return "sslMode=DISABLED&allowPublicKeyRetrieval=true";
    }

    @Override
    DataSource dataSource(String url) {
        MysqlDataSource source = new MysqlDataSource();
        source.setUrl(url);
        return source;
    }
}

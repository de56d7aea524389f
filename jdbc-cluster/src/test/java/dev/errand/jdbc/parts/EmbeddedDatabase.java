package dev.errand.jdbc.parts;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A database inside this process, in memory or in a file of its own. */
final class EmbeddedDatabase extends TestDatabase {

    private static final int BUSY_MILLIS = 5_000;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String url;
    private final DataSource dataSource;
    private final Optional<String> farewell;
    private final Optional<ScratchDirectory> directory;

    private EmbeddedDatabase(
            String url, DataSource dataSource, Optional<String> farewell, Optional<ScratchDirectory> directory) {
        this.url = url;
        this.dataSource = dataSource;
        this.farewell = farewell;
        this.directory = directory;
    }

    static EmbeddedDatabase h2InMemory() {
        return h2("jdbc:h2:mem:errand" + COUNT.incrementAndGet(), Optional.empty());
    }

    static EmbeddedDatabase h2File() {
        ScratchDirectory directory = ScratchDirectory.of("h2");
        return h2("jdbc:h2:file:" + directory.path().resolve("errand") + ";WRITE_DELAY=0", Optional.of(directory));
    }

    static EmbeddedDatabase sqlite() {
        ScratchDirectory directory = ScratchDirectory.of("sqlite");
        String file = "jdbc:sqlite:" + directory.path().resolve("errand.db");
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl(file);
        String url = file + "?journal_mode=WAL&synchronous=FULL&busy_timeout=" + BUSY_MILLIS;
        return new EmbeddedDatabase(url, dataSource, Optional.empty(), Optional.of(directory));
    }

    /** It is open from its first connection to the farewell. */
    private static EmbeddedDatabase h2(String place, Optional<ScratchDirectory> directory) {
        String url = place + ";DB_CLOSE_DELAY=-1";
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setUrl(url);
        return new EmbeddedDatabase(url, dataSource, Optional.of("SHUTDOWN IMMEDIATELY"), directory);
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public DataSource dataSource() {
        return dataSource;
    }

    @Override
    void remove() {
        farewell.ifPresent(this::execute);
        directory.ifPresent(ScratchDirectory::close);
    }

    private void execute(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql + " on " + url, e);
        }
    }

    @Override
    public String toString() {
        return url;
    }
}

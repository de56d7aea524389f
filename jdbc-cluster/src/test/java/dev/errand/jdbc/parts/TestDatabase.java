package dev.errand.jdbc.parts;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * A database that was empty when it was made, is one test's own, and is gone when it is closed.
 *
 * <p>{@link DatabaseKind#fresh()} makes one of each kind.
 */
public abstract sealed class TestDatabase implements AutoCloseable permits EmbeddedDatabase, ServerDatabase {

    private static final long MILLIS_FOR_A_CONNECTION = 5_000;

    private final List<HikariDataSource> pools = new CopyOnWriteArrayList<>();

    /** All that {@link java.sql.DriverManager}, in another process too, needs to know to get to it. */
    public abstract String url();

    /** A new connection each time, with the driver's settings that a careful host would choose. */
    public abstract DataSource dataSource();

    /**
     * A pool in front of it, as a host has one. It is closed with the database.
     *
     * @param size connections at most, each made when it is needed; who waits longer than 5 seconds for one is told
     */
    public final HikariDataSource pool(int size) {
        return pool(size, usual -> {});
    }

    /** The same, when a host has set something else. */
    public final HikariDataSource pool(int size, Consumer<HikariConfig> settings) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(MILLIS_FOR_A_CONNECTION);
        config.setInitializationFailTimeout(-1);
        settings.accept(config);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    /** Closes its pools, and removes it. */
    @Override
    public final void close() {
        pools.forEach(HikariDataSource::close);
        remove();
    }

    /** Without a trace, if what it is on still runs. */
    abstract void remove();
}

package dev.errand.spring.autoconfigure;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.util.ClassUtils;

/**
 * A pool for the work of engines, made as the application's is. Tasks take their connections from the application's, and while they
 * wait for an engine to write down how far they have come, they hold on to them: if they had them all, and the engine needed
 * one of the same, both would wait for ever.
 */
final class OwnPool {

    private static final boolean KNOWN =
            ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource", OwnPool.class.getClassLoader());

    private OwnPool() {}

    /**
     * Such a pool, which connects when it is first asked to.
     *
     * @param source the application's
     * @param connections how many at most
     * @return empty if the application's is no pool of HikariCP
     */
    static Optional<DataSource> like(DataSource source, int connections) {
        return KNOWN ? Hikari.like(source, connections) : Optional.empty();
    }

    static void close(DataSource pool) {
        if (KNOWN) {
            Hikari.close(pool);
        }
    }

    /** Not loaded without HikariCP. */
    private static final class Hikari {

        static Optional<DataSource> like(DataSource source, int connections) {
            HikariDataSource pool =
                    DataSourceUnwrapper.unwrap(source, HikariConfigMXBean.class, HikariDataSource.class);
            if (pool == null) {
                return Optional.empty();
            }
            HikariDataSource own = new HikariDataSource();
            pool.copyStateTo(own);
            own.setPoolName(pool.getPoolName() == null ? "errand" : pool.getPoolName() + "-errand");
            own.setMaximumPoolSize(connections);
            own.setMinimumIdle(1);
            return Optional.of(own);
        }

        static void close(DataSource pool) {
            if (pool instanceof HikariDataSource own) {
                own.close();
            }
        }
    }
}

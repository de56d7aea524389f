package dev.errand.samples.claims;

import dev.errand.samples.data.SampleData;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** An H2 database in a file, filled with claims and members. */
final class ClaimsDatabase implements AutoCloseable {

    private final String url;
    private final JdbcConnectionPool pool;

    ClaimsDatabase(Path directory) {
        url = "jdbc:h2:file:" + directory.toAbsolutePath().resolve("claims");
        pool = JdbcConnectionPool.create(url, "sa", "");
    }

    String url() {
        return url;
    }

    DataSource source() {
        return pool;
    }

    void fill(int claims, int members) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            SampleData.fill(connection, claims, members);
        }
    }

    @Override
    public void close() {
        pool.dispose();
    }
}

package dev.errand.samples.claims;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** An H2 database in a file, filled with claims and members. */
final class ClaimsDatabase implements AutoCloseable {

    private static final int BATCH = 1_000;

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
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE claim (
                        number VARCHAR(20) PRIMARY KEY, holder VARCHAR(100), branch VARCHAR(40), postcode CHAR(5),
                        amount DECIMAL(12, 2), share DOUBLE PRECISION, filed DATE, changed TIMESTAMP, open BOOLEAN,
                        remarks VARCHAR(32000))
                    """);
            statement.execute("""
                    CREATE TABLE member (
                        id INT PRIMARY KEY, email VARCHAR(200), first_name VARCHAR(50), last_name VARCHAR(50),
                        token VARCHAR(20), signed INT)
                    """);
            connection.setAutoCommit(false);
            SampleData data = new SampleData();
            fillClaims(connection, data, claims);
            fillMembers(connection, data, members);
            connection.commit();
        }
    }

    private static void fillClaims(Connection connection, SampleData data, int count) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < count; i++) {
                SampleData.ClaimRow claim = data.claim(i);
                insert.setString(1, claim.number());
                insert.setString(2, claim.holder());
                insert.setString(3, claim.branch());
                insert.setString(4, claim.postcode());
                insert.setBigDecimal(5, claim.amount());
                insert.setDouble(6, claim.share());
                insert.setObject(7, claim.filed());
                insert.setObject(8, claim.changed());
                insert.setBoolean(9, claim.open());
                insert.setString(10, claim.remarks());
                addTo(insert, i, count);
            }
        }
    }

    private static void fillMembers(Connection connection, SampleData data, int count) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO member VALUES (?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < count; i++) {
                SampleData.MemberRow row = data.member(i);
                insert.setInt(1, i);
                insert.setString(2, row.member().email());
                insert.setString(3, row.member().firstName());
                insert.setString(4, row.member().lastName());
                insert.setString(5, row.member().token());
                insert.setInt(6, row.signed());
                addTo(insert, i, count);
            }
        }
    }

    private static void addTo(PreparedStatement batch, int i, int count) throws SQLException {
        batch.addBatch();
        if ((i + 1) % BATCH == 0 || i + 1 == count) {
            batch.executeBatch();
        }
    }

    @Override
    public void close() {
        pool.dispose();
    }
}

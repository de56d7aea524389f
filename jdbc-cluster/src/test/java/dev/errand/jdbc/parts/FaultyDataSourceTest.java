package dev.errand.jdbc.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class FaultyDataSourceTest {

    private final TestDatabase database = DatabaseKind.H2_IN_MEMORY.fresh();
    private final FaultyDataSource faulty = new FaultyDataSource(database.dataSource());

    @BeforeEach
    void hasATable() throws SQLException {
        Sql.execute(database.dataSource(), "CREATE TABLE kept (id INT PRIMARY KEY)");
    }

    @AfterEach
    void isGone() {
        database.close();
    }

    @Test
    void countsWhatIsAsked() throws SQLException {
        try (Connection connection = faulty.getConnection();
                Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO kept VALUES (?)")) {
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO kept VALUES (1)");
            for (int id = 2; id <= 4; id++) {
                insert.setInt(1, id);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
            statement.execute("DELETE FROM kept");
            connection.rollback();
        }

        assertThat(faulty.counts()).isEqualTo(new JdbcCounts(1, 3, 3, 1, 1));
        assertThat(faulty.log())
                .containsExactly(
                        "CONNECT",
                        "INSERT INTO kept VALUES (1)",
                        "BATCH INSERT INTO kept VALUES (?)",
                        "COMMIT",
                        "DELETE FROM kept");
        assertThat(faulty.calls()).isEqualTo(5);
        faulty.reset();
        assertThat(faulty.counts()).isEqualTo(new JdbcCounts(0, 0, 0, 0, 0));
    }

    @Test
    void looksLikeWhatItIsAround() throws SQLException {
        try (Connection connection = faulty.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
            assertThat(statement.getConnection()).isSameAs(connection);
            assertThat(statement.executeQuery().getMetaData().getColumnCount()).isEqualTo(1);
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("H2");
            assertThat(connection.isValid(1)).isTrue();
        }
        assertThat(faulty.unwrap(JdbcDataSource.class)).isNotNull();
        assertThatThrownBy(() -> Sql.execute(faulty, "SELECT nothing")).hasMessageContaining("NOTHING");
    }

    @Test
    void failsInsteadOfACall() throws SQLException {
        faulty.failBefore(2, FaultyDataSourceTest::deadlock);

        assertThatThrownBy(() -> Sql.execute(faulty, "INSERT INTO kept VALUES (1)"))
                .hasMessage("deadlock");
        Sql.execute(faulty, "INSERT INTO kept VALUES (2)");

        assertThat(kept()).containsExactly("2");
    }

    @Test
    void failsAfterACall() throws SQLException {
        faulty.failAfter(2, FaultyDataSourceTest::deadlock);

        assertThatThrownBy(() -> Sql.execute(faulty, "INSERT INTO kept VALUES (1)"))
                .hasMessage("deadlock");

        assertThat(kept()).containsExactly("1");
    }

    @Test
    void failsAsIfTheDatabaseWereGoneUntilItIsHealed() throws SQLException {
        faulty.failAll(FaultyDataSourceTest::broken);

        assertThatThrownBy(faulty::getConnection).hasMessage("connection broke");
        assertThatThrownBy(faulty::getConnection).hasMessage("connection broke");
        faulty.heal();
        Sql.execute(faulty, "INSERT INTO kept VALUES (1)");

        assertThat(faulty.calls()).isEqualTo(4);
    }

    /** Every call of a transaction fails once before, and once after it was made: only the last one, after, has it kept. */
    @ParameterizedTest
    @EnumSource
    void failsAtEveryCall(DatabaseKind kind) throws SQLException {
        try (TestDatabase each = kind.fresh()) {
            FaultyDataSource source = new FaultyDataSource(each.dataSource());
            Sql.execute(each.dataSource(), "CREATE TABLE kept (id INT PRIMARY KEY)");
            insertTwo(source, 0);
            int calls = source.calls();
            assertThat(calls).isEqualTo(4);
            for (int n = 1; n <= calls; n++) {
                source.failBefore(n, FaultyDataSourceTest::broken);
                int before = 10 * n;
                assertThatThrownBy(() -> insertTwo(source, before)).hasMessage("connection broke");
                source.failAfter(n, FaultyDataSourceTest::broken);
                int after = 10 * n + 5;
                assertThatThrownBy(() -> insertTwo(source, after)).hasMessage("connection broke");
            }

            assertThat(Sql.texts(each.dataSource(), "SELECT id FROM kept ORDER BY id"))
                    .containsExactly("0", "1", "45", "46");
        }
    }

    @Test
    void standsOnEitherSideOfAPool() throws SQLException {
        FaultyDataSource outside = new FaultyDataSource(database.pool(1));
        outside.failAfter(2, FaultyDataSourceTest::broken);
        assertThatThrownBy(() -> Sql.execute(outside, "INSERT INTO kept VALUES (1)"))
                .hasMessage("connection broke");
        Sql.execute(outside, "INSERT INTO kept VALUES (2)");

        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(faulty);
            pool.setMaximumPoolSize(1);
            Sql.execute(pool, "INSERT INTO kept VALUES (3)");
            faulty.failBefore(1, FaultyDataSourceTest::broken);
            assertThatThrownBy(() -> Sql.execute(pool, "INSERT INTO kept VALUES (4)"))
                    .hasMessage("connection broke");
            Sql.execute(pool, "INSERT INTO kept VALUES (5)");
        }

        assertThat(kept()).containsExactly("1", "2", "3", "5");
        assertThat(faulty.counts().connections())
                .as("a new one for the broken one")
                .isEqualTo(2);
    }

    @Test
    void breaksTheConnection() throws SQLException {
        try (Connection connection = faulty.getConnection()) {
            connection.setAutoCommit(false);
            Sql.execute(connection, "INSERT INTO kept VALUES (1)");
            faulty.failBefore(1, FaultyDataSourceTest::broken);
            assertThatThrownBy(() -> Sql.execute(connection, "INSERT INTO kept VALUES (2)"))
                    .hasMessage("connection broke");

            assertThat(connection.isClosed()).isTrue();
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }
        assertThat(kept()).isEmpty();
    }

    private static SQLException deadlock() {
        return new SQLException("deadlock", "40P01");
    }

    private static SQLException broken() {
        return new SQLException("connection broke", "08006");
    }

    private static void insertTwo(FaultyDataSource source, int id) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            Sql.execute(connection, "INSERT INTO kept VALUES (" + id + ")");
            Sql.execute(connection, "INSERT INTO kept VALUES (" + (id + 1) + ")");
            connection.commit();
        }
    }

    private List<String> kept() throws SQLException {
        return Sql.texts(database.dataSource(), "SELECT id FROM kept ORDER BY id");
    }
}

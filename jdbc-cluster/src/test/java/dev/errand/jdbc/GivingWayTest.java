package dev.errand.jdbc;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.FaultyDataSource;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.jdbc.sql.Database;
import dev.errand.registry.RegistryUnavailableException;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The database picks a transaction to give way to others: it is done again, and happens once. */
class GivingWayTest {

    private static final String DEADLOCK = "40001";
    private static final int CALLS = 4; // a connection, two statements, and the commit

    @AutoClose
    private final TestDatabase server = DatabaseKind.H2_IN_MEMORY.fresh();

    private final FaultyDataSource faulty = new FaultyDataSource(server.pool(2));
    private Database database;

    @BeforeEach
    void opens() throws SQLException {
        Sql.execute(server.dataSource(), "CREATE TABLE sheep (name VARCHAR(20))");
        database = Database.at(faulty, ofSeconds(10));
        faulty.reset();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, CALLS})
    void aTransactionIsDoneAgain(int call) throws SQLException {
        faulty.failBefore(call, () -> new SQLException("planted", DEADLOCK));

        addTwo();

        assertThat(sheep()).isEqualTo(2);
        assertThat(faulty.calls()).isEqualTo(call + CALLS);
    }

    @Test
    void soIsAStatementByItself() throws SQLException {
        faulty.failBefore(2, () -> new SQLException("planted", DEADLOCK));

        database.update("INSERT INTO sheep VALUES ('dolly')", all -> {});

        assertThat(sheep()).isEqualTo(1);
    }

    @Test
    void notForEver() {
        faulty.failAll(() -> new SQLException("planted", DEADLOCK));

        assertThatThrownBy(this::addTwo)
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining(DEADLOCK);

        assertThat(faulty.calls()).isEqualTo(4);
    }

    /** Nobody knows whether it has happened, it is wrong, or it never will be possible. */
    @ParameterizedTest
    @CsvSource({
        "08006, dev.errand.registry.RegistryUnavailableException",
        "42000, dev.errand.registry.RegistryUnavailableException",
        "22001, dev.errand.InvalidInputException"
    })
    void nothingElseIs(String state, Class<? extends Exception> told) throws SQLException {
        faulty.failBefore(3, () -> new SQLException("planted", state));

        assertThatThrownBy(this::addTwo).isInstanceOf(told);

        assertThat(faulty.calls()).isEqualTo(3);
        assertThat(sheep()).isZero();
    }

    private void addTwo() {
        database.inTransaction(
                connection -> database.update(connection, "INSERT INTO sheep VALUES ('dolly')", all -> {})
                        + database.update(connection, "INSERT INTO sheep VALUES ('shaun')", all -> {}));
    }

    private long sheep() throws SQLException {
        return Sql.number(server.dataSource(), "SELECT COUNT(*) FROM sheep");
    }
}

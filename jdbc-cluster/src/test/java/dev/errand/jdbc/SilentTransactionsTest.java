package dev.errand.jdbc;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.EnumSource.Mode.INCLUDE;

import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Dialect;
import dev.errand.jdbc.sql.Silence;
import dev.errand.jdbc.table.Gates;
import dev.errand.registry.RegistryUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that is frozen or cut off in the middle of a transaction: its server does not know, and would wait for hours. */
@Timeout(60)
class SilentTransactionsTest {

    private static final String GATE = "admission";
    private static final Duration PATIENCE = ofSeconds(1);

    @ParameterizedTest
    @EnumSource(
            mode = INCLUDE,
            names = {"POSTGRESQL", "MARIADB", "MYSQL"})
    void keepNobodyOutForLong(DatabaseKind kind) {
        try (TestDatabase database = kind.fresh()) {
            DataSource pool = database.pool(2);
            new Schema(Database.at(pool, PATIENCE)).prepare();
            Database silent = Database.at(pool, PATIENCE);

            assertThatThrownBy(() -> silent.inTransaction(connection -> {
                        if (!Gates.tryToPass(silent, connection, GATE)) {
                            throw new AssertionError("nobody is inside yet");
                        }
                        Await.until("others pass", ofSeconds(20), () -> othersPass(pool));
                        return true;
                    }))
                    .as("its transaction was given up")
                    .isInstanceOf(RegistryUnavailableException.class);
        }
    }

    /** A host may be silent in transactions of its own for as long as it likes. */
    @ParameterizedTest
    @EnumSource(
            mode = INCLUDE,
            names = {"MARIADB", "MYSQL"})
    void leaveTheHostItsOwnLimit(DatabaseKind kind) throws SQLException {
        String limit = kind == DatabaseKind.MARIADB ? "idle_transaction_timeout" : "wait_timeout";
        String asked = "SELECT @@SESSION." + limit;
        try (TestDatabase database = kind.fresh()) {
            DataSource pool = database.pool(1, host -> host.setConnectionInitSql("SET SESSION " + limit + " = 77"));
            Dialect dialect = Database.at(pool, PATIENCE).dialect();

            try (Connection connection = pool.getConnection()) {
                Silence.limit(connection, dialect, Duration.ofMillis(1_500));
                assertThat(number(connection, asked)).isEqualTo(2);
                Silence.unlimit(connection, dialect);
            }
            long within = Database.at(pool, PATIENCE).inTransaction(connection -> number(connection, asked));

            assertThat(within).isEqualTo(1);
            assertThat(Sql.number(pool, asked)).isEqualTo(77);
            assertThatThrownBy(() -> Database.at(pool, PATIENCE).inTransaction(connection -> {
                        throw new SQLException("planted");
                    }))
                    .isInstanceOf(RegistryUnavailableException.class);
            assertThat(Sql.number(pool, asked)).isEqualTo(77);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var results = statement.executeQuery(sql)) {
            results.next();
            return results.getLong(1);
        }
    }

    private static boolean othersPass(DataSource pool) throws SQLException {
        Database others = Database.at(pool, PATIENCE);
        try (Connection connection = pool.getConnection()) {
            return Gates.tryToPass(others, connection, GATE);
        }
    }
}

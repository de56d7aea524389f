package dev.errand.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DialectTest {

    /** The clocks of the servers are put back at 1,792,890,000, on 2026-10-25: the second and the third are 02:30 there. */
    private static final long[] SECONDS = {1_792_884_600, 1_792_888_200, 1_792_891_800, 1_792_895_400};

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void countsOnWhenTheClocksOfAServerArePutBack(DatabaseKind kind) throws SQLException {
        try (TestDatabase database = kind.fresh();
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            String now = Dialect.of(connection).nowMicros();
            for (long second : SECONDS) {
                statement.execute("SET timestamp = " + second);
                try (ResultSet time = statement.executeQuery("SELECT " + now + ", NOW()")) {
                    assertThat(time.next()).isTrue();
                    assertThat(time.getLong(1)).as(time.getString(2)).isEqualTo(second * 1_000_000);
                }
            }
        }
    }
}

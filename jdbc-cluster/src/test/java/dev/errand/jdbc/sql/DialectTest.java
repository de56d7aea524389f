package dev.errand.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.jdbc.parts.MariaDbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialectTest {

    /** The clocks of the server are put back at 1,792,890,000, on 2026-10-25: the second and the third are 02:30 there. */
    @ParameterizedTest
    @ValueSource(longs = {1_792_884_600, 1_792_888_200, 1_792_891_800, 1_792_895_400})
    void countsOnWhenTheClocksOfAServerArePutBack(long second) throws SQLException {
        try (Connection connection = MariaDbServer.shared().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET timestamp = " + second);
            for (Dialect dialect : new Dialect[] {Dialect.MARIADB, Dialect.MYSQL}) {
                try (ResultSet time = statement.executeQuery("SELECT " + dialect.nowMicros() + ", NOW()")) {
                    assertThat(time.next()).isTrue();
                    assertThat(time.getLong(1)).as(time.getString(2)).isEqualTo(second * 1_000_000);
                }
            }
        }
    }
}

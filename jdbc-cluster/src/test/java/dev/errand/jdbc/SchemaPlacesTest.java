package dev.errand.jdbc;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.EnumSource.Mode.INCLUDE;

import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.PostgresServer;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.jdbc.sql.Database;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables are looked for where statements find them: in the schema of the connection, or on the search path of PostgreSQL. */
@Timeout(60)
class SchemaPlacesTest {

    private static final String SETS =
            "SELECT COUNT(*) FROM information_schema.tables WHERE LOWER(table_name) = 'errand_schema'";

    /** An underscore is any character, to a driver that looks for a name. */
    @ParameterizedTest
    @EnumSource(
            mode = INCLUDE,
            names = {"POSTGRESQL", "H2_IN_MEMORY"})
    void notInASchemaOfASimilarName(DatabaseKind kind) throws SQLException {
        try (TestDatabase database = kind.fresh()) {
            boolean upper = kind == DatabaseKind.H2_IN_MEMORY;
            for (String name : new String[] {"appx1", "app_1"}) {
                Sql.execute(database.dataSource(), "CREATE SCHEMA " + name);
                Schema schema = schema(database, "SET " + (upper ? "SCHEMA " : "search_path = ") + name);

                schema.prepare();

                schema.require();
                schema.requireWritable();
            }
            assertThat(Sql.number(database.dataSource(), SETS)).isEqualTo(2);
        }
    }

    /** Or two nodes would share nothing, and not notice. */
    @Test
    void furtherDownTheSearchPathAsWell() throws SQLException {
        try (TestDatabase database = DatabaseKind.POSTGRESQL.fresh()) {
            Sql.execute(database.dataSource(), "CREATE SCHEMA own", "CREATE SCHEMA shared");
            schema(database, "SET search_path = shared").prepare();
            Schema both = schema(database, "SET search_path = own, shared");

            both.prepare();

            both.requireWritable();
            assertThat(Sql.number(database.dataSource(), SETS)).isEqualTo(1);
        }
    }

    @Test
    void aSchemaThatTheUserMayNotUseIsForbidden() throws SQLException {
        String role = "errand_stranger";
        try (TestDatabase database = PostgresServer.shared().newDatabase("forbidden")) {
            Sql.execute(database.dataSource(), "CREATE ROLE " + role, "CREATE SCHEMA app");
            try {
                schema(database, "SET search_path = app").prepare();
                Schema strange = schema(database, "SET search_path = app; SET ROLE " + role);

                assertForbidden(strange::prepare);
                assertForbidden(strange::require);
            } finally {
                Sql.execute(database.dataSource(), "DROP ROLE " + role);
            }
        }
    }

    private static void assertForbidden(Runnable call) {
        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(call::run)
                .withMessageContaining("search_path app")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(SchemaException.Reason.FORBIDDEN));
    }

    private static Schema schema(TestDatabase database, String whenConnected) {
        return new Schema(
                Database.at(database.pool(2, settings -> settings.setConnectionInitSql(whenConnected)), ofSeconds(10)));
    }
}

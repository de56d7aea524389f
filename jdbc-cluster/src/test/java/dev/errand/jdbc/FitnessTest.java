package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.jdbc.Engines.outcomeOf;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Outcome;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.MariaDbServer;
import dev.errand.jdbc.parts.PostgresServer;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Databases that cannot keep what they would be given, and those that can although they are set in an unusual way. */
@Timeout(120)
class FitnessTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);

    private final Engines engines = new Engines();

    @AfterEach
    void leavesNothingRunning() {
        engines.close();
    }

    @Test
    void anEncodingThatHasNotAllCharactersIsRefused() throws SQLException {
        DataSource server = PostgresServer.shared().dataSource();
        Sql.execute(server, "CREATE DATABASE latin2 ENCODING 'LATIN2' LOCALE 'C' TEMPLATE template0");
        try {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(PostgresServer.shared().url().replace("/postgres?", "/latin2?"));

            assertUnfit(JdbcTaskRegistry.on(source), "LATIN2", "UTF8");
        } finally {
            Sql.execute(server, "DROP DATABASE latin2 WITH (FORCE)");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void packetsThatAreTooShortForTheLongestPayloadAreRefused(DatabaseKind kind) {
        try (TestDatabase database = kind.fresh()) {
            JdbcTaskRegistry registry = JdbcTaskRegistry.on(database.dataSource());

            assertUnfit(registry.longestPayload(100_000_000), "max_allowed_packet", "longestPayload", "601048576");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {";IGNORECASE=TRUE", ";INIT=SET COLLATION ENGLISH STRENGTH SECONDARY"})
    void aDatabaseThatTakesOwnersForEachOtherWhoDifferInCaseIsRefused(String setting) {
        assertUnfit(JdbcTaskRegistry.on(h2(setting)), "upper and lower case");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MSSQLServer", "Oracle"})
    void modesOfH2InWhichNoTaskRunsAreRefused(String mode) {
        assertUnfit(JdbcTaskRegistry.on(h2(";MODE=" + mode)), "MODE=" + mode);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";MODE=PostgreSQL",
                ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
                ";DATABASE_TO_UPPER=false",
                ";MODE=MySQL",
                ";MODE=MariaDB",
                ";MODE=LEGACY"
            })
    void otherModesOfH2RunTasks(String setting) throws InterruptedException {
        DataSource source = h2(setting);
        TaskEngine tasks = engines.start(builder(JdbcTaskRegistry.on(source))
                .executor(ClusterExecutor.on(source).threads(2).pollingEvery(ofMillis(100))));

        assertThat(outcomeOf(tasks.submit(ECHO, "hello", by("ana")))).isEqualTo(new Outcome.Succeeded<>("hello"));
    }

    @Test
    void aServerThatIsTooOldIsRefused() {
        try (MariaDbServer server = MariaDbServer.start("version=10.5.29-MariaDB")) {
            assertUnfit(JdbcTaskRegistry.on(server.dataSource()), "MariaDB 10.5.29", "10.6");
        }
    }

    /** What is in the way stays there. */
    @Test
    void tablesThatCannotBeMadeAreNoOutage() throws SQLException {
        try (TestDatabase database = DatabaseKind.POSTGRESQL.fresh()) {
            Sql.execute(database.dataSource(), "CREATE VIEW errand_ledger AS SELECT 1 AS one");

            assertUnfit(JdbcTaskRegistry.on(database.dataSource()), "errand_ledger");
        }
    }

    private static DataSource h2(String setting) {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1" + setting);
        return source;
    }

    private void assertUnfit(JdbcTaskRegistry registry, String... because) {
        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(() -> engines.start(builder(registry)))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(SchemaException.Reason.UNFIT))
                .satisfies(refused -> assertThat(refused.getMessage()).contains(because));
    }

    private static TaskEngineBuilder builder(JdbcTaskRegistry registry) {
        return TaskEngine.builder().registry(registry).lease(ofSeconds(2)).register(ECHO, (input, context) -> input);
    }
}
